// The reader's place: it is not lost to the composer, to older messages, to a reload or to another page.
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/full.mjs';
import { wheel } from '../support/transcript.mjs';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 700 },
];

for (const size of SIZES) {
  test(`at the bottom is at the bottom, whatever is pasted into the composer, ${size.width} px wide`, async ({
    app,
  }) => {
    const texts = Array.from({ length: 30 }, (_, n) => `Line ${n} ${'and more '.repeat(n)}`);
    const { one, group } = await freshConversation(...texts);
    await app.page.setViewportSize(size);
    await app.enter(one, group);
    const { keyboard } = app.page;
    await app.composer.focus();
    for (const length of [900, 1100, 900, 1100, 10, 1100, 300, 900]) {
      await keyboard.press('Control+A');
      await keyboard.insertText('words and '.repeat(120).slice(0, length));
      await expect(app.composer).toHaveValue(new RegExp(`^.{${length}}$`));
      await expect
        .poll(() => app.log.evaluate((log) => Math.round(Math.abs(log.scrollTop))), { message: `${length}` })
        .toBe(0);
      await expect(app.page.getByRole('button', { name: 'Jump to newest' })).toHaveCount(0);
    }
  });
}

for (const size of SIZES) {
  // What shifts is added up in support/test.mjs, as in every test.
  test(`signing in, reading and looking at the settings shift no layout, ${size.width} px wide`, async ({
    app,
    full,
  }) => {
    const conversation = await full.converse(150);
    await app.page.setViewportSize(size);
    await app.page.goto(full.at('/messages'));
    await app.fillSignIn(full.me);
    await app.group(conversation.other.name).click();
    await expect(app.messages.last()).toBeInViewport();
    await expect(async () => {
      await wheel(app, -400);
      await expect(app.page.getByText(/beginning of your conversation/)).toBeInViewport({ timeout: 40 });
    }).toPass({ timeout: 30_000, intervals: [20] });
    await app.page.goBack();
    await app.account.click();
    await app.page.getByRole('menuitem', { name: 'Settings' }).click();
    await expect(app.page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  });
}

/** The first message on screen, and its distance from the transcript's upper edge. */
function firstOnScreen(app) {
  return app.log.evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    const rows = [...log.querySelectorAll('.bubble')];
    const row = rows.find((bubble) => bubble.getBoundingClientRect().bottom > top);
    return { text: row.textContent, offset: Math.round(row.getBoundingClientRect().top - top) };
  });
}

/** The offset that is stored for a conversation. */
function storedOffset(page) {
  return page.evaluate(async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open('cruddur'));
    const store = database.transaction('kept').objectStore('kept');
    const keys = (await done(store.getAllKeys())).filter((key) => key.includes('/position/'));
    const [text] = await Promise.all(keys.map((key) => done(store.get(key))));
    database.close();
    return Number(text?.match(/"offset":(-?\d+)/)?.[1]);
  });
}

/** The reader is where they were, to the pixel but for rounding. */
async function isBackAt(app, place) {
  await expect
    .poll(async () => {
      const now = await firstOnScreen(app).catch(() => ({}));
      return now.text === place.text && Math.abs(now.offset - place.offset) <= 1;
    })
    .toBe(true);
}

test('the place in a conversation survives a reload, Back and a look at the settings', async ({
  app,
  full,
}) => {
  const conversation = await full.converse(150);
  const another = await full.converse(3, 'Lea');
  await app.page.goto(full.at(`/messages/${conversation.uuid}`));
  await app.fillSignIn(full.me);
  const early = app.messages.filter({ hasText: conversation.text(15) });
  await expect(async () => {
    await wheel(app, -900);
    await expect(early).toBeAttached({ timeout: 40 });
  }).toPass({ timeout: 30_000, intervals: [20] });
  // On a slow machine the wheel may have turned past it.
  await early.evaluate((row) => row.scrollIntoView({ block: 'center' }));
  const place = await firstOnScreen(app);
  await expect.poll(() => storedOffset(app.page)).toBe(place.offset);

  await app.page.reload();
  await isBackAt(app, place);

  await app.group(another.other.name).click();
  await expect(app.messages).toHaveCount(3);
  await app.page.goBack();
  await isBackAt(app, place);

  await app.account.click();
  await app.page.getByRole('menuitem', { name: 'Settings' }).click();
  await expect(app.page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await app.page.goBack();
  await isBackAt(app, place);

  // Who opens it from the list reads what is new.
  await app.group(another.other.name).click();
  await app.group(conversation.other.name).click();
  await expect(app.messages.last()).toBeInViewport();
});
