// A real land-use plan, drawn far from here by people who never heard of this program: taken in as its folder comes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { CLI, Machine, ROOT } from './application.mjs';
import { drawn, exported, KEYS, next, same } from './journeys.mjs';
import { until } from './webdriver.mjs';

const PLAN = join(process.env.SANXIAN_REAL ?? join(ROOT, '../shared/real'), 'land-use-plan-30014');
const skip = !existsSync(PLAN) && `${PLAN} is not at hand (SANXIAN_REAL names the folder of foreign files)`;
const LINES = ['eco_redline', 'basic_farmland', 'urban_boundary'];
const machine = new Machine();
let window, written;

before(async () => {
  if (skip) return;
  await machine.withBus();
  window = await machine.start();
});

after(async () => {
  await window?.close();
  await machine.close();
});

/** Chooses a card by its file. */
const choose = (file) =>
  window.run(`[...document.querySelectorAll('[data-testid="card"]')].find((card) => card.textContent.includes(args[0])).click(); return true`, file);

test('its folder becomes four cards that know what they are and where they lie', { skip }, async () => {
  assert.equal(await machine.again(PLAN), 0);
  await until(async () => (await window.parts('card')).length === 4, 'four cards');
  const cards = await window.ask('cards');
  const of = (file) => cards.find((card) => card.file === `${file}.shp`);
  assert.deepEqual(LINES.map((name) => of(name).choices.role), LINES);
  for (const card of cards) assert.match(card.crs[0].name, /Lambert-93/, card.file);
  await choose('sites.shp');
  if (of('sites').choices.role !== 'towns') await window.click('card-role-towns');
  await until(async () => (await window.ask('cards')).find((card) => card.file === 'sites.shp').choices.role === 'towns', 'the role');
  await window.picture('plan-import');
});

test('one year for its lines, and all of it is imported', { skip }, async () => {
  await window.type('card-year-all', '2020');
  await window.click('card-year-apply');
  await until(async () => (await window.ask('cards')).every((card) => card.ready), 'cards that are ready');
  await window.click('card-confirm-all');
  await window.gone('card');
  assert.equal((await window.ask('project')).towns, 77);
});

test('the window finds what the command line finds', { skip }, async () => {
  await window.click('review-open');
  await window.click('review-run');
  await drawn(window);
  const { review } = await window.ask('project');
  written = await exported(window, machine);
  const expected = join(machine.folder, 'command-line');
  const layers = LINES.flatMap((name) => [`--${name.replace('_', '-')}`, join(PLAN, `${name}.shp`)]);
  const command = ['check', '--towns', join(PLAN, 'sites.shp'), ...layers, '--as-of', review.asOf, '--quiet', '--out', expected];
  const done = spawnSync(CLI, command, { encoding: 'utf8' });
  assert.equal(done.status, 1, done.stderr);
  same(written, expected, ['towns.csv', 'overlaps.csv', 'neighbours.csv', 'findings.geojson']);
  await window.picture('plan');
});

test('36 of its 77 sites lie wholly in the red line, and their panels say so', { skip }, async () => {
  const [head, ...rows] = readFileSync(join(written, 'towns.csv'), 'utf8').trim().split('\n').map((line) => line.split(','));
  const [id, area, red] = ['town_id', 'area_m2', 'eco_redline_m2'].map((name) => head.indexOf(name));
  const wholly = rows.filter((row) => Math.abs(row[area] - row[red]) < 0.05).map((row) => row[id]);
  assert.equal(wholly.length, 36);
  const { row, partition } = await window.ask('town', { id: '2' });
  assert.equal(row.area.m2, '134,278.36');
  assert.equal(partition[0].area.m2, '134,278.36', JSON.stringify(partition));
  await window.run(`document.querySelector('[data-testid="town-row"][data-town="2"]').click(); return true`);
  await window.part('town-panel');
  await window.picture('plan-town');
});

test('stepping through its findings shows each on the map', { skip }, async () => {
  const first = await next(window);
  await next(window, first);
  await window.picture('plan-finding');
  await window.session.press(KEYS.escape);
});
