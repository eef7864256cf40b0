// Prints how the real window answers on a large project; `./bench ui` makes the project and calls this under Xvfb.
//
//   node tests/window/bench.mjs DATA     DATA = what `window_project` made: projects/bench.gpkg, projects/rows.gpkg
//
// Everything is measured from outside: the page is asked through the driver, and counts its own frames while the driver
// moves the pointer. The application has no part in it.
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { Machine } from './application.mjs';
import { until } from './webdriver.mjs';

// The renderer that the application takes by itself on a machine without a card; the tests' own, which draws through an
// imitated card because the driver takes its pictures there, is no renderer that anybody works with. `=0` measures that one.
process.env.WEBKIT_DISABLE_DMABUF_RENDERER ??= '1';

const data = resolve(process.argv[2] ?? 'target/bench/window');
/** Frames of a screen, ms. */
const FRAME_MS = 1000 / 60;
const DRAWN = `const canvas = document.querySelector('[data-testid="map-canvas"]');
  return canvas !== null && canvas.getAttribute('aria-busy') !== 'true' && document.querySelector('[data-testid="finding-row"][data-finding]') !== null`;

/** Milliseconds since the epoch at which a process was started, to 10 ms. */
function startOf(pid) {
  const ticks = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[19]);
  const boot = Number(/btime (\d+)/.exec(readFileSync('/proc/stat', 'utf8'))[1]);
  const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
  // btime is whole seconds; the uptime says where between them the machine was started
  const booted = Math.abs(Date.now() / 1000 - uptime - boot) < 2 ? Date.now() / 1000 - uptime : boot;
  return (booted + ticks / 100) * 1000;
}

/** Waits in the page, frame by frame, until the map is drawn and findings stand in the table; gives when that was. */
const drawn = (window) =>
  window.run(`let quiet = 0;
    const is = () => { ${DRAWN} };
    for (;;) {
      await new Promise(requestAnimationFrame);
      quiet = is() ? quiet + 1 : 0;
      if (quiet === 1) globalThis.drawnAt = Date.now();
      if (quiet === 6) return globalThis.drawnAt; // still drawn a moment later
    }`);

const percentile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0;
const say = (what, value) => console.log(`${what.padEnd(58)} ${value}`);

/** A machine that keeps the project among its own things. */
function machineWith(project) {
  const machine = new Machine();
  mkdirSync(join(machine.data, 'projects'), { recursive: true });
  symlinkSync(join(data, 'baselines'), join(machine.data, 'baselines'));
  const path = join(machine.data, 'projects', `${project}.gpkg`);
  cpSync(join(data, 'projects', `${project}.gpkg`), path);
  return { machine, path };
}

async function reopened(project) {
  const { machine, path } = machineWith(project);
  await machine.withBus();
  const begun = Date.now();
  const window = await machine.start(path);
  const at = await drawn(window);
  say(`${project}: start of the program with the project → map drawn`, `${Math.round(at - startOf(window.session.application))} ms (with the driver ${at - begun} ms)`);
  return { machine, window };
}

/** Closes the project and opens it from the first screen. */
async function openedAgain(window, project) {
  await window.ask('close_project');
  await until(async () => (await window.parts('start-recent')).length > 0, 'the first screen');
  await pause(500);
  const at = await window.run(`const [recent] = document.querySelectorAll('[data-testid="start-recent"]');
    globalThis.clickedAt = Date.now();
    recent.click();
    return globalThis.clickedAt`);
  say(`${project}: a click on the first screen → map drawn`, `${(await drawn(window)) - at} ms`);
}

