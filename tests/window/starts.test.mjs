// How the application starts: alone, again, with a project, with something that is none.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Machine } from './application.mjs';
import { DEMO, drawn, KEYS, openDemo } from './journeys.mjs';
import { until } from './webdriver.mjs';

const machine = new Machine();
let window, project;

before(async () => {
  await machine.withBus();
});

after(async () => {
  await window?.close();
  await machine.close();
});

test('a second start hands over and ends', async () => {
  window = await machine.start();
  assert.equal(await machine.again(), 0);
  assert.equal(await machine.again(join(DEMO, 'towns.geojson')), 0);
  await until(async () => (await window.parts('card')).length === 1, 'the card of the file');
});

test('a project given as argument is open when the page is drawn', async () => {
  await window.ask('discard_card', { id: (await window.ask('cards'))[0].id });
  await window.session.press(KEYS.escape);
  await openDemo(window);
  const name = readdirSync(join(machine.data, 'projects')).find((file) => file.endsWith('.gpkg'));
  project = join(machine.folder, 'copy.gpkg');
  await window.ask('close_project');
  writeFileSync(project, readFileSync(join(machine.data, 'projects', name)));
  await window.close();

  window = await machine.start(project);
  await drawn(window);
  assert.equal((await window.ask('project')).name, 'copy');
});

test('a project handed over by a second start is opened in the window', async () => {
  await window.ask('close_project');
  await window.part('start-demo');
  assert.equal(await machine.again('copy.gpkg'), 0);
  await drawn(window);
});

test('size and place of the window are remembered', async () => {
  const wanted = { x: 40, y: 30, width: 1240, height: 760 };
  await window.session.place(wanted);
  await window.leave();
  window = await machine.start();
  const { width, height } = await window.session.place();
  assert.deepEqual({ width, height }, { width: wanted.width, height: wanted.height });
});

test('a damaged project is told in words, and the window lives', async () => {
  await window.close();
  const whole = readFileSync(project);
  const damaged = machine.file('damaged.gpkg', Buffer.concat([whole.subarray(0, 5000), Buffer.alloc(3000, 7)]));
  window = await machine.start(damaged);
  assert.match(await window.text('error-note'), /damaged\.gpkg/);
  await window.picture('damaged');
  assert.equal(await window.ask('project'), null);
});

test('it starts without a session bus', async () => {
  const bare = new Machine();
  const alone = await bare.start();
  try {
    await openDemo(alone);
  } finally {
    await alone.close();
    await bare.close();
  }
});
