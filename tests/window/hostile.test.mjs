// Files that strangers could send: each ends in words, and the window lives on.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Machine, ROOT } from './application.mjs';
import { KEYS, openDemo } from './journeys.mjs';
import { until } from './webdriver.mjs';

const FOREIGN = join(process.env.SANXIAN_REAL ?? join(ROOT, '../shared/real'), 'hostile');
/** What the application may hold at its worst; workers, which parse, have limits of their own. */
const MOST_MEMORY_KB = 1024 * 1024;

const machine = new Machine();
let window;

before(async () => {
  await machine.withBus();
  window = await machine.start();
});

after(async () => {
  await window?.close();
  await machine.close();
});

/** Hands the files over and waits until each has become cards. */
async function given(...paths) {
  const before = (await window.ask('cards')).length;
  assert.equal(await machine.again(...paths), 0);
  return until(async () => {
    const cards = await window.ask('cards');
    const looking = (await window.parts('progress')).length > 0;
    return !looking && cards.length > before && cards;
  }, 'the cards');
}

const chinese = /[\u4e00-\u9fff]/;

test('broken and lying files become cards that say what is wrong', async () => {
  const files = [
    machine.file('nothing.geojson', ''),
    machine.file('text.shp', 'not a shapefile at all'),
    machine.file('cut.zip', Buffer.from('PK\x03\x04\x14\x00', 'latin1')),
    machine.file('noise.gpkg', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251))),
    machine.file('deep.geojson', '['.repeat(100_000)),
  ];
  const cards = await given(...files);
  for (const card of cards) {
    assert.ok(card.failure, card.file);
    assert.match(card.failure.message.zh, chinese, card.file);
    assert.match(card.failure.hint.zh, chinese, card.file);
    assert.ok(!card.ready, card.file);
  }
  await window.picture('failed-cards');
  for (const { id } of cards) await window.ask('discard_card', { id });
});

test('markup, formulas and endless words in attributes are shown as text', async () => {
  const name = '<script>document.title="ran"</script><img src=x onerror=\'document.title="ran"\'>=cmd|/C calc\u202E';
  const square = (x) => [[[x, 30], [x + 0.02, 30], [x + 0.02, 30.02], [x, 30.02], [x, 30]]];
  const feature = (id, x, XZMC) => ({ type: 'Feature', properties: { XZBM: id, XZMC, XZJB: '省级' }, geometry: { type: 'Polygon', coordinates: square(x) } });
  const towns = { type: 'FeatureCollection', features: [feature('A', 120, name), feature('B', 120.1, '镇'.repeat(20_000))] };
  await given(machine.file('特色小镇.geojson', JSON.stringify(towns)));
  await window.click('card-confirm');
  await until(async () => (await window.parts('town-row')).length === 2, 'both towns');
  const [row] = await window.parts('town-row');
  assert.match(await window.session.text(row), /<script>/);
  assert.doesNotMatch(await window.run('return document.title'), /ran/);
  await window.picture('text-stays-text');
});

test('the foreign corpus leaves the window alive and its memory bounded', async (t) => {
  if (!existsSync(FOREIGN)) return t.skip(`${FOREIGN} is not at hand (SANXIAN_REAL names the folder of foreign files)`);
  const files = readdirSync(FOREIGN).map((name) => join(FOREIGN, name));
  const cards = await given(...files);
  for (const card of cards.filter(({ failure }) => failure)) assert.match(card.failure.message.zh, chinese, card.file);
  const ready = cards.filter((card) => card.ready && !card.failure);
  for (const { id, file } of ready) {
    const answer = await window.ask('confirm_cards', { ids: [id], job: [1, '__CHANNEL__:0'] }).then(() => 'imported', String);
    t.diagnostic(`${file}: ${answer.slice(0, 200)}`);
  }
  await window.picture('hostile');
  assert.ok(window.memory() < MOST_MEMORY_KB, `${window.memory()} kB`);
  for (const { id } of await window.ask('cards')) await window.ask('discard_card', { id });
  await window.session.press(KEYS.escape);
  await window.ask('close_project');
  await openDemo(window);
});
