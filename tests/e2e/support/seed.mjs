// `test` with the seed server, and the app served with a config.json that points to it.
import { SeedServer } from '../seed-server/server.mjs';
import { Store } from '../seed-server/store.mjs';
import { stack } from './environment.mjs';
import { andrew, bayko, londo } from './people.mjs';
import { serveApp } from './served.mjs';
import { expect, test as base } from './test.mjs';

export { expect };

/** What andrewbrown and bayko have said on every fresh store: more than the server ever sends. */
export const TALK = Array.from({ length: 25 }, (_, index) => `Seed message ${index + 1}`);

function configFor(api_url) {
  const { user_pool_id, client_id, endpoint } = stack;
  const cognito = { user_pool_id, client_id, endpoint };
  return { brand: 'Cruddur', cognito, api_url, live_url: null, poll_seconds: 1 };
}

export const test = base.extend({
  seedSite: [
    async ({}, use) => {
      const server = new SeedServer(stack.endpoint);
      const site = await serveApp(configFor(await server.start()));
      server.frontend = site.address;
      await use({ server, address: site.address });
      await site.stop();
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  /** A fresh store on the running server: `{ server, store, group, at }`. */
  seed: async ({ seedSite: { server, address } }, use) => {
    const store = new Store([andrew, bayko, londo]);
    const group = store.converse([andrew.handle, bayko.handle], TALK);
    Object.assign(server, { store, broken: false });
    await use({ server, store, group, at: (path) => `${address}${path}` });
  },
});
