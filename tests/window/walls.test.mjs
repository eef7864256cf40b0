// What a script in the page can reach: the application's own commands, its events and its tiles; nothing else.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Machine, ROOT } from './application.mjs';

const machine = new Machine();
/** Requests that reached a server, which none may. */
const reached = [];
const server = createServer((request, response) => {
  reached.push(request.url);
  response.setHeader('Access-Control-Allow-Origin', '*').end('here');
});
let window, outside;

before(async () => {
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  outside = `http://127.0.0.1:${server.address().port}`;
  window = await machine.start();
});

after(async () => {
  await window?.close();
  server.close();
  await machine.close();
});

/** Every command of Tauri and of the plugins that were built in, as the build recorded them. */
function commandsOfPlugins() {
  const manifests = JSON.parse(readFileSync(join(ROOT, 'src-tauri/gen/schemas/acl-manifests.json'), 'utf8'));
  const found = new Set();
  for (const [plugin, { permissions }] of Object.entries(manifests)) {
    if (plugin === '__app-acl__') continue;
    for (const { commands } of Object.values(permissions)) {
      for (const command of [...commands.allow, ...commands.deny]) found.add(`plugin:${plugin.replace('core:', '')}|${command}`);
    }
  }
  return [...found].sort();
}

/** What the window answers to a command without arguments. */
const answers = (commands) =>
  window.run(
    `const answers = {};
     for (const command of args[0]) {
       answers[command] = await window.__TAURI_INTERNALS__.invoke(command, {}).then(() => 'done', (error) => String(error));
     }
     return answers;`,
    commands,
  );

test('no command of Tauri or a plugin answers, except hearing events', async () => {
  const commands = commandsOfPlugins();
  assert.ok(commands.length > 100, `only ${commands.length} commands were tried`);
  const answering = Object.entries(await answers(commands)).filter(([, answer]) => !/not allowed|not found/.test(answer));
  assert.deepEqual(answering.map(([command]) => command), ['plugin:event|listen', 'plugin:event|unlisten']);
});

test('plugins that are not built in do not answer either', async () => {
  const absent = ['fs|read_file', 'fs|write_file', 'fs|read_dir', 'shell|execute', 'shell|open', 'http|fetch', 'process|exit', 'os|platform', 'sql|load', 'store|load', 'updater|check'];
  for (const [command, answer] of Object.entries(await answers(absent.map((name) => `plugin:${name}`)))) {
    assert.match(answer, /not allowed|not found/, command);
  }
});

test('a command that the capability does not name is refused', async () => {
  assert.match((await answers(['worker']))['worker'], /not allowed|not found/);
});

test('no request leaves the page, by whatever way', async () => {
  await fetch(`${outside}/from-the-test`);
  assert.deepEqual(reached.splice(0), ['/from-the-test'], 'the server does answer');
  const ways = await window.run(
    `const [outside] = args;
     const settled = {};
     const ended = (name, promise) => promise.then(() => (settled[name] = 'through'), () => (settled[name] = 'stopped'));
     const loaded = (tag, set) => new Promise((yes, no) => {
       const element = Object.assign(document.createElement(tag), { onload: yes, onerror: no });
       set(element);
       document.body.append(element);
       setTimeout(no, 3000);
     });
     await Promise.all([
       ended('fetch', fetch(outside + '/fetch')),
       ended('fetch without cors', fetch(outside + '/no-cors', { mode: 'no-cors' })),
       ended('remote host', fetch('https://example.com/')),
       ended('own server', fetch(location.origin + '/index.html')),
       ended('XMLHttpRequest', new Promise((yes, no) => {
         const request = Object.assign(new XMLHttpRequest(), { onload: yes, onerror: no });
         request.open('GET', outside + '/xhr');
         request.send();
       })),
       ended('WebSocket', new Promise((yes, no) => {
         const socket = new WebSocket(outside.replace('http', 'ws') + '/socket');
         Object.assign(socket, { onopen: yes, onerror: no });
       })),
       ended('EventSource', new Promise((yes, no) => Object.assign(new EventSource(outside + '/events'), { onopen: yes, onerror: no }))),
       ended('image', loaded('img', (e) => (e.src = outside + '/image.png'))),
       ended('script', loaded('script', (e) => (e.src = outside + '/script.js'))),
       ended('style sheet', loaded('link', (e) => Object.assign(e, { rel: 'stylesheet', href: outside + '/style.css' }))),
       ended('module', import(outside + '/module.js')),
       ended('worker', new Promise((yes, no) => Object.assign(new Worker(outside + '/worker.js'), { onmessage: yes, onerror: no }))),
     ]);
     navigator.sendBeacon?.(outside + '/beacon');
     document.body.append(Object.assign(document.createElement('iframe'), { src: outside + '/frame' }));
     window.open(outside + '/window');
     const form = Object.assign(document.createElement('form'), { action: outside + '/form', method: 'get' });
     document.body.append(form);
     form.submit();
     location.href = outside + '/away';
     await new Promise((later) => setTimeout(later, 500));
     return settled;`,
    outside,
  );
  assert.deepEqual(Object.entries(ways).filter(([, how]) => how !== 'stopped'), []);
  assert.deepEqual(reached, []);
  assert.match(await window.session.url(), /^tauri:\/\/localhost/);
});

test('text never becomes code', async () => {
  const did = await window.run(`
    window.ran = [];
    const attempts = {
      eval: () => eval('1'),
      Function: () => new Function('return 1')(),
    };
    for (const [name, attempt] of Object.entries(attempts)) {
      try { attempt(); window.ran.push(name); } catch { /* as it should be */ }
    }
    const script = document.createElement('script');
    script.textContent = 'window.ran.push("inline script")';
    document.body.append(script);
    const holder = document.createElement('div');
    holder.innerHTML = '<img src="data:," onerror="window.ran.push(\\'handler\\')"><a href="javascript:window.ran.push(\\'link\\')">x</a>';
    document.body.append(holder);
    holder.querySelector('a').click();
    setTimeout('window.ran.push("timer")', 0);
    await new Promise((later) => setTimeout(later, 300));
    return window.ran;`);
  assert.deepEqual(did, []);
});

test('the language’s own objects cannot be bent', async () => {
  assert.equal(await window.run('return Object.isFrozen(Object.prototype)'), true);
  assert.equal(await window.run('return "__TAURI__" in window'), false);
});

test('tiles answer to their addresses only, and say in words why not', async () => {
  const status = await window.run(`
    const statuses = {};
    for (const address of ['gk120/towns/0/0', '../../etc/passwd', 'gk120/towns/0/1/0', 'GK120/towns/0/0/0', 'gk120/towns/0/0/0?x=1']) {
      const answer = await fetch('tiles://localhost/' + address);
      statuses[address] = [answer.status, (await answer.text()).length > 0];
    }
    return statuses;`);
  for (const [address, answer] of Object.entries(status)) assert.deepEqual(answer, [400, true], address);
});
