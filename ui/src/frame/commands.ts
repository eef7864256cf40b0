/** Everything the window can do that belongs to no single pane. */
import { host } from '../host';
import type { Command } from '../keys/commands.svelte';
import { cards } from '../state/cards.svelte';
import { deciding } from '../state/deciding.svelte';
import { findings } from '../state/findings.svelte';
import { jobs } from '../state/jobs.svelte';
import { mapView } from '../state/mapview.svelte';
import { change, closeProject, openDemo, openProject, saveCopy } from '../state/opening';
import { project } from '../state/project.svelte';
import { screens, type Screen } from '../state/screens.svelte';
import { selection } from '../state/selection.svelte';
import { settings } from '../state/settings.svelte';
import { both } from '../words';

const opened = () => project.view !== null && !jobs.busy;
const writable = () => opened() && project.view?.readOnly === null;
const onFinding = () => writable() && selection.finding !== null;
const show = (screen: Screen) => () => screens.show(screen);

/** Brings the keyboard to a pane; what is hidden behind a tab is shown first. */
function focus(id: string): void {
  document.getElementById(id)?.focus();
}

function decide(kind: 'confirm' | 'correct' | 'exempt' | 'comment') {
  return () => {
    selection.subject = 'finding';
    deciding.ask(kind);
  };
}

function zoom(): void {
  if (selection.subject === 'town' || selection.marked === null) selection.zoomTo(project.town(selection.town)?.extent);
  else selection.zoomTo(selection.marked);
}

/** Lays the tool down first, then the selection. */
function stepBack(): void {
  if (mapView.tool === 'look') selection.clear();
  else mapView.tool = 'look';
}

export const windowCommands: Command[] = [
  {
    id: 'next',
    title: 'command.next',
    group: 'findings',
    keys: 'KeyN',
    enabled: opened,
    run: () => void findings.step(1),
  },
  {
    id: 'previous',
    title: 'command.previous',
    group: 'findings',
    keys: 'KeyP',
    enabled: opened,
    run: () => void findings.step(-1),
  },
  { id: 'zoom', title: 'command.zoom', group: 'findings', keys: 'KeyZ', enabled: opened, run: zoom },
  {
    id: 'confirm',
    title: 'command.confirm',
    group: 'findings',
    keys: 'KeyC',
    enabled: onFinding,
    run: decide('confirm'),
  },
  {
    id: 'correct',
    title: 'command.correct',
    group: 'findings',
    keys: 'KeyX',
    enabled: onFinding,
    run: decide('correct'),
  },
  { id: 'exempt', title: 'command.exempt', group: 'findings', keys: 'KeyE', enabled: onFinding, run: decide('exempt') },
  {
    id: 'comment',
    title: 'command.comment',
    group: 'findings',
    keys: 'KeyM',
    enabled: onFinding,
    run: decide('comment'),
  },
  {
    id: 'undo',
    title: 'command.undo',
    group: 'findings',
    keys: '$mod+KeyZ',
    enabled: () => writable() && project.view?.undo != null,
    run: () => void change(() => host.undo()),
  },
  {
    id: 'redo',
    title: 'command.redo',
    group: 'findings',
    keys: '$mod+Shift+KeyZ',
    also: '$mod+KeyY',
    enabled: () => writable() && project.view?.redo != null,
    run: () => void change(() => host.redo()),
  },
  {
    id: 'search',
    title: 'command.search',
    group: 'findings',
    keys: '/',
    enabled: opened,
    run: () => focus('findings-search'),
  },

  { id: 'review', title: 'command.review', group: 'review', keys: 'KeyR', enabled: opened, run: show('review') },
  {
    id: 'rerun',
    title: 'command.rerun',
    group: 'review',
    keys: 'Shift+KeyR',
    enabled: () => writable() && (project.view?.towns ?? 0) > 0,
    run: () => void jobs.run(both('review.running'), (job) => host.review(job)),
  },
  { id: 'export', title: 'command.export', group: 'review', keys: '$mod+KeyE', enabled: opened, run: show('export') },
  {
    id: 'portfolio',
    title: 'command.portfolio',
    group: 'review',
    keys: 'KeyU',
    enabled: opened,
    run: show('portfolio'),
  },
  {
    id: 'handin',
    title: 'command.handin',
    group: 'review',
    keys: '$mod+Shift+KeyE',
    enabled: opened,
    run: show('handin'),
  },
  { id: 'problems', title: 'command.problems', group: 'review', keys: 'KeyB', enabled: opened, run: show('problems') },
  { id: 'log', title: 'command.log', group: 'review', keys: 'KeyL', enabled: opened, run: show('log') },

  {
    id: 'import',
    title: 'command.import',
    group: 'file',
    keys: '$mod+KeyI',
    enabled: () => !jobs.busy,
    run: show('import'),
  },
  {
    id: 'files',
    title: 'command.files',
    group: 'file',
    enabled: () => !jobs.busy,
    run: () => void cards.choose('files'),
  },
  {
    id: 'open',
    title: 'command.open',
    group: 'file',
    keys: '$mod+KeyO',
    enabled: () => !jobs.busy,
    run: () => void openProject(),
  },
  {
    id: 'new',
    title: 'command.new',
    group: 'file',
    keys: '$mod+Shift+KeyN',
    enabled: () => !jobs.busy,
    run: show('new'),
  },
  {
    id: 'savecopy',
    title: 'project.savecopy',
    group: 'file',
    keys: '$mod+Shift+KeyS',
    enabled: opened,
    run: () => void saveCopy(),
  },
  {
    id: 'close',
    title: 'project.close',
    group: 'file',
    keys: '$mod+KeyW',
    enabled: opened,
    run: () => void closeProject(),
  },
  { id: 'demo', title: 'start.demo', group: 'file', enabled: () => !jobs.busy, run: () => void openDemo() },

  {
    id: 'towns',
    title: 'command.towns',
    group: 'window',
    keys: 'KeyT',
    enabled: opened,
    run: () => focus('towns-search'),
  },
  {
    id: 'table',
    title: 'command.table',
    group: 'window',
    keys: 'KeyF',
    enabled: opened,
    run: () => focus('findings-table'),
  },
  {
    id: 'clear',
    title: 'command.clear',
    group: 'window',
    keys: 'Escape',
    enabled: opened,
    run: stepBack,
  },
  { id: 'palette', title: 'palette', group: 'window', keys: '$mod+KeyK', run: show('palette') },
  { id: 'shortcuts', title: 'shortcuts', group: 'window', keys: '?', run: show('shortcuts') },
  { id: 'settings', title: 'settings', group: 'window', keys: '$mod+,', run: show('settings') },
  {
    id: 'language',
    title: 'command.language',
    group: 'window',
    run: () => settings.change({ language: settings.language === 'zh' ? 'en' : 'zh' }),
  },
  {
    id: 'theme',
    title: 'command.theme',
    group: 'window',
    run: () => settings.change({ theme: settings.dark ? 'light' : 'dark' }),
  },
];
