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
    const talk = full.converse(100);
    const tab = await browserOfItsOwn.tab();
    const address = full.at(`/messages/${talk.uuid}`);
    await tab.enter(full.me, address);
    await expect.poll(() => tab.texts()).toContain(talk.text(99));
    await use({ talk, tab, address });
  },
});

/** The texts of the last so many messages. */
const last = (talk, n) => Array.from({ length: n }, (_, at) => talk.text(talk.count - n + at));

test('in a hidden tab new messages are there without a frame drawn, and the newest is on screen', async ({
  full,
  entered: { talk, tab },
}) => {
  await tab.hide(true);
  await tab.run(() => requestAnimationFrame(() => (window.drew = true)));

  for (let n = 0; n < 30; n += 1) full.server.say(talk);

  await expect.poll(async () => (await tab.texts()).slice(-10)).toEqual(last(talk, 10));
  expect(await tab.toBottom()).toBe(0);
  expect(await tab.run(() => window.drew)).toBeUndefined();
  await tab.hide(false);
  await expect.poll(() => tab.run(() => window.drew)).toBe(true);
  await expect.poll(() => tab.toBottom()).toBe(0);
  expect((await tab.texts()).slice(-10)).toEqual(last(talk, 10));
});

test('a page that was frozen catches up, also on what its line never brought', async ({
  full,
  entered: { talk, tab },
}) => {
  await tab.run(() => {
    window.resumed = 0;
    document.addEventListener('resume', () => (window.resumed += 1));
  });
  await tab.freeze(true);
  full.server.say(talk);
  for (const line of full.server.lines) line.close();
  for (let n = 0; n < 70; n += 1) full.server.say(talk);

  await tab.freeze(false);

  await expect.poll(() => tab.run(() => window.resumed)).toBe(1);
  await expect.poll(async () => (await tab.texts()).slice(-10), { timeout: 5000 }).toEqual(last(talk, 10));
  await tab.isConnected();
  expect(full.server.lines.size).toBe(1);
  const told = full.server.say(talk);
  await expect.poll(async () => (await tab.texts()).at(-1)).toBe(told);
});

for (const others of [0, 1]) {
  const name = others ? 'while another tab took the line over' : 'with the line of its own';
  test(`a page out of the back/forward cache catches up, left ${name}`, async ({
    full,
    browserOfItsOwn,
    entered: { talk, tab, address },
  }) => {
    let other;
    if (others) {
      other = await browserOfItsOwn.tab();
      await other.goto(address);
      await other.isConnected();
      expect(full.server.lines.size).toBe(1);
    }
    await tab.run(() => {
      window.kept = true;
    });
    await tab.goto(full.at('/config.json'));
    if (others) await expect.poll(() => full.server.lines.size).toBe(1);
    for (let n = 0; n < 70; n += 1) full.server.say(talk);

    await tab.back();

    expect(await tab.run(() => window.kept), 'it is the same page').toBe(true);
    for (const each of [tab, other].filter(Boolean)) {
      await expect.poll(async () => (await each.texts()).slice(-10)).toEqual(last(talk, 10));
      await each.isConnected();
    }
    const told = full.server.say(talk);
    for (const each of [tab, other].filter(Boolean)) {
      await expect.poll(async () => (await each.texts()).at(-1)).toBe(told);
    }
    await expect.poll(() => full.server.lines.size).toBe(1);
  });
}
