// The two of them write to each other.
import { expect } from '@playwright/test';
import { PATIENCE } from './browser.mjs';

const WORDS = ['yes', 'no', 'perhaps', 'look', 'at', 'this', 'tomorrow', 'the', 'other', 'one', '👍🏽', 'é'];

/** Writes now and then as long as the soak goes on, and notes what was written in `book`. */
export async function write(browser, book, clock, chance) {
  for (let number = 1; clock.runs; number += 1) {
    // Now and then several at once.
    await clock.pause(chance.draw() < 0.3 ? chance.between(0, 300) : chance.between(500, 6_000));
    const words = Array.from({ length: chance.between(1, 12) }, () => chance.one(WORDS));
    const text = `${browser.person.name.split(' ')[0]} ${number}: ${words.join(' ')}`;
    const app = chance.one(browser.tabs);
    await browser.alone(() => writeOne(browser, app, text, book)).catch((error) => {
      book.hitches.push(`${text}: ${String(error.message).split('\n')[0]}`);
    });
  }
}

/** A message counts as written once its row is on screen. */
async function writeOne(browser, app, text, book) {
  if (!browser.tabs.includes(app)) return;
  await browser.signInWhereAsked(app);
  await app.send(text);
  book.tried(browser.person.handle, text);
  const row = app.message(text);
  await expect(row.or(app.signInButton).first()).toBeAttached({ timeout: PATIENCE });
  if ((await row.count()) > 0) {
    book.wrote(browser.person.handle, text);
    book.note(`written: ${text}`);
  } else {
    book.hitches.push(`${text}: asked to sign in at that moment`);
  }
}
