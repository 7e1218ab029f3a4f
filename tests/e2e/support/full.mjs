// `test` with a fake server in full mode, and the app served with a config.json that points to it.
import { randomUUID } from 'node:crypto';
import { stack } from './environment.mjs';
import { FakeServer } from './fake-server.mjs';
import { freshAccount } from './people.mjs';
import { serveApp } from './served.mjs';
import { expect, test as base } from './test.mjs';

export { expect };

const WORDS = 'one reads this and scrolls on and reads and scrolls until there is no more of it'.split(' ');

/** Texts of more and fewer words. */
const TEXTS = WORDS.map((_, at) => WORDS.slice(0, 1 + ((at * 7) % WORDS.length)).join(' '));

/** A conversation of two people with `count` messages, of which every third is one's own. */
class Conversation {
  constructor(server, uuid, me, other, count) {
    Object.assign(this, { server, uuid, me, other, count });
  }

  /** The text of message n: its number and some words, as the server generates them. */
  text(n) {
    return `${n} ${TEXTS[n % TEXTS.length]}`;
  }

  /** So many more messages, each sent to every open connection. Gives the text of the last. */
  async write(more = 1) {
    const numbers = Array.from({ length: more }, (_, at) => this.count + at);
    const from = (n) => (n % 3 === 0 ? this.me : this.other).handle;
    this.count += more;
    const messages = numbers.map((n) => ({ from: from(n), text: this.text(n) }));
    await this.server.write(this.uuid, messages);
    return messages.at(-1).text;
  }
}

export const test = base.extend({
  fullSite: [
    async ({}, use) => {
      const server = await FakeServer.start('full');
      const { user_pool_id, client_id, endpoint } = stack;
      const cognito = { user_pool_id, client_id, endpoint };
      const { api_url, live_url } = server;
      const site = await serveApp({ brand: 'Cruddur', cognito, api_url, live_url, poll_seconds: 60 });
      await use({ server, address: site.address });
      await site.stop();
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  /** `{ server, me, at, converse }`: the server without conversations, a person, addresses. */
  full: async ({ fullSite: { server, address } }, use) => {
    const me = await freshAccount('Ida');
    await server.reset([me]);
    const converse = async (count, name = 'Oto') => {
      const mark = randomUUID().slice(0, 8);
      const other = { handle: `${name.toLowerCase()}-${mark}`, name: `${name} ${mark}` };
      await server.addPerson(other);
      const generated = { count, texts: TEXTS };
      const uuid = await server.addGroup([me.handle, other.handle], { generated });
      return new Conversation(server, uuid, me, other, count);
    };
    await use({ server, me, converse, at: (path) => `${address}${path}` });
  },
});
