/** What can be written. */
import type { WordKey } from '../words';

export interface Format {
  id: string;
  title: WordKey;
  hint: WordKey;
  /** For other programs: not chosen until somebody does. */
  extra?: boolean;
}

export const FORMATS: Format[] = [
  { id: 'xlsx', title: 'export.xlsx', hint: 'export.xlsx.hint' },
  { id: 'csv', title: 'export.csv', hint: 'export.csv.hint' },
  { id: 'gpkg', title: 'export.gpkg', hint: 'export.gpkg.hint' },
  { id: 'geojson', title: 'export.geojson', hint: 'export.geojson.hint' },
  { id: 'json', title: 'export.json', hint: 'export.json.hint' },
  { id: 'shp', title: 'export.shp', hint: 'export.shp.hint', extra: true },
  { id: 'shp-gbk', title: 'export.shpgbk', hint: 'export.shpgbk.hint', extra: true },
  { id: 'txt', title: 'export.txt', hint: 'export.txt.hint', extra: true },
  { id: 'txt-zhejiang', title: 'export.txtzj', hint: 'export.txtzj.hint', extra: true },
  { id: 'points', title: 'export.points', hint: 'export.points.hint', extra: true },
  { id: 'kml', title: 'export.kml', hint: 'export.kml.hint', extra: true },
  { id: 'dxf', title: 'export.dxf', hint: 'export.dxf.hint', extra: true },
  { id: 'fgb', title: 'export.fgb', hint: 'export.fgb.hint', extra: true },
];

export type Picture = 'png' | 'svg';
export const PICTURES: Picture[] = ['png', 'svg'];
