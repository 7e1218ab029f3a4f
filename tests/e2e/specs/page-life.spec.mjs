// A page that is hidden, frozen, left and come back to misses nothing.
import { bareBrowser } from '../support/bare.mjs';
import { expect, test as base } from '../support/full.mjs';

const test = base.extend({
  browserOfItsOwn: async ({ launchOptions }, use) => {
    const browser = await bareBrowser(launchOptions);
    await use(browser);
    await browser.close();
  },

  /** A tab at a conversation of a hundred messages. */
  entered: async ({ full, browserOfItsOwn }, use) => {
    const conversation = await full.converse(100);
    const tab = await browserOfItsOwn.tab();
    const address = full.at(`/messages/${conversation.uuid}`);
    await tab.enter(full.me, address);
    await expect.poll(() => tab.texts()).toContain(conversation.text(99));
    await use({ conversation, tab, address });
  },
});

/** The texts of the last so many messages. */
const last = (conversation, n) =>
  Array.from({ length: n }, (_, at) => conversation.text(conversation.count - n + at));

test('a hidden tab renders new messages without drawing a frame, and shows the newest', async ({
  entered: { conversation, tab },
}) => {
  await tab.hide(true);
  await tab.run(() => requestAnimationFrame(() => (window.drew = true)));

  await conversation.write(30);

  await expect.poll(async () => (await tab.texts()).slice(-10)).toEqual(last(conversation, 10));
  expect(await tab.toBottom()).toBe(0);
  expect(await tab.run(() => window.drew)).toBeUndefined();
  await tab.hide(false);
  await expect.poll(() => tab.run(() => window.drew)).toBe(true);
  await expect.poll(() => tab.toBottom()).toBe(0);
  expect((await tab.texts()).slice(-10)).toEqual(last(conversation, 10));
});

test('a frozen page catches up, also on messages without a frame', async ({
  full,
  entered: { conversation, tab },
}) => {
  await tab.run(() => {
    window.resumed = 0;
    document.addEventListener('resume', () => (window.resumed += 1));
  });
  await tab.freeze(true);
  await conversation.write();
  await full.server.closeConnections();
  await conversation.write(70);

  await tab.freeze(false);

  await expect.poll(() => tab.run(() => window.resumed)).toBe(1);
  await expect.poll(async () => (await tab.texts()).slice(-10), { timeout: 5000 }).toEqual(last(conversation, 10));
  await tab.isConnected();
  expect(await full.server.connections()).toBe(1);
  const text = await conversation.write();
  await expect.poll(async () => (await tab.texts()).at(-1)).toBe(text);
});

for (const others of [0, 1]) {
  const name = others ? 'while another tab became the leader' : 'as the leader';
  test(`a page out of the back/forward cache catches up, left ${name}`, async ({
    full,
    browserOfItsOwn,
    entered: { conversation, tab, address },
  }) => {
    let other;
    if (others) {
      other = await browserOfItsOwn.tab();
      await other.goto(address);
      await other.isConnected();
      expect(await full.server.connections()).toBe(1);
    }
    await tab.run(() => {
      window.same = true;
    });
    await tab.goto(full.at('/config.json'));
    if (others) await expect.poll(() => full.server.connections()).toBe(1);
    await conversation.write(70);

    await tab.back();

    expect(await tab.run(() => window.same), `it is the same page: ${tab.notCached}`).toBe(true);
    for (const each of [tab, other].filter(Boolean)) {
      await expect.poll(async () => (await each.texts()).slice(-10)).toEqual(last(conversation, 10));
      await each.isConnected();
    }
    const text = await conversation.write();
    for (const each of [tab, other].filter(Boolean)) {
      await expect.poll(async () => (await each.texts()).at(-1)).toBe(text);
    }
    await expect.poll(() => full.server.connections()).toBe(1);
  });
}
