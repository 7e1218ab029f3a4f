// The longest names and words on every screen, from the narrowest on, and with text twice as large.
import { randomUUID } from 'node:crypto';
import { misfits, setTextSize } from '../support/fits.mjs';
import { expect, test } from '../support/full.mjs';
import { freshAccount } from '../support/people.mjs';

const WIDE = 'W'.repeat(50);
const WORDS = 'ab '.repeat(17).trim();
const TEXTS = [
  'W'.repeat(400),
  'word '.repeat(50).trim(),
  `https://example.org/${'long-path/'.repeat(40)}`,
  WIDE,
  'line\n'.repeat(60),
  'A usual message.',
];

const SIZES = [
  { width: 320 },
  { width: 390 },
  { width: 600 },
  { width: 768 },
  { width: 900 },
  { width: 1024 },
  { width: 320, text: 200 },
  { width: 390, text: 200 },
];

/** Looks at the page as it is now, in all sizes. */
async function fits(page, where, also = () => {}) {
  for (const { width, text = 100 } of SIZES) {
    const what = `${where}, ${width} px wide, text at ${text} %`;
    await page.setViewportSize({ width, height: 700 });
    await setTextSize(page, text);
    await expect.poll(() => misfits(page), what).toEqual([]);
    await also(what);
  }
}

/** How much of a text has room in an element, in heights of its letters. */
function room(locator) {
  return locator.evaluate((element) => {
    const { fontSize, paddingLeft, paddingRight } = getComputedStyle(element);
    const padding = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
    return (element.clientWidth - padding) / Number.parseFloat(fontSize);
  });
}

test('the longest names and words fit wherever people and messages are', async ({ app, full }) => {
  test.slow();
  // 41 letters, a blank and a mark of 8: the longest name.
  const me = await freshAccount('W'.repeat(41), `w-${randomUUID().slice(0, 8)}`);
  const wide = { handle: 'w'.repeat(30), name: WIDE };
  const words = { handle: 'words', name: WORDS };
  await full.server.reset([me, wide, words]);
  const group = await full.server.addGroup([me.handle, wide.handle], { texts: TEXTS });
  await full.server.addGroup([me.handle, words.handle], { texts: TEXTS });
  const { page } = app;
  await app.signIn(me, full.at(`/messages/${group}`));
  await expect(app.messages.last()).toBeVisible();
  await app.composer.fill('W'.repeat(900));
  const heading = page.getByRole('heading', { level: 1 });
  await fits(page, 'a conversation', async (what) => {
    expect(await room(heading), `${what}: the name`).toBeGreaterThan(4);
  });

  await app.open(full.at('/messages'));
  const name = app.groupLinks.first().locator('bdi').locator('..');
  await fits(page, 'the list', async (what) => {
    expect(await room(name), `${what}: the name`).toBeGreaterThan(4);
  });
  await app.account.click();
  await fits(page, 'the account menu');
  for (const path of ['/messages/new/nobody', '/nowhere', '/settings']) {
    await app.open(full.at(path));
    await fits(page, path);
  }
  await page.getByRole('button', { name: /password/i }).first().click();
  await expect(page.getByLabel(/new password/i).first()).toBeVisible();
  await fits(page, 'a form of the settings');
  await app.open(full.at('/messages/new'));
  await app.findPeople.fill('www');
  await expect(app.people.first()).toBeVisible();
  await fits(page, 'the people search');
});

test('the account pages fit, and a password has room to be typed', async ({ app }) => {
  const { page } = app;
  for (const path of ['/signup', '/confirm', '/forgot', '/signin']) {
    await app.open(path);
    await fits(page, path);
  }
  await fits(page, 'the password', async (what) => {
    expect(await room(app.password), what).toBeGreaterThan(6);
  });
});

test('a dialog over the page fits', async ({ app, full }) => {
  const { page } = app;
  await app.signIn(full.me, full.at('/messages'));
  // A message that cannot leave, so that signing out asks.
  const conversation = await full.converse(1, 'W'.repeat(20));
  await app.open(full.at(`/messages/${conversation.uuid}`));
  await expect(app.messages.last()).toBeVisible();
  await page.context().setOffline(true);
  await app.send('Not sent yet');
  await app.account.click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await fits(page, 'the question');
});
