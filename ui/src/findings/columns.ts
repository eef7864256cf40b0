/** Columns of the findings table; one place for the head and the rows. */
import type { FindingSort } from '../bindings/FindingSort';
import type { Language } from '../state/settings.svelte';
import type { WordKey } from '../words';

export type ColumnId =
  'verdict' | 'rule' | 'town' | 'county' | 'clause' | 'measured' | 'share' | 'decision' | 'explanation';

export interface Column {
  id: ColumnId;
  title: WordKey;
  /** Absent = cannot be sorted by. */
  sort?: FindingSort;
  figure?: boolean;
  /** Width as a track of a grid. */
  width: Record<Language, string>;
  /** Shown only where there is room: width of the table in px from which. */
  from?: number;
}

const same = (width: string) => ({ zh: width, en: width });

export const COLUMNS: Column[] = [
  { id: 'verdict', title: 'column.verdict', sort: 'verdict', width: { zh: '72px', en: '92px' } },
  { id: 'rule', title: 'column.rule', sort: 'rule', width: { zh: 'minmax(112px, 2fr)', en: 'minmax(184px, 6fr)' } },
  { id: 'town', title: 'column.town', sort: 'town', width: same('minmax(88px, 2fr)') },
  { id: 'county', title: 'column.county', sort: 'county', width: same('minmax(64px, 1fr)'), from: 800 },
  { id: 'clause', title: 'column.clause', sort: 'clause', width: same('minmax(96px, 2fr)'), from: 720 },
  { id: 'measured', title: 'column.measured', sort: 'measured', figure: true, width: same('116px') },
  { id: 'share', title: 'column.share', figure: true, width: same('56px') },
  { id: 'decision', title: 'column.decision', width: { zh: '40px', en: '56px' } },
  { id: 'explanation', title: 'column.explanation', width: same('minmax(160px, 5fr)'), from: 1080 },
];

/** Columns that fit into so many px; that of the counties only where some are known. */
export function fitting(width: number, hasCounties: boolean): Column[] {
  return COLUMNS.filter(({ id, from }) => width >= (from ?? 0) && (id !== 'county' || hasCounties));
}

/** The columns as tracks of a grid. */
export function tracks(columns: Column[], language: Language): string {
  return columns.map((column) => column.width[language]).join(' ');
}

export const ROW_PX = 28;
