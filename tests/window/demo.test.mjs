// The demo county in the real window: its findings, its numbers, its map.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Machine } from './application.mjs';
import { commandLine, exported, handedIn, next, openDemo, reloaded, same, verified } from './journeys.mjs';
import { until } from './webdriver.mjs';

const machine = new Machine();
let window;

before(async () => {
  window = await machine.start();
});

after(async () => {
  await window?.close();
  await machine.close();
});

test('one click on the first screen leads to findings', async () => {
  await window.picture('start');
  await openDemo(window);
  const { total } = await window.ask('findings', { query: {}, offset: 0, limit: 1 });
  assert.ok(total > 0);
  await window.picture('demo');
});

test('what the window writes is what the command line writes', async () => {
  const { review } = await window.ask('project');
  const written = await exported(window, machine);
  const expected = join(machine.folder, 'command-line');
  commandLine(expected, review.asOf);
  same(written, expected, ['towns.csv', 'overlaps.csv', 'neighbours.csv', 'findings.geojson']);
});

test('sheet, opinion and pack are handed in, and the pack verifies', async () => {
  const folder = await handedIn(window, machine);
  assert.deepEqual(readdirSync(join(folder, '审查意见')).sort(), ['opinion.docx', 'opinion.pdf', 'opinion.xlsx']);
  assert.equal(readdirSync(join(folder, '图件')).length, 1);
  const { status, stdout, stderr } = verified(join(folder, '证据包.zip'));
  assert.equal(status, 0, `${stdout}${stderr}`);
  assert.match(stdout, /16 towns reviewed again/);
});

test('N and P step through the findings and the panel follows', async () => {
  const first = await next(window);
  const second = await next(window, first);
  assert.notEqual(first, second);
  await window.picture('finding');
  await window.session.press('p');
  await until(async () => (await window.session.attribute(await window.part('finding-panel'), 'data-finding')) === first, 'the first again');
});

test('a town of the list fills the town’s panel', async () => {
  await window.click('town-row');
  await window.part('town-panel');
  await window.picture('town');
});

test('dark theme and English are one setting away', async () => {
  await window.run(`
    localStorage.setItem('sanxian.settings', JSON.stringify({ ...JSON.parse(localStorage.getItem('sanxian.settings') ?? '{}'), language: 'en', theme: 'dark' }));`);
  await reloaded(window);
  await next(window);
  assert.equal(await window.run('return document.documentElement.lang'), 'en');
  await window.picture('dark');
});

test('tiles come over their scheme in both planes', async () => {
  const tiles = await window.run(`
    const { invoke } = window.__TAURI_INTERNALS__;
    const { layers } = await invoke('project');
    const answers = [];
    for (const plane of await invoke('planes')) {
      for (const layer of layers) {
        const answer = await fetch('tiles://localhost/' + plane.id + '/' + layer.id + '/0/0/0?r=1');
        answers.push([plane.id, layer.id, answer.status, answer.headers.get('content-type'), (await answer.arrayBuffer()).byteLength]);
      }
    }
    return answers;`);
  assert.ok(tiles.length >= 10, JSON.stringify(tiles));
  for (const [plane, layer, status, kind, bytes] of tiles) {
    assert.ok(status === 200 || (status === 204 && bytes === 0), `${plane} ${layer}: ${status}`);
    if (status === 200) assert.equal(kind, 'application/vnd.mapbox-vector-tile');
  }
  assert.ok(tiles.some(([, , status, , bytes]) => status === 200 && bytes > 0));
});

test('a tile of a plane that is not there is refused in words', async () => {
  const [status, words] = await window.run(`
    const answer = await fetch('tiles://localhost/gk0/towns/0/0/0');
    return [answer.status, await answer.text()];`);
  assert.notEqual(status, 200);
  assert.ok(words.length > 10, words);
});
