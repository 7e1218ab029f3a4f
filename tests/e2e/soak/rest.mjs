// The end: nothing goes wrong any more, and everything comes to rest.
import { expect } from '@playwright/test';
import { storageText } from '../support/traces.mjs';
import { readToTheBeginning } from '../support/transcript.mjs';

const PATIENCE = 90_000;

/** Waits until a browser is signed in and connected, and nothing it shows is on its way. Returns what is not. */
export async function atRest(browser) {
  const restless = [];
  for (const app of browser.tabs) {
    await expect(async () => {
      await browser.signInWhereAsked(app);
      await expect(app.status).toHaveText('Connected', { timeout: 3_000 });
      await expect(app.log).not.toContainText(/Sending|Not sent/, { timeout: 100 });
    })
      .toPass({ timeout: PATIENCE, intervals: [500] })
      .catch((error) => restless.push(`no rest for ${browser.person.handle}: ${error.message}`));
  }
  return restless;
}

/** All texts a browser shows, read from the end to the beginning, in each tab. */
export async function shownBy(browser) {
  const shown = {};
  for (const [at, app] of browser.tabs.entries()) {
    await app.page.bringToFront();
    const name = browser.person.name.split(' ')[0];
    shown[at === 0 ? name : `${name} (tab ${at + 1})`] = await readToTheBeginning(app, 300_000);
  }
  return shown;
}

/** Of the written messages that the server lacks, those that a browser still keeps for a later start. */
export async function stillKept(browser, written, served) {
  const kept = await storageText(browser.tabs[0].page);
  const lacking = written.filter(({ text }) => !served.includes(text) && kept.includes(text));
  return lacking.map(({ text }) => `still on the device of ${browser.person.handle}: ${text}`);
}
