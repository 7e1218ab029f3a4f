// The two of them write to each other.
import { expect } from '@playwright/test';
import { PATIENCE } from './browser.mjs';

const WORDS = ['yes', 'no', 'perhaps', 'look', 'at', 'this', 'tomorrow', 'the', 'other', 'one', '👍🏽', 'é'];

/** Writes now and then as long as the soak goes on, and adds it to the record. */
export async function write(browser, record, clock, chance) {
  for (let number = 1; clock.runs; number += 1) {
    // Now and then several at once.
    await clock.pause(chance.draw() < 0.3 ? chance.between(0, 300) : chance.between(500, 6_000));
    const words = Array.from({ length: chance.between(1, 12) }, () => chance.one(WORDS));
    const text = `${browser.person.name.split(' ')[0]} ${number}: ${words.join(' ')}`;
    const app = chance.one(browser.tabs);
    await browser
      .inTurn(() => writeOne(browser, app, text, record))
      .catch((error) => record.skip(text, error));
  }
}

/** A message counts as sent once its row is on screen. */
async function writeOne(browser, app, text, record) {
  if (!browser.tabs.includes(app)) return;
  await browser.signInWhereAsked(app);
  await app.send(text);
  record.addAttempt(browser.person.handle, text);
  const row = app.message(text);
  await expect(row.or(app.signInButton).first()).toBeAttached({ timeout: PATIENCE });
  if ((await row.count()) > 0) {
    record.addShown(browser.person.handle, text);
    record.log(`written: ${text}`);
  } else {
    record.skip(text, new Error('asked to sign in at that moment'));
  }
}
