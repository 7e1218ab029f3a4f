// `test` with a full server of the test's own, and the app served with a config.json that points to it.
import { randomUUID } from 'node:crypto';
import { FullServer } from '../full-server/server.mjs';
import { Talk } from '../full-server/talk.mjs';
import { stack } from './environment.mjs';
import { freshAccount } from './people.mjs';
import { serveApp } from './served.mjs';
import { expect, test as base } from './test.mjs';

export { expect };

export const test = base.extend({
  fullSite: [
    async ({}, use) => {
      const server = new FullServer();
      const { user_pool_id, client_id, endpoint } = stack;
      const cognito = { user_pool_id, client_id, endpoint };
      const config = { brand: 'Cruddur', cognito, ...(await server.start()), poll_seconds: 60 };
      const site = await serveApp(config);
      await use({ server, address: site.address });
      await site.stop();
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  /** `{ server, me, at, converse }`: the server without conversations, a person, addresses. */
  full: async ({ fullSite: { server, address } }, use) => {
    Object.assign(server, { talks: [], limit: 50 });
    const me = await freshAccount('Ida');
    const converse = (count, name = 'Oto') => {
      const mark = randomUUID().slice(0, 8);
      const other = { handle: `${name.toLowerCase()}-${mark}`, name: `${name} ${mark}` };
      const talk = new Talk(randomUUID(), me, other, count);
      server.talks.push(talk);
      return talk;
    };
    await use({ server, me, converse, at: (path) => `${address}${path}` });
  },
});