/** Drags the map about; the page counts the time between its frames. */
async function pan(window, where) {
  const box = await window.run(`const { x, y, width, height } = document.querySelector('[data-testid="map-canvas"]').getBoundingClientRect();
    globalThis.frames = [];
    globalThis.counting = true;
    (function count(at) { if (globalThis.counting) { globalThis.frames.push(at); requestAnimationFrame(count); } })(performance.now());
    return { x, y, width, height }`);
  const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
  const steps = Array.from({ length: 60 }, (_, at) => ({
    type: 'pointerMove',
    duration: 16,
    origin: 'viewport',
    x: Math.round(x - (Math.sin(at / 10) * box.width) / 4),
    y: Math.round(y - (Math.sin(at / 7) * box.height) / 5),
  }));
  await window.session.point([{ type: 'pointerMove', duration: 0, origin: 'viewport', x, y }, { type: 'pointerDown', button: 0 }, ...steps, { type: 'pointerUp', button: 0 }]);
  const frames = await window.run('globalThis.counting = false; return globalThis.frames');
  const gaps = frames.slice(1).map((at, before) => at - frames[before]);
  say(`pan, ${where}: time from frame to frame`, `p50 ${percentile(gaps, 0.5).toFixed(0)} ms, p95 ${percentile(gaps, 0.95).toFixed(0)} ms, longest ${Math.max(...gaps).toFixed(0)} ms (${gaps.length} frames)`);
  await drawn(window);
}

/** Pixels a frame: reading, dragging, leaping. */
const SPEEDS = [40, 400, 4000, 40_000];

/** Scrolls through the whole table; looks at every frame whether the rows cover it, and whether they are filled. */
async function scroll(window, project) {
  const seen = { total: 0, frames: 0, gaps: 0, empty: 0, times: [], waits: [] };
  for (const speed of SPEEDS) {
    const { total, frames, gaps, empty, times, waits } = await scrolledAt(window, speed);
    seen.total = total;
    seen.frames += frames;
    seen.gaps += gaps;
    seen.empty += empty;
    seen.times.push(...times);
    seen.waits.push(...waits);
  }
  say(`${project}: table of ${seen.total.toLocaleString('en')} rows, frames with a gap`, `${seen.gaps} of ${seen.frames}`);
  say(`${project}: frames that show rows before their text has come`, `${seen.empty}; they wait p95 ${percentile(seen.waits, 0.95).toFixed(0)} ms`);
  say(`${project}: time from frame to frame while it scrolls`, `p50 ${percentile(seen.times, 0.5).toFixed(0)} ms, p95 ${percentile(seen.times, 0.95).toFixed(0)} ms`);
}

/** A hundred frames at one speed: a call of its own, for the driver's patience with one is limited. */
function scrolledAt(window, speed) {
  return window.run(`const [speed] = args;
    const table = document.querySelector('#findings-table');
    const total = Number(table.getAttribute('aria-rowcount')) - 1;
    const end = table.scrollHeight - table.clientHeight;
    const result = { total, frames: 0, gaps: 0, empty: 0, times: [], waits: [] };
    const rows = () => [...table.querySelectorAll('[data-testid="finding-row"]')];
    const from = speed === ${SPEEDS[0]} ? 0 : Math.random() * end * 0.3;
    let waiting = null;
    let before = null;
    for (let step = 0; step < 100; step += 1) {
      table.scrollTop = Math.min(end, from + speed * step);
      const at = await new Promise(requestAnimationFrame);
      if (before !== null) result.times.push(at - before);
      before = at;
      result.frames += 1;
      await new Promise((next) => { const channel = new MessageChannel(); channel.port1.onmessage = next; channel.port2.postMessage(0); });
      const view = table.getBoundingClientRect();
      const shown = rows().map((row) => [row.getBoundingClientRect(), row.dataset.finding]).filter(([box]) => box.bottom > view.top + 30 && box.top < view.bottom);
      const [top, bottom] = [Math.min(...shown.map(([box]) => box.top)), Math.max(...shown.map(([box]) => box.bottom))];
      if (shown.length === 0 || top > view.top + 30 || bottom < view.bottom - 2) result.gaps += 1;
      const bare = shown.some(([, finding]) => finding === undefined);
      if (bare) result.empty += 1;
      if (bare && waiting === null) waiting = at;
      if (!bare && waiting !== null) { result.waits.push(at - waiting); waiting = null; }
    }
    return result`, speed);
}

