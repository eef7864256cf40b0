/** Columns of the findings table; one place for the head and the rows. */
import type { FindingSort } from '../bindings/FindingSort';
import type { WordKey } from '../words';

export interface Column {
  id: string;
  title: WordKey;
  /** Absent = cannot be sorted by. */
  sort?: FindingSort;
  figure?: boolean;
  /** Shown only where there is room: width of the table in px from which. */
  from?: number;
}

export const COLUMNS: Column[] = [
  { id: 'verdict', title: 'column.verdict', sort: 'verdict' },
  { id: 'rule', title: 'column.rule', sort: 'rule' },
  { id: 'town', title: 'column.town', sort: 'town' },
  { id: 'county', title: 'column.county', sort: 'county' },
  { id: 'clause', title: 'column.clause', sort: 'clause' },
  { id: 'measured', title: 'column.measured', sort: 'measured', figure: true },
  { id: 'share', title: 'column.share', figure: true },
  { id: 'decision', title: 'column.decision' },
  { id: 'explanation', title: 'column.explanation', from: 1120 },
];

export const ROW_PX = 28;
