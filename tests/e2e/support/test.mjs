// Playwright's `test` with what every test here needs.
import { test as base, expect } from '@playwright/test';
import { App } from './app.mjs';
import { addUpShifts, watch } from './watch.mjs';

export { expect };

/** A test that moves things by what no browser takes for a person's input says so, and why, in an annotation. */
const movesThings = (testInfo) => testInfo.annotations.some(({ type }) => type === 'moves things');

export const test = base.extend({
  /** What the pages of the test's own context said: see watch.mjs. */
  watched: async ({ context }, use) => {
    await use(watch(context));
  },

  /** The app in the test's own page. */
  app: async ({ watched, context, page }, use, testInfo) => {
    const shifts = await addUpShifts(context);
    await use(new App(page));
    // A request that the page makes while the test ends finds no response any more in the test's handler.
    if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    expect(watched.faults, 'faults of the page').toEqual([]);
    if (!movesThings(testInfo)) expect(shifts(), 'layout shifts').toEqual([]);
  },

  /** Opens the app once more in a browser profile of its own: another person, or another device. */
  anotherApp: async ({ browser }, use, testInfo) => {
    const opened = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      const watched = watch(context);
      const shifts = await addUpShifts(context);
      opened.push({ context, watched, shifts });
      return new App(await context.newPage());
    });
    for (const { context, watched, shifts } of opened) {
      await context.close();
      expect(watched.faults, 'faults of another page').toEqual([]);
      if (!movesThings(testInfo)) expect(shifts(), 'layout shifts of another page').toEqual([]);
    }
  },
});
