/** The door of the application: each call is one command of `src-tauri`. No other file may know `@tauri-apps/*`. */
import { Channel, convertFileSrc, invoke, type InvokeArgs } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { CardView } from '../bindings/CardView';
import type { ProgressView } from '../bindings/ProgressView';
import type { Around, Host, Job, TileAddress } from './host';

/** Begins anywhere, so that a page that was loaded anew does not meet numbers of the one before. */
let lastJob = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/** A command that tells its progress and can be cancelled. */
async function long<T>(command: string, job: Job = {}, args: Record<string, unknown> = {}): Promise<T> {
  job.signal?.throwIfAborted();
  lastJob = (lastJob + 1) >>> 0;
  const number = lastJob;
  let running = true;
  const progress = new Channel<ProgressView>((view) => {
    if (running) job.progress?.(view);
  });
  const cancel = () => void invoke('cancel', { job: number });
  job.signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await invoke<T>(command, { ...args, job: [number, progress] });
  } finally {
    running = false;
    job.signal?.removeEventListener('abort', cancel);
  }
}

/** A long command without an answer: Rust's nothing crosses as `null`, which would say that there is something. */
async function deed(command: string, job?: Job, args?: Record<string, unknown>): Promise<void> {
  await long<null>(command, job, args);
}

const short = <T>(command: string, args?: InvokeArgs): Promise<T> => invoke<T>(command, args);

/** Language of the native dialogs: the page's own. */
const tongue = () => (document.documentElement.lang.startsWith('en') ? 'en' : 'zh');

/** Hears an event until the answer is called. */
function hear<T>(event: string, told: (payload: T) => void): () => void {
  const heard = listen<T>(event, ({ payload }) => {
    told(payload);
  });
  return () =>
    void heard.then((stop) => {
      stop();
    });
}

/** Files that came by themselves wait in the application until they are fetched; what came before the page did, too. */
function hearArrivals(told: (cards: CardView[]) => void, around: Around): () => void {
  const fetchThem = () =>
    void around(async (job) => {
      const arrived = await long<CardView[]>('arrive', job);
      if (arrived.length > 0) told(await short('cards'));
    });
  const stop = hear('cards', fetchThem);
  void short<boolean>('waiting').then((waiting) => {
    if (waiting) fetchThem();
  });
  return stop;
}

/** `tiles://localhost/` or what stands for it on this system. */
const TILES = convertFileSrc('', 'tiles');

async function tile(address: TileAddress, signal?: AbortSignal): Promise<ArrayBuffer> {
  const { plane, layer, z, x, y, revision } = address;
  // The one thing fetched: the policy of the window allows no other address.
  const answer = await fetch(`${TILES}${plane}/${layer}/${z}/${x}/${y}?r=${revision}`, { signal: signal ?? null });
  if (answer.status === 204) return new ArrayBuffer(0);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.arrayBuffer();
}

/** The browser's own menu (back, reload) has no place in an application; that of a text field has. */
function withoutBrowserMenu(): void {
  addEventListener('contextmenu', (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (!at?.closest('input, textarea, .copyable')) event.preventDefault();
  });
}

export function createTauriHost(): Host {
  withoutBrowserMenu();
  return {
    start: () => short('start'),
    openDemo: (job) => deed('open_demo', job),
    newProject: (name) => short('new_project', { name }),
    chooseProject: () => short('choose_project', { tongue: tongue() }),
    openRecent: (id) => short('open_recent', { id }),
    forgetRecent: (id) => short('forget_recent', { id }),
    saveCopy: (job) => long('save_copy', job, { tongue: tongue() }),
    closeProject: () => short('close_project'),
    project: () => short('project'),

    chooseFiles: (what, job) => long('choose_files', job, { what, tongue: tongue() }),
    cards: () => short('cards'),
    changeCard: (id, choices, job) => long('change_card', job, { id, choices }),
    discardCard: (id) => short('discard_card', { id }),
    confirmCards: (ids, job) => deed('confirm_cards', job, { ids }),
    baselines: () => short('baselines'),
    useBaseline: (id, use) => short('use_baseline', { id, use }),
    removeLayer: (id) => short('remove_layer', { id }),

    packs: () => short('packs'),
    choosePolicy: (choice) => short('choose_policy', { choice }),
    review: (job) => deed('review', job),

    findings: (query, offset, limit) => short('findings', { query, offset, limit }),
    findingPlace: (query, id) => short('finding_place', { query, id }),
    finding: (id) => short('finding', { id }),
    decide: (id, decision) => short('decide', { id, decision }),
    undo: () => short('undo'),
    redo: () => short('redo'),
    log: () => short('log'),
    towns: () => short('towns'),
    town: (id) => short('town', { id }),
    problems: (offset, limit) => short('problems', { offset, limit }),

    ledger: () => short('ledger'),
    removeLedger: () => short('remove_ledger'),
    saveLedgerTemplate: () => short('save_ledger_template'),
    portfolio: (whatIf) => short('portfolio', { whatIf }),
    compliance: (town) => short('compliance', { town }),

    planes: () => short('planes'),
    tile,
    identify: (query) => short('identify', { query }),
    measure: (query) => short('measure', { query }),

    chooseFolder: () => short('choose_folder', { tongue: tongue() }),
    exportResults: (choice, job) => long('export_results', job, { choice }),
    savePicture: (kind, bytes, folder) =>
      invoke('save_picture', bytes, { headers: folder === null ? { kind } : { kind, folder } }),
    reveal: (folder) => short('reveal', { folder }),
    chooseKey: () => short('choose_key', { tongue: tongue() }),
    handIn: (choice, job) => long('hand_in', job, { choice }),

    onCards: (told, around = (work) => work({})) => hearArrivals(told, around),
    onDragging: (told) => hear('dragging', told),
    onProjectChanged: (told) => hear('project-changed', told),
  };
}
