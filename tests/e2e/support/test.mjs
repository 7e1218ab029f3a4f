// Playwright's `test` with what every test here needs.
import { test as base, expect } from '@playwright/test';
import { App } from './app.mjs';
import { watch } from './watch.mjs';

export { expect };

export const test = base.extend({
  /** What the pages of the test's own context said: see watch.mjs. */
  watched: async ({ context }, use) => {
    await use(watch(context));
  },

  /** The app in the test's own page. */
  app: async ({ watched, page }, use) => {
    await use(new App(page));
    // A request that the page makes while the test ends finds no response any more in the test's handler.
    if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    expect(watched.faults, 'faults of the page').toEqual([]);
  },

  /** Opens the app once more in a browser profile of its own: another person, or another device. */
  anotherApp: async ({ browser }, use) => {
    const opened = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      const watched = watch(context);
      opened.push({ context, watched });
      return new App(await context.newPage());
    });
    for (const { context, watched } of opened) {
      await context.close();
      expect(watched.faults, 'faults of another page').toEqual([]);
    }
  },
});
