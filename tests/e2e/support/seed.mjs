// `test` with a fake server in seed mode, and the app served with a config.json that points to it.
import { stack } from './environment.mjs';
import { FakeServer } from './fake-server.mjs';
import { andrew, bayko, londo } from './people.mjs';
import { serveApp } from './served.mjs';
import { expect, test as base } from './test.mjs';

export { expect };

/** The messages of andrewbrown and bayko after a reset: more than a page of the server. */
export const HISTORY = Array.from({ length: 25 }, (_, index) => `Seed message ${index + 1}`);

function configFor(api_url) {
  const { user_pool_id, client_id, endpoint } = stack;
  const cognito = { user_pool_id, client_id, endpoint };
  return { brand: 'Cruddur', cognito, api_url, live_url: null, poll_seconds: 1 };
}

export const test = base.extend({
  seedSite: [
    async ({}, use) => {
      const server = await FakeServer.start('seed');
      const site = await serveApp(configFor(server.api_url));
      await server.set({ frontend: site.address });
      await use({ server, address: site.address });
      await site.stop();
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  /** The server after a reset: `{ server, group, messages, at }`. */
  seed: async ({ seedSite: { server, address } }, use) => {
    await server.reset([andrew, bayko, londo]);
    const group = await server.addGroup([andrew.handle, bayko.handle], { texts: HISTORY });
    const messages = () => server.messages(group);
    await use({ server, group, messages, at: (path) => `${address}${path}` });
  },
});
