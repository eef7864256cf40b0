// What the window tests share: the demo county's files, the command line's answer, common walks through the pages.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { CLI, ROOT } from './application.mjs';
import { zippedShapefile } from './shapefile.mjs';
import { until } from './webdriver.mjs';

export const DEMO = join(ROOT, 'data/demo');

/** The control lines and counties of the demo county, as files. */
export const LAYERS = ['eco_redline', 'basic_farmland', 'urban_boundary', 'counties'].map((name) => join(DEMO, `${name}.geojson`));

/** The demo county's towns as a zipped shapefile in GBK. */
export function townsInGbk() {
  const towns = JSON.parse(readFileSync(join(DEMO, 'towns.geojson'), 'utf8'));
  return zippedShapefile('特色小镇范围', towns, { XZBM: 12, XZMC: 60, XZQDM: 12, XZQMC: 40, XZJB: 20, XZLX: 40, CJJD: 20 });
}

/** What the command line writes for the demo county into `out`, as of a day. */
export function commandLine(out, asOf, towns = join(DEMO, 'towns.geojson')) {
  const option = (name) => [`--${name.replace('_', '-')}`, join(DEMO, `${name}.geojson`)];
  const layers = ['eco_redline', 'basic_farmland', 'urban_boundary', 'counties'].flatMap(option);
  const command = ['check', '--towns', towns, ...layers, '--accept-repairs', '--as-of', asOf, '--quiet', '--out', out];
  const done = spawnSync(CLI, command, { encoding: 'utf8' });
  assert.ok(done.status === 0 || done.status === 1, done.stderr);
}

/** Whether two folders hold the same bytes in these files. */
export function same(one, other, files) {
  for (const file of files) {
    assert.equal(readFileSync(join(one, file), 'utf8'), readFileSync(join(other, file), 'utf8'), file);
  }
}

/** Opens the demo county from the first screen. */
export async function openDemo(window) {
  await window.click('start-demo');
  // A click that comes while the page draws the first screen anew lands on what is replaced.
  await until(async () => {
    if ((await rows(window)) || (await window.parts('progress')).length > 0) return true;
    const [start] = await window.parts('start-demo');
    if (start) await window.session.click(start).catch(() => {}); // gone meanwhile: the demo is opening
    await pause(1000);
    return false;
  }, 'the demo to open');
  await drawn(window);
}

/** Waits until findings stand in the table. */
export async function drawn(window) {
  await until(() => rows(window), 'findings');
}

/** Loads the page again and waits for its findings; those of the page that goes do not count. */
export async function reloaded(window) {
  await window.run('window.leaving = true; location.reload();');
  await until(() => window.run('return window.leaving === undefined'), 'the page to be loaded again');
  await drawn(window);
}

function rows(window) {
  return window.run('return document.querySelectorAll(\'[data-testid="finding-row"][data-finding]\').length > 0');
}

/** Writes results; gives the folder, which the window shows. */
export async function exported(window, machine) {
  await window.click('export-open');
  await window.click('export-run');
  await window.part('export-done');
  await window.picture('export');
  const folder = readdirSync(join(machine.data, 'projects')).find((name) => name.includes('审查结果'));
  assert.ok(folder, 'results beside the project');
  await window.session.press(KEYS.escape);
  await window.gone('export-done');
  return join(machine.data, 'projects', folder);
}

/** Hands in an index sheet, the opinion and the pack; gives the folder. */
export async function handedIn(window, machine) {
  await window.click('handin-open');
  await window.click('handin-sheet-atlas');
  await window.click('handin-sheet-index');
  await window.picture('handin');
  await window.click('handin-run');
  await until(async () => (await window.parts('export-done')).length === 1, 'the papers', 300_000);
  await window.picture('handed-in');
  const folder = readdirSync(join(machine.data, 'projects')).find((name) => name.includes('报送成果'));
  assert.ok(folder, 'papers beside the project');
  await window.session.press(KEYS.escape);
  await window.gone('export-done');
  return join(machine.data, 'projects', folder);
}

/** What `sanxian verify` says of a pack. */
export function verified(pack) {
  return spawnSync(CLI, ['verify', pack, '--lang', 'en'], { encoding: 'utf8' });
}

/** Steps to the next finding with N; gives its id. */
export async function next(window, before = null) {
  await window.session.press('n');
  return until(async () => {
    const [panel] = await window.parts('finding-panel');
    const id = panel && (await window.session.attribute(panel, 'data-finding'));
    return id !== before && id;
  }, 'the panel of the next finding');
}

/** Keys that are no letters, as WebDriver names them. */
export const KEYS = { escape: '\uE00C', control: '\uE009' };
