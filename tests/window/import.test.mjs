// A reviewer's day: files are handed to the running window, become cards, are reviewed, judged, exported, and found again.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Machine } from './application.mjs';
import { commandLine, drawn, exported, KEYS, LAYERS, next, same, townsInGbk } from './journeys.mjs';
import { until } from './webdriver.mjs';

const machine = new Machine();
let window, decided, zip;

before(async () => {
  await machine.withBus();
  window = await machine.start();
});

after(async () => {
  await window?.close();
  await machine.close();
});

test('files given to a second start become cards of the first', async () => {
  zip = machine.file('申报材料.zip', townsInGbk());
  assert.equal(await machine.again('申报材料.zip', ...LAYERS), 0, `with ${zip}`);
  await until(async () => (await window.parts('card')).length === 5, 'five cards');
  await window.picture('import');
  const cards = await window.ask('cards');
  const towns = cards.find((card) => card.file.includes('.zip'));
  assert.equal(towns.choices.role, 'towns', towns.roleReason.en);
  assert.match(towns.encodings[0].name, /^GB/);
  assert.ok(towns.encodings[0].rows.flat().includes('澄心智造小镇'), JSON.stringify(towns.encodings[0].rows[0]));
});

test('nothing is stored before the reviewer confirms', async () => {
  assert.deepEqual(machine.files().filter((name) => name.endsWith('.gpkg')), []);
});

test('a town whose rings need a large repair waits for the reviewer', async () => {
  const waiting = async () => (await window.ask('cards')).filter((card) => card.wantsRepairDecision && !card.ready);
  assert.deepEqual((await waiting()).map((card) => card.choices.role), ['towns']);
  await window.run(`[...document.querySelectorAll('[data-testid="card"]')].find((card) => card.textContent.includes('.zip')).click(); return true`);
  await window.click('card-repairs');
  await until(async () => (await waiting()).length === 0, 'the decision to be taken');
});

test('cards are imported as they stand', async () => {
  // Results rest on control lines of a year: only that is asked, once for all of them.
  const open = (await window.ask('cards')).filter((card) => !card.ready);
  assert.deepEqual(open.map((card) => [card.choices.role, card.missing.length]).sort(), [['basic_farmland', 1], ['eco_redline', 1], ['urban_boundary', 1]]);
  await window.type('card-year-all', '2025');
  await window.click('card-year-apply');
  await until(async () => (await window.ask('cards')).every((card) => card.ready), 'cards that are ready');
  await window.click('card-confirm-all');
  await window.gone('card');
  const { towns } = await window.ask('project');
  assert.equal(towns, 16);
});

test('the review finds what the command line finds', async () => {
  await window.click('review-open');
  await window.picture('review');
  await window.click('review-run');
  await drawn(window);
  const { review } = await window.ask('project');
  const written = await exported(window, machine);
  const expected = join(machine.folder, 'command-line');
  commandLine(expected, review.asOf, zip);
  same(written, expected, ['towns.csv', 'overlaps.csv', 'neighbours.csv', 'findings.geojson']);
});

test('a decision is recorded', async () => {
  decided = await next(window);
  await window.click('decide-confirm');
  await window.type('decide-words', '实地核对无误');
  await window.type('decide-reviewer', '李敏');
  await window.click('decide-save');
  await window.part('decision-note');
  await window.picture('decision');
});

test('a closed project opens from the first screen with its decision', async () => {
  await window.ask('close_project');
  await window.part('start-recent');
  await window.picture('recents');
  await window.click('start-recent');
  await drawn(window);
  assert.equal((await window.ask('finding', { id: decided })).decision.comment, '实地核对无误');
});

test('a window that was ended without a word loses nothing', async () => {
  await window.close();
  window = await machine.start();
  await window.click('start-recent');
  await drawn(window);
  const { decision } = await window.ask('finding', { id: decided });
  assert.deepEqual([decision.kind, decision.comment, decision.reviewer], ['confirm', '实地核对无误', '李敏']);
  assert.equal(await next(window), decided);
  await window.part('decision-note');
});

test('a review after a decision keeps it', async () => {
  await window.session.press('R');
  await until(async () => {
    const { review } = await window.ask('project');
    return review?.decided === 1 && (await window.parts('progress')).length === 0;
  }, 'the review to end');
  assert.equal((await window.ask('finding', { id: decided })).decision.kind, 'confirm');
  await window.session.press(KEYS.escape);
});
