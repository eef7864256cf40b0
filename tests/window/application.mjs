// The application under test: its own folders, its own session bus, nothing of the user's.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { setTimeout as pause } from 'node:timers/promises';

import { open, until } from './webdriver.mjs';

export const ROOT = resolve(import.meta.dirname, '../..');
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
const DESKTOP = process.env.SANXIAN_DESKTOP ?? join(TARGET, 'debug/sanxian-desktop');
export const CLI = process.env.SANXIAN ?? join(TARGET, 'debug/sanxian');
const SCREENSHOTS = join(TARGET, 'screenshots');

/** A machine of its own to start the application on, as often as a test likes. */
export class Machine {
  folder = mkdtempSync(join(tmpdir(), 'sanxian-window-'));
  #bus = null;
  #env;

  constructor() {
    const place = (name) => {
      const path = join(this.folder, name);
      mkdirSync(path, { mode: 0o700 });
      return path;
    };
    this.#env = {
      ...process.env,
      HOME: place('home'),
      XDG_DATA_HOME: place('data'),
      XDG_CONFIG_HOME: place('config'),
      XDG_CACHE_HOME: place('cache'),
      XDG_RUNTIME_DIR: place('runtime'),
      TAURI_WEBVIEW_AUTOMATION: 'true',
      GDK_BACKEND: 'x11',
      LIBGL_ALWAYS_SOFTWARE: '1',
      // The driver waits for ever for pictures of the plain renderer, which the application takes without a card.
      WEBKIT_DISABLE_DMABUF_RENDERER: process.env.WEBKIT_DISABLE_DMABUF_RENDERER ?? '0',
      NO_AT_BRIDGE: '1',
      GSETTINGS_BACKEND: 'memory',
    };
    // Without a bus the application must start all the same; a test that needs one says so.
    delete this.#env.DBUS_SESSION_BUS_ADDRESS;
  }

  /** A session bus, as every desktop has one. */
  async withBus() {
    this.#bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [address] = await new Promise((told, gone) => {
      this.#bus.stdout.setEncoding('utf8').once('data', (text) => told(text.trim().split('\n')));
      this.#bus.once('error', gone);
    });
    this.#env.DBUS_SESSION_BUS_ADDRESS = address;
    return this;
  }

  /** Writes a file for the application to be given. */
  file(name, bytes) {
    const path = join(this.folder, name);
    writeFileSync(path, bytes);
    return path;
  }

  /** The folder where the application keeps its things. */
  get data() {
    return join(this.#env.XDG_DATA_HOME, 'org.sanxian.desktop');
  }

  get config() {
    return join(this.#env.XDG_CONFIG_HOME, 'org.sanxian.desktop');
  }

  /** Starts the application and waits until its page is drawn. */
  async start(...args) {
    const window = new Window(await open(DESKTOP, args, this.#env));
    try {
      await until(() => window.run('return document.querySelector("#app")?.childElementCount > 0'), 'the page');
      return window;
    } catch (error) {
      await window.close();
      throw error;
    }
  }

  /** Starts the program a second time; gives its exit status. */
  again(...args) {
    const second = spawn(DESKTOP, args, { env: this.#env, stdio: 'inherit', cwd: this.folder });
    return new Promise((ended, failed) => second.once('exit', ended).once('error', failed));
  }

  /** All files of the application's folder, relative. */
  files() {
    return readdirSync(this.data, { recursive: true }).map(String).sort();
  }

  async close() {
    this.#bus?.kill();
    // The processes of a page end a moment after it, and write until then.
    await until(() => {
      rmSync(this.folder, { recursive: true, force: true });
      return true;
    }, 'the folders to be let go');
  }
}

/** The application's window, by the ids its pages give their parts. */
export class Window {
  constructor(session) {
    this.session = session;
  }

  run(body, ...args) {
    return this.session.run(body, ...args);
  }

  /** Parts with this id. */
  parts(id) {
    return this.session.all(`[data-testid="${id}"]`);
  }

  /** Waits for a part and gives the first. */
  async part(id) {
    const [first] = await until(async () => {
      const found = await this.parts(id);
      return found.length > 0 && found;
    }, `“${id}”`);
    return first;
  }

  /** Clicks a part as soon as it can be clicked: one that waits for other work takes no click and says nothing. */
  async click(id) {
    const waits = `return document.querySelector('[data-testid="${id}"]')?.matches(':disabled, [aria-disabled="true"]') ?? true`;
    await until(async () => {
      const part = await this.part(id);
      if (await this.run(waits)) return false;
      await this.session.click(part);
      return true;
    }, `a click on “${id}”`);
  }

  /** Types into a part as soon as it takes text. */
  async type(id, text) {
    await until(async () => {
      await this.session.type(await this.part(id), text);
      return true;
    }, `text in “${id}”`);
  }

  /** Text of the first part with this id. */
  async text(id) {
    return this.session.text(await this.part(id));
  }

  /** Texts of all of them. */
  async texts(id) {
    return Promise.all((await this.parts(id)).map((part) => this.session.text(part)));
  }

  /** Waits until no part has this id. */
  async gone(id) {
    await until(async () => (await this.parts(id)).length === 0, `“${id}” to go`);
  }

  /** Asks the application as its page does. */
  ask(command, args = {}) {
    return this.run('return window.__TAURI_INTERNALS__.invoke(args[0], args[1])', command, args);
  }

  /** Most memory that the application's own process has held so far, kB. */
  memory() {
    const status = readFileSync(`/proc/${this.session.application}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]);
  }

  /** Keeps a picture of the window, once what it shows has settled: two frames drawn, no tile of the map on its way. */
  async picture(name) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await pause(400); // panes slide and the map flies for this long
    await until(() => this.run('return !document.querySelector(\'[data-testid="map-canvas"][aria-busy="true"]\')'), 'the map to be drawn');
    await pause(200);
    writeFileSync(join(SCREENSHOTS, `${name}.png`), await this.session.screenshot());
  }

  /** Ends it as a reviewer does. */
  leave() {
    return this.session.leave();
  }

  /** Ends it as a power cut does. */
  close() {
    return this.session.close();
  }
}
