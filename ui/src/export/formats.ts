/** What can be written. */
import type { WordKey } from '../words';

export interface Format {
  id: string;
  title: WordKey;
  hint: WordKey;
}

export const FORMATS: Format[] = [
  { id: 'xlsx', title: 'export.xlsx', hint: 'export.xlsx.hint' },
  { id: 'csv', title: 'export.csv', hint: 'export.csv.hint' },
  { id: 'gpkg', title: 'export.gpkg', hint: 'export.gpkg.hint' },
  { id: 'geojson', title: 'export.geojson', hint: 'export.geojson.hint' },
  { id: 'json', title: 'export.json', hint: 'export.json.hint' },
];

export type Picture = 'png' | 'svg';
export const PICTURES: Picture[] = ['png', 'svg'];
