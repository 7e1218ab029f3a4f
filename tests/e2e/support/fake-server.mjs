// The fake server (crates/fake-server) as a program of its own, and commands to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stack } from './environment.mjs';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

/** The first line that the program prints: its addresses. */
async function addressesOf(child) {
  const lines = createInterface({ input: child.stdout });
  const line = once(lines, 'line').then(([text]) => JSON.parse(text));
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the fake server ended (${code})`);
  });
  return Promise.race([line, ended]);
}

export class FakeServer {
  /** Starts a server of a mode, 'seed' or 'full', on a free port. */
  static async start(mode) {
    // xtask names the program, so that nothing is compiled while tests run; by hand, cargo builds it.
    const [program, ...first] = process.env.CRUDDUR_FAKE_SERVER
      ? [process.env.CRUDDUR_FAKE_SERVER]
      : ['cargo', 'run', '--quiet', '-p', 'cruddur-fake-server', '--'];
    const child = spawn(program, [...first, '--mode', mode, '--cognito', stack.endpoint], {
      cwd: PROJECT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const server = new FakeServer();
    return Object.assign(server, await addressesOf(child), { child });
  }

  /** Closes its standard input, which ends it. */
  async stop() {
    const ended = once(this.child, 'exit');
    this.child.stdin.end();
    await ended;
  }

  async command(command, fields = {}) {
    const answer = await fetch(this.control_url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ command, ...fields }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${command}: ${text}`);
    return JSON.parse(text);
  }

  /** Forgets all data and faults, and closes every connection. People are `{ handle, name }`. */
  reset(people) {
    return this.command('reset', { people: people.map(({ handle, name }) => ({ handle, name })) });
  }

  addPerson({ handle, name }) {
    return this.command('add_person', { handle, name });
  }

  /** Adds a conversation of two handles with `texts`, or with a `generated` history; gives its id. */
  addGroup(members, content) {
    return this.command('add_group', { members, ...content });
  }

  /** Members of a conversation write messages, `{ from, text }` each. */
  write(group, messages) {
    return this.command('write', { group, messages });
  }

  /** The newest page of a conversation, as the API has it. */
  messages(group) {
    return this.command('messages', { group });
  }

  /** The ids of all conversations. */
  groups() {
    return this.command('groups');
  }

  /** Changes `faults` (the switches of the crate's `Faults`), `page` (rows) or `frontend` (an origin). */
  set(fields) {
    return this.command('set', fields);
  }

  /** Every route answers 500 with a page of HTML, or works again. */
  fail(fails) {
    return this.set({ faults: fails ? { error: 500 } : {} });
  }

  /** `METHOD path` of every call since the reset. */
  calls() {
    return this.command('calls');
  }

  /** How many live connections are open. */
  connections() {
    return this.command('connections');
  }

  closeConnections() {
    return this.command('close_connections');
  }

  /** A person is online without a connection, or is so no more. */
  presence(person, online) {
    return this.command('presence', { person, online });
  }

  /** A person writes in a conversation; passed on once in 3 s. */
  typing(person, group) {
    return this.command('typing', { person, group });
  }

  /** The frames that all connections have sent since the reset, parsed. */
  async frames() {
    return (await this.command('frames')).map((text) => JSON.parse(text));
  }
}
