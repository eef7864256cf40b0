/** The demo county on this window's own desk: decisions, undo, log, counts. Nothing is kept. */
import type { DecisionView } from '../../bindings/DecisionView';
import type { FindingView } from '../../bindings/FindingView';
import type { LogView } from '../../bindings/LogView';
import type { ProjectView } from '../../bindings/ProjectView';
import type { Text } from '../../bindings/Text';
import type { TownRowView } from '../../bindings/TownRowView';
import type { TownView } from '../../bindings/TownView';
import type { VerdictCounts } from '../../bindings/VerdictCounts';
import type { VerdictView } from '../../bindings/VerdictView';
import { poisoned } from './hostile';
import { manyFindings } from './many';
import { recording, type Recording } from './recording';
import { failure } from './work';

interface Deed {
  text: Text;
  id: string;
  before: DecisionView | null;
  after: DecisionView;
}

const KINDS: Record<DecisionView['kind'], Text> = {
  confirm: { zh: '确认', en: 'Confirm' },
  correct: { zh: '更正', en: 'Correct' },
  exempt: { zh: '豁免', en: 'Exempt' },
  comment: { zh: '备注', en: 'Comment' },
};
const RANK: readonly VerdictView[] = ['pass', 'not_checked', 'justify', 'verify', 'breach'];

export class DemoDesk {
  readonly recorded: Recording;
  readonly findings: FindingView[];
  readonly pinyin: Map<string, string>;
  project: ProjectView | null = null;
  readonly log: LogView[] = [];
  #byId: Map<string, FindingView>;
  #done: Deed[] = [];
  #undone: Deed[] = [];

  constructor(rows: number, hostile = false) {
    this.recorded = hostile ? poisoned(recording()) : recording();
    const { findings, towns } = this.recorded;
    this.findings = rows > findings.length ? manyFindings(findings, rows) : findings;
    this.#byId = new Map(this.findings.map((finding) => [finding.row.id, finding]));
    this.pinyin = new Map(towns.map(({ row }) => [row.id, row.pinyin]));
  }

  open(): void {
    this.project = this.recorded.project;
    this.note({ zh: '打开示例县', en: 'Demo county opened' });
    this.changed();
  }

  finding(id: string): FindingView {
    const found = this.#byId.get(id);
    if (found) return found;
    throw failure(
      'other',
      { zh: '这条意见已不存在', en: 'This finding is gone' },
      { zh: '请刷新列表', en: 'Look again' },
    );
  }

  townRow({ row }: TownView): TownRowView {
    const own = this.findings.filter((finding) => finding.row.town === row.id);
    const worst = own.reduce<VerdictView>(
      // what could not be checked lowers nobody
      (worse, { row: { verdict } }) =>
        verdict !== 'not_checked' && RANK.indexOf(verdict) > RANK.indexOf(worse) ? verdict : worse,
      'pass',
    );
    return {
      ...row,
      verdict: this.project?.review ? worst : null,
      findings: own.filter(({ row: { verdict } }) => verdict !== 'pass' && verdict !== 'not_checked').length,
    };
  }

  /** What the map is told of a town or a finding. */
  verdict(layer: string, id: string): VerdictView | null {
    if (layer === 'findings') return this.findings.find(({ row }) => row.id === id)?.row.verdict ?? null;
    const town = layer === 'towns' ? this.recorded.towns.find(({ row }) => row.id === id) : undefined;
    return town ? this.townRow(town).verdict : null;
  }

  town(id: string): TownView {
    const town = this.recorded.towns.find(({ row }) => row.id === id);
    if (!town) throw failure('other', { zh: `没有小镇 ${id}`, en: `No town ${id}` }, { zh: '', en: '' });
    const own = this.findings.slice(0, this.recorded.findings.length).filter(({ row }) => row.town === id);
    const ledger = this.project?.ledger ? (this.recorded.ledger.towns[id] ?? []) : [];
    return { ...town, ledger, row: this.townRow(town), findings: own.map(({ row }) => row) };
  }

  /** Takes the county's ledger in, or out. */
  takeLedger(taken: boolean): void {
    if (this.project) this.project = { ...this.project, ledger: taken ? this.recorded.ledger.ledger.file : null };
  }

  decide(id: string, given: DecisionView): void {
    const finding = this.finding(id);
    const after = { ...given, at: now(), outdated: false };
    const kind = KINDS[given.kind];
    const { townName, ruleName } = finding.row;
    const text = {
      zh: `${kind.zh}:${townName} ${ruleName.zh}`,
      en: `${kind.en}: ${townName}, ${ruleName.en}`,
    };
    this.#done.push({ text, id, before: finding.decision, after });
    this.#undone = [];
    this.#put(id, after, text);
  }

  undo(): void {
    const deed = this.#done.pop();
    if (!deed) return;
    this.#undone.push(deed);
    this.#put(deed.id, deed.before, { zh: `撤销 ${deed.text.zh}`, en: `Undone: ${deed.text.en}` });
  }

  redo(): void {
    const deed = this.#undone.pop();
    if (!deed) return;
    this.#done.push(deed);
    this.#put(deed.id, deed.after, { zh: `重做 ${deed.text.zh}`, en: `Done again: ${deed.text.en}` });
  }

  note(text: Text): void {
    this.log.unshift({ at: now(), text });
  }

  /** Counts again and lets the revision grow. */
  changed(stale: Text | null = null): void {
    if (!this.project) return;
    const review = this.project.review && {
      ...this.project.review,
      towns: counts(this.recorded.towns.map((town) => this.townRow(town).verdict ?? 'not_checked')),
      findings: counts(this.findings.map(({ row }) => row.verdict)),
      decided: this.findings.filter(({ row }) => row.decision !== null).length,
      stale: stale ? [...this.project.review.stale, stale] : this.project.review.stale,
    };
    this.project = {
      ...this.project,
      revision: this.project.revision + 1,
      review,
      undo: this.#done.at(-1)?.text ?? null,
      redo: this.#undone.at(-1)?.text ?? null,
    };
  }

  #put(id: string, decision: DecisionView | null, text: Text): void {
    const finding = this.finding(id);
    finding.decision = decision;
    finding.row = {
      ...finding.row,
      decision: decision?.kind ?? null,
      verdict: decision?.kind === 'exempt' ? 'justify' : finding.row.derived,
    };
    finding.history = [{ at: now(), text }, ...finding.history];
    this.note(text);
    this.changed();
  }
}

function counts(verdicts: VerdictView[]): VerdictCounts {
  const of = (wanted: VerdictView) => verdicts.filter((verdict) => verdict === wanted).length;
  return {
    pass: of('pass'),
    notChecked: of('not_checked'),
    justify: of('justify'),
    verify: of('verify'),
    breach: of('breach'),
  };
}

function now(): string {
  const at = new Date();
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
