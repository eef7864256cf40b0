/** Answers in a browser without the application, from the recorded demo county; nothing outlives the page. */
import type { CardChoices } from '../bindings/CardChoices';
import type { CardView } from '../bindings/CardView';
import type { StartView } from '../bindings/StartView';
import type { Text } from '../bindings/Text';
import { DemoCards } from './demo/cards';
import { DemoDesk } from './demo/desk';
import { handedIn, handInWork } from './demo/hand-in';
import { DemoProjects } from './demo/projects';
import { facets, select } from './demo/query';
import { exportWork, importWork, openWork, reviewWork } from './demo/steps';
import { failure, pause, work } from './demo/work';
import type { Host } from './host';

/**
 * `rows` = as many findings, `slow` = milliseconds a long call takes, `hostile` = attributes as a malicious file would
 * hold them; all may stand in the page's address.
 */
export interface DemoWishes {
  rows?: number;
  slow?: number;
  hostile?: boolean;
}

function wishesOfAddress(): DemoWishes {
  const wishes = new URLSearchParams(globalThis.location?.search ?? '');
  return {
    rows: Number(wishes.get('rows') ?? 0),
    slow: Number(wishes.get('slow') ?? 900),
    hostile: wishes.has('hostile'),
  };
}

export function createDemoHost({ rows = 0, slow = 900, hostile = false }: DemoWishes = wishesOfAddress()): Host {
  let desk = new DemoDesk(rows, hostile);
  const projects = new DemoProjects();
  const cards = new DemoCards(desk.recorded.cards, desk.recorded.ledger.card);
  const listeners = { project: new Set<() => void>(), cards: new Set<(cards: CardView[]) => void>() };
  const tell = () => listeners.project.forEach((told) => told());
  const opened = () => {
    if (!desk.project) {
      throw failure(
        'no_project',
        { zh: '没有打开的项目', en: 'No project is open' },
        { zh: '请先打开项目', en: 'Open one first' },
      );
    }
    return desk.project;
  };
  const plane = (id: string) => desk.recorded.planes.find((known) => known.id === id) ?? desk.recorded.planes[0];
  const noted = (text: Text, stale: Text | null = null) => {
    desk.note(text);
    desk.changed(stale);
    tell();
  };

  return {
    start: async (): Promise<StartView> => ({
      software: desk.recorded.software,
      recents: projects.recents,
      projectOpen: desk.project !== null,
      cardsWaiting: cards.waiting.length > 0,
      failure: null,
    }),
    async openDemo(job) {
      await work(openWork, slow, job);
      desk.open();
      tell();
    },
    async newProject(name) {
      desk.open();
      if (desk.project) {
        desk.project = {
          ...desk.project,
          name,
          sample: false,
          review: null,
          towns: 0,
          layers: [],
          extent: null,
          problemCount: 0,
        };
      }
      desk.changed();
      tell();
    },
    async chooseProject() {
      await pause(120);
      desk.open();
      tell();
      return true;
    },
    async openRecent(id) {
      projects.check(id);
      desk.open();
      tell();
    },
    async forgetRecent(id) {
      projects.forget(id);
    },
    async saveCopy() {
      await pause(120);
      noted({ zh: '另存副本', en: 'Copy saved' });
      return true;
    },
    async closeProject() {
      desk = new DemoDesk(rows, hostile);
      tell();
    },
    project: async () => desk.project,

    async chooseFiles(_what, job) {
      await work(importWork, slow / 2, job);
      return cards.lay();
    },
    cards: async () => cards.waiting,
    async changeCard(id: string, choices: CardChoices) {
      await pause(80);
      return cards.change(id, choices);
    },
    async discardCard(id) {
      cards.discard(id);
    },
    async confirmCards(ids, job) {
      await work(importWork, slow, job);
      if (!desk.project) desk.open();
      if (ids.includes(desk.recorded.ledger.card.id)) desk.takeLedger(true);
      cards.confirm(ids);
      noted({ zh: '导入文件', en: 'Files imported' }, { zh: '导入了新的数据', en: 'new data was imported' });
    },
    baselines: async () => desk.recorded.baselines,
    async useBaseline(id, use) {
      const baseline = desk.recorded.baselines.find((known) => known.id === id);
      if (!baseline) return;
      baseline.used = use;
      noted(
        use
          ? { zh: `使用控制线库 ${baseline.name}`, en: `Baseline ${baseline.name} used` }
          : { zh: `停用控制线库 ${baseline.name}`, en: `Baseline ${baseline.name} left out` },
        { zh: '控制线有变化', en: 'the control lines changed' },
      );
    },
    async removeLayer(id) {
      const project = opened();
      desk.project = { ...project, layers: project.layers.filter((layer) => layer.id !== id) };
      noted({ zh: '移除图层', en: 'Layer removed' }, { zh: '图层有变化', en: 'the layers changed' });
    },

    packs: async () => desk.recorded.packs,
    async choosePolicy(choice) {
      desk.project = { ...opened(), policy: choice };
      for (const pack of desk.recorded.packs) {
        pack.chosen =
          pack.always || (choice.packs.length === 0 ? pack.suggested !== null : choice.packs.includes(pack.id));
      }
      noted(
        { zh: '更改审查依据', en: 'Policy chosen' },
        { zh: '审查依据或参数有变化', en: 'packs or parameters changed' },
      );
    },
    async review(job) {
      opened();
      await work(reviewWork, slow, job);
      const project = opened();
      const packs = desk.recorded.packs.filter(({ chosen }) => chosen).map(({ id }) => id);
      const recorded = desk.recorded.project.review;
      if (recorded) desk.project = { ...project, review: { ...recorded, packs, asOf: project.policy.asOf, stale: [] } };
      noted({ zh: '完成审查', en: 'Review run' });
    },

    async findings(query, offset, limit) {
      const all = desk.project?.review ? desk.findings : [];
      const found = select(all, query, desk.pinyin);
      await pause(10);
      return {
        total: found.length,
        offset,
        rows: found.slice(offset, offset + limit).map(({ row }) => row),
        facets: facets(all),
      };
    },
    async findingPlace(query, id) {
      const place = select(desk.findings, query, desk.pinyin).findIndex(({ row }) => row.id === id);
      return place < 0 ? null : place;
    },
    finding: async (id) => ({ ...desk.finding(id) }),
    async decide(id, decision) {
      desk.decide(id, decision);
      tell();
    },
    async undo() {
      desk.undo();
      tell();
    },
    async redo() {
      desk.redo();
      tell();
    },
    log: async () => [...desk.log],
    towns: async () => (opened().towns === 0 ? [] : desk.recorded.towns.map((town) => desk.townRow(town))),
    town: async (id) => desk.town(id),
    problems: async (offset, limit) => desk.recorded.problems.slice(offset, offset + limit),

    ledger: async () => (opened().ledger === null ? null : desk.recorded.ledger.ledger),
    async removeLedger() {
      desk.takeLedger(false);
      noted({ zh: '移除台账', en: 'Ledger taken out' }, { zh: '台账有变化', en: 'the ledger changed' });
    },
    saveLedgerTemplate: async () => ({
      folder: { id: 'out', path: opened().folder },
      files: ['台账模板.xlsx'],
      notes: [],
    }),
    async portfolio(whatIf) {
      await pause(60);
      const { portfolio, ledger } = desk.recorded;
      if (opened().ledger === null) return portfolio;
      if (!whatIf) return ledger.portfolio;
      return { ...ledger.whatIf, added: whatIf.name || ledger.whatIf.added };
    },
    compliance: async (town) => (opened().review ? (desk.recorded.compliance[town] ?? null) : null),

    planes: async () => desk.recorded.planes,
    async tile(address) {
      const { cutTile } = await import('./demo/tile');
      const into = plane(address.plane);
      return into ? cutTile(address, into, (layer, id) => desk.verdict(layer, id)) : new ArrayBuffer(0);
    },
    async identify(query) {
      const { identify } = await import('./demo/place');
      const own = desk.recorded.planes[0];
      return own ? identify(query, own) : [];
    },
    async measure(query) {
      const { measure } = await import('./demo/place');
      const own = desk.recorded.planes[0];
      if (!own) throw failure('no_project', { zh: '没有打开的项目', en: 'No project is open' }, { zh: '', en: '' });
      return measure(query, own);
    },

    chooseFolder: async () => ({ id: 'chosen', path: '/三线/审查结果' }),
    async exportResults(choice, job) {
      await work(exportWork, slow, job);
      return projects.exported(choice.formats, opened(), choice.folder !== null);
    },
    savePicture: async (kind) => projects.pictured(kind, opened()),
    reveal: () => pause(50),
    chooseKey: async () => ({ id: 'key', file: '审查人.key', fingerprint: '4cf5-12c5-7ab7-e1e4-b046-48ea-2c51-4817' }),
    async handIn(choice, job) {
      await work(handInWork, slow, job);
      return handedIn(choice, opened());
    },

    onCards(told) {
      listeners.cards.add(told);
      return () => listeners.cards.delete(told);
    },
    onDragging: (told) => cards.watchDrops(told, (laid) => listeners.cards.forEach((listener) => listener(laid))),
    onProjectChanged(told) {
      listeners.project.add(told);
      return () => listeners.project.delete(told);
    },
  };
}
