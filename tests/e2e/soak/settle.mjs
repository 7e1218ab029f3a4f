// The end: no more faults, and everything settles.
import { expect } from '@playwright/test';
import { storageText } from '../support/traces.mjs';
import { readToTheBeginning } from '../support/transcript.mjs';

const PATIENCE = 90_000;

/** Waits until a browser is signed in and connected, and has sent everything. Gives what is not. */
export async function unsettled(browser) {
  const found = [];
  for (const app of browser.tabs) {
    await expect(async () => {
      await browser.signInWhereAsked(app);
      await expect(app.status).toHaveText('Connected', { timeout: 3_000 });
      await expect(app.log).not.toContainText(/Sending|Not sent/, { timeout: 100 });
    })
      .toPass({ timeout: PATIENCE, intervals: [500] })
      .catch((error) => found.push(`not settled: ${browser.person.handle}: ${error.message}`));
  }
  return found;
}

/** All texts that a browser shows, read from the end to the beginning, in each tab. */
export async function displayedBy(browser) {
  const displayed = {};
  for (const [at, app] of browser.tabs.entries()) {
    await app.page.bringToFront();
    const name = browser.person.name.split(' ')[0];
    displayed[at === 0 ? name : `${name} (tab ${at + 1})`] = await readToTheBeginning(app, 300_000);
  }
  return displayed;
}

/** Of the sent messages that the server lacks, those that a browser still stores for its next start. */
export async function stillStored(browser, sent, served) {
  const stored = await storageText(browser.tabs[0].page);
  const lacking = sent.filter(({ text }) => !served.includes(text) && stored.includes(text));
  return lacking.map(({ text }) => `still stored in the browser of ${browser.person.handle}: ${text}`);
}
