// WebDriver over fetch: just what the window tests need of it.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** How long anything may take before a test gives up: generous, because machines differ. */
const PATIENCE_MS = 120_000;

/** Waits until `question` answers with something true; a throw counts as no. */
export async function until(question, what, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  for (let last; ; await pause(50)) {
    try {
      const answer = await question();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`, { cause: last });
  }
}

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Starts `binary` under WebKitWebDriver. */
export async function open(binary, args, env) {
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  // A test that fails before it holds the session must not leave the window behind.
  process.once('exit', () => {
    children(driver.pid).forEach((pid) => process.kill(pid));
    driver.kill();
  });
  const gone = new Promise((_, reject) => driver.once('error', reject));
  const listening = until(
    () => new Promise((yes, no) => connect(port, '127.0.0.1', function () { this.end(); yes(true); }).once('error', no)),
    'WebKitWebDriver',
  );
  await Promise.race([listening, gone]);
  const root = `http://127.0.0.1:${port}/session`;
  try {
    const browser = { 'webkitgtk:browserOptions': { binary, args } };
    const { sessionId } = await call('POST', root, { capabilities: { alwaysMatch: { ...browser, timeouts: { script: PATIENCE_MS } } } });
    return new Session(`${root}/${sessionId}`, driver);
  } catch (error) {
    driver.kill();
    throw error;
  }
}

async function call(method, url, body) {
  const answer = await fetch(url, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** A window and what can be done in it. */
export class Session {
  #root;
  #driver;

  constructor(root, driver) {
    this.#root = root;
    this.#driver = driver;
  }

  #ask(method, path, body) {
    return call(method, this.#root + path, body);
  }

  /** Runs `body` (of a function with `arguments`) in the page; a promise is waited for. */
  async run(body, ...args) {
    const script = `const done = arguments[arguments.length - 1];
      (async (...args) => { ${body} })(...[...arguments].slice(0, -1))
        .then((value) => done({ value }), (error) => done({ error: String(error?.stack ?? error?.message ?? JSON.stringify(error)) }));`;
    const answer = await this.#ask('POST', '/execute/async', { script, args });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  /** The elements that match a CSS selector. */
  async all(selector) {
    const found = await this.#ask('POST', '/elements', { using: 'css selector', value: selector });
    return found.map((element) => element[ELEMENT]);
  }

  /** Text of an element as it is seen. */
  text(element) {
    return this.#ask('GET', `/element/${element}/text`);
  }

  attribute(element, name) {
    return this.#ask('GET', `/element/${element}/attribute/${name}`);
  }

  click(element) {
    return this.#ask('POST', `/element/${element}/click`, {});
  }

  type(element, text) {
    return this.#ask('POST', `/element/${element}/value`, { text });
  }

  /** Presses keys one after the other, wherever the focus is. */
  press(...keys) {
    const actions = keys.flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    return this.#ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Moves and presses the mouse. */
  point(actions) {
    return this.#ask('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
  }

  /** Size and place of the window; moves it there first when they are given. */
  place(wanted) {
    return wanted ? this.#ask('POST', '/window/rect', wanted) : this.#ask('GET', '/window/rect');
  }

  url() {
    return this.#ask('GET', '/url');
  }

  async screenshot() {
    return Buffer.from(await this.#ask('GET', '/screenshot'), 'base64');
  }

  /** The application's process. */
  get application() {
    return children(this.#driver.pid)[0];
  }

  /** Clicks the cross: the application ends by itself. */
  async leave() {
    const { application } = this;
    execFileSync('python3', [join(import.meta.dirname, 'close.py'), String(application)]);
    await until(() => ended(application), 'the application to end');
    this.#driver.kill();
  }

  /** Ends the application, which learns nothing of it, and the driver. */
  async close() {
    const application = this.application;
    try {
      await this.#ask('DELETE', '');
      await until(() => ended(application), 'the application to end');
    } finally {
      this.#driver.kill();
    }
  }
}

/** Processes that a process started. */
function children(process) {
  try {
    return readFileSync(`/proc/${process}/task/${process}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Whether a process is gone with all its threads, or only waits to be counted out by whoever started it. */
function ended(process) {
  try {
    const zombie = /\) [ZX] /.test(readFileSync(`/proc/${process}/stat`, 'utf8'));
    return zombie && readdirSync(`/proc/${process}/task`).length === 1;
  } catch {
    return true;
  }
}
