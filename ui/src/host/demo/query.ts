/** Filters, sorts and counts findings as the store does. */
import type { FindingFacets } from '../../bindings/FindingFacets';
import type { FindingQuery } from '../../bindings/FindingQuery';
import type { FindingRowView } from '../../bindings/FindingRowView';
import type { FindingView } from '../../bindings/FindingView';
import type { VerdictView } from '../../bindings/VerdictView';

const WORST_FIRST: readonly VerdictView[] = ['breach', 'verify', 'justify', 'not_checked', 'pass'];

type Matcher = (row: FindingRowView) => boolean;

function listed(allowed: readonly string[], of: (row: FindingRowView) => string): Matcher | null {
  return allowed.length === 0 ? null : (row) => allowed.includes(of(row));
}

/** Findings that match, in the order asked for. */
export function select(findings: FindingView[], query: FindingQuery, pinyin: Map<string, string>): FindingView[] {
  const text = query.text.trim().toLowerCase();
  const matchers = [
    listed(query.verdicts, (row) => row.verdict),
    listed(query.rules, (row) => row.rule),
    listed(query.towns, (row) => row.town),
    listed(query.counties, (row) => row.county),
    query.decided === null ? null : (row: FindingRowView) => (row.decision !== null) === query.decided,
    text === '' ? null : (row: FindingRowView) => words(row, pinyin).includes(text),
  ].filter((matcher): matcher is Matcher => matcher !== null);
  const found = findings.filter(({ row }) => matchers.every((matches) => matches(row)));
  const turn = query.descending ? -1 : 1;
  return found.sort((a, b) => turn * compare(a, b, query) || byId(a, b));
}

function words(row: FindingRowView, pinyin: Map<string, string>): string {
  const parts = [row.id, row.town, row.townName, row.county, row.clause, row.explanation.zh, row.explanation.en];
  return [...parts, pinyin.get(row.town) ?? ''].join('\n').toLowerCase();
}

const byId = (a: FindingView, b: FindingView) => (a.row.id < b.row.id ? -1 : a.row.id > b.row.id ? 1 : 0);
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function compare(a: FindingView, b: FindingView, query: FindingQuery): number {
  switch (query.sort ?? 'verdict') {
    case 'verdict':
      return WORST_FIRST.indexOf(a.row.verdict) - WORST_FIRST.indexOf(b.row.verdict) || byText(a.row.town, b.row.town);
    case 'rule':
      return byText(a.row.rule, b.row.rule);
    case 'town':
      return byText(a.row.town, b.row.town);
    case 'county':
      return byText(a.row.county, b.row.county);
    case 'clause':
      return byText(a.row.clause, b.row.clause);
    case 'measured':
      return magnitude(a) - magnitude(b);
  }
}

/** Areas above lengths above counts. */
function magnitude(finding: FindingView): number {
  if (finding.area) return 1e9 + Number(finding.area.mm2);
  if (finding.lengthM) return 1e6 + Number(finding.lengthM.replaceAll(',', ''));
  return Number(finding.row.measured ?? -1);
}

/** What the filters may be set to, over all findings. */
export function facets(findings: FindingView[]): FindingFacets {
  const rules = new Map<string, [string, FindingRowView['ruleName'], number]>();
  const towns = new Map<string, [string, string, number]>();
  const counties = new Map<string, [string, number]>();
  for (const { row } of findings) {
    rules.set(row.rule, [row.rule, row.ruleName, (rules.get(row.rule)?.[2] ?? 0) + 1]);
    // what is said of a place is no town's
    if (row.town === '') continue;
    towns.set(row.town, [row.town, row.townName, (towns.get(row.town)?.[2] ?? 0) + 1]);
    counties.set(row.county, [row.county, (counties.get(row.county)?.[1] ?? 0) + 1]);
  }
  return { rules: [...rules.values()], towns: [...towns.values()], counties: [...counties.values()] };
}
