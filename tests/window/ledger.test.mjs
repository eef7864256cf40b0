// The ledger of fourteen towns in the window: its card, what it finds, the towns together, a town's code.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { CLI, Machine, ROOT } from './application.mjs';
import { drawn, exported, same } from './journeys.mjs';
import { until } from './webdriver.mjs';

const HUZHOU = join(ROOT, 'data/demo-huzhou');
const LAYERS = ['eco_redline', 'basic_farmland', 'urban_boundary', 'counties', 'functional_zones', 'development_zones', 'land_use', 'earlier_towns'];
const machine = new Machine();
let window;

before(async () => {
  await machine.withBus();
  const files = ['towns', ...LAYERS].map((name) => join(HUZHOU, `${name}.geojson`));
  window = await machine.start(...files, join(HUZHOU, 'ledger.csv'));
});
after(async () => {
  await window?.close();
  await machine.close();
});

test('a ledger dropped with the layers is known for one', async () => {
  await until(async () => (await window.parts('card')).length === 10, 'ten cards');
  const cards = await window.ask('cards');
  const ledger = cards.find((card) => card.choices.role === 'ledger');
  assert.equal(ledger.features, 14);
  assert.ok(ledger.ready, JSON.stringify(ledger.missing));
  const place = cards.indexOf(ledger);
  await window.session.click((await window.parts('card'))[place]);
  await window.part('ledger-joined');
  await window.picture('ledger-card');
  await window.type('card-year-all', '2025');
  await window.click('card-year-apply');
  await until(async () => (await window.ask('cards')).every((card) => card.ready), 'cards that are ready');
  await window.click('card-confirm-all');
  await window.gone('card');
});

test('its findings are those of the command line', async () => {
  await window.click('review-open');
  await window.click('review-run');
  await drawn(window);
  const { review } = await window.ask('project');
  const written = await exported(window, machine);
  const out = join(machine.folder, 'command-line');
  const layers = LAYERS.flatMap((name) => [`--${name.replaceAll('_', '-')}`, join(HUZHOU, `${name}.geojson`)]);
  const args = ['check', '--towns', join(HUZHOU, 'towns.geojson'), '--ledger', join(HUZHOU, 'ledger.csv'), ...layers, '--as-of', review.asOf, '--quiet', '--out', out];
  const done = spawnSync(CLI, args, { encoding: 'utf8' });
  assert.ok(done.status === 0 || done.status === 1, done.stderr);
  same(written, out, ['towns.csv', 'overlaps.csv', 'neighbours.csv', 'findings.geojson', 'review.json']);
  const verdicts = new Set(JSON.parse(readFileSync(join(out, 'review.json'), 'utf8')).findings.map((found) => found.rule));
  assert.ok(verdicts.has('roster_quota') && verdicts.has('category_mix'), [...verdicts].join());
});

test('the towns together show numbers used and free, and what one more would do', async () => {
  await window.click('portfolio-open');
  await until(async () => (await window.parts('portfolio-town')).length === 14, 'fourteen towns');
  assert.match(await window.text('ledger-note'), /13/);
  await window.picture('portfolio');
  await window.click('whatif-open');
  await window.type('whatif-name', '新镇');
  await window.type('whatif-place', '330523');
  await window.click('whatif-ask');
  await window.part('whatif-added');
  const counts = await until(async () => {
    const texts = await window.texts('tally-count');
    return texts.some((text) => text.includes('→')) && texts;
  }, 'numbers then');
  assert.ok(counts.length > 3);
  await window.click('ledger-template');
  await until(() => readdirSync(join(machine.data, 'projects')).some((name) => name.startsWith('台账模板')), 'the template');
  await window.session.press('\uE00C');
});

test("a town's panel has its code, as the command line prints it", async () => {
  const rows = await until(async () => {
    const found = await window.parts('town-row');
    return found.length > 0 && found;
  }, 'towns');
  await window.session.click(rows[0]);
  const code = await window.text('compliance-code');
  const out = join(machine.folder, 'command-line');
  const told = spawnSync(CLI, ['verify', code, '--review', out], { encoding: 'utf8' });
  assert.equal(told.status, 0, `${code}\n${told.stdout}${told.stderr}`);
  await window.run('document.querySelector(\'[data-testid="compliance"]\').scrollIntoView({ block: "center" })');
  await window.picture('town-code');
});