/** CPU seconds that the application's own process has used. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Seconds until the application has come to rest: half a second in which it uses a tenth of it at most. */
async function rest(pid) {
  const begun = Date.now();
  for (let before = cpuSeconds(pid), calm = begun; ; ) {
    await pause(100);
    const now = cpuSeconds(pid);
    if (now - before > 0.01) calm = Date.now();
    before = now;
    if (Date.now() - calm >= 500) return (calm - begun) / 1000;
  }
}

/** Long jobs of the bench, each with the clicks that begin it. */
const JOBS = {
  review: ['review-open', 'review-run'],
  export: ['export-open', 'export-run'],
  'hand in': ['handin-open', 'handin-run'],
};

/**
 * Begins a job, stops it `after` ms by its button, and tells how long the window took to be free again, and for how much
 * longer the program was busy with it.
 */
async function cancelled(window, name, after) {
  const [open, go] = JOBS[name];
  await window.click(open);
  await window.part(go);
  await window.click(go);
  const result = await window.run(`const [after] = args;
    const part = (id) => document.querySelector('[data-testid="' + id + '"]');
    const frame = () => new Promise(requestAnimationFrame);
    const begun = performance.now();
    while (part('progress') === null) {
      if (performance.now() - begun > 5000) return null;
      await frame();
    }
    const shown = performance.now() - begun;
    while (performance.now() - begun < after && part('progress') !== null) await frame();
    const how = part('progress')?.textContent?.trim() ?? null;
    const stopped = performance.now();
    part('cancel')?.click();
    while (part('progress') !== null) await frame();
    return { shown, how, took: performance.now() - stopped }`, after);
  if (result === null || result.how === null) say(`cancel of a ${name} after ${after} ms`, 'was done before');
  else say(`cancel of a ${name} after ${after} ms`, `answered after ${result.took.toFixed(0)} ms (${result.how}); at rest ${(await rest(window.session.application)).toFixed(1)} s later`);
  await withoutDialog(window);
}

/** Closes what stands over the window. */
async function withoutDialog(window) {
  await window.run(`document.activeElement?.blur(); return true`);
  for (let tries = 0; tries < 3 && (await window.run(`return document.querySelector('[role="dialog"]') !== null`)); tries += 1) {
    await window.session.press('\uE00C'); // Escape
    await pause(300);
  }
}

/** Begins a review of everything and tells when the first town's areas stand in the window; then stops it. */
async function firstResult(window) {
  await window.click('review-open');
  await window.part('review-run');
  const [after, words] = await window.run(`const part = (id) => document.querySelector('[data-testid="' + id + '"]');
    const begun = performance.now();
    part('review-run').click();
    while (part('first-result') === null) {
      if (performance.now() - begun > 20_000) return [null, ''];
      await new Promise(requestAnimationFrame);
    }
    return [performance.now() - begun, part('first-result').textContent]`);
  say('click on review → first result', after === null ? 'none was shown' : `${after.toFixed(0)} ms (${words.trim()})`);
  await window.run(`document.querySelector('[data-testid="cancel"]')?.click(); return true`);
  await window.gone('progress');
  await rest(window.session.application);
  await withoutDialog(window);
}

async function main() {
  console.log(`the real window (${dirname(data)}), a frame of the screen is ${FRAME_MS.toFixed(0)} ms`);
  say('renderer', process.env.WEBKIT_DISABLE_DMABUF_RENDERER === '0' ? 'for graphics cards' : 'plain');
  const { machine, window } = await reopened('bench');
  await openedAgain(window, 'bench');
  await pan(window, 'all of it');
  const town = (await window.parts('town-row'))[2];
  await window.session.click(town);
  await pause(1500);
  await drawn(window);
  await pan(window, 'one town');
  await firstResult(window);
  for (const [name, ...moments] of [['review', 300, 1500, 5000], ['export', 300, 1500, 4000], ['hand in', 300, 2000, 6000]]) {
    for (const after of moments) await cancelled(window, name, after);
  }
  await window.close();
  await machine.close();
  const rows = await reopened('rows');
  await openedAgain(rows.window, 'rows');
  await scroll(rows.window, 'rows');
  await rows.window.close();
  await rows.machine.close();
}

await main();
