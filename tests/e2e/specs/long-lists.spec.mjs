// However many conversations a person has, the list costs the same.
import { expect, test } from '../support/full.mjs';
import { cpuOf, median, nodesOf } from '../support/measure.mjs';

const MANY = 2000;
const FEW = 50;
const NODES = 2000;
const ROUNDS = 9;
const RATIO = 2;

const scroller = (app) => app.groups.locator('.groups-scroll');

const AT_ONCE = 50;

/** The list grows below while it is scrolled by the test. */
const moves = { annotation: { type: 'moves things', description: 'scrolls without a wheel or a key' } };

/** Conversations with a message each, about in the order of their times. */
async function conversations(full, count) {
  const made = [];
  while (made.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - made.length) });
    made.push(...(await Promise.all(some.map((_, n) => full.converse(1, `P${made.length + n}`)))));
  }
  return made;
}

/** Scrolls down until the list has ended. */
async function readToTheEnd(app) {
  const toEnd = () =>
    scroller(app).evaluate((list) => {
      list.scrollTo(0, list.scrollHeight);
      return document.querySelector('.groups-more') === null;
    });
  await expect.poll(toEnd, { timeout: 90_000, intervals: [50] }).toBe(true);
}

/** What it costs that a conversation further down moves to the top. */
async function costOfMoves(app, those) {
  const cost = await cpuOf(app.page);
  const spent = [];
  for (const each of those) {
    await scroller(app).evaluate((list) => list.scrollTo(0, 0));
    spent.push(
      await cost(async () => {
        const text = await each.write();
        await expect(app.groupLinks.first()).toContainText(text);
      }),
    );
  }
  return median(spent);
}

test('two thousand conversations take few nodes, and one moves to the top as in a list of fifty', moves, async ({
  app,
  full,
}) => {
  test.setTimeout(240_000);
  const few = await conversations(full, FEW);
  await app.signIn(full.me, full.at('/messages'));
  await app.isConnected();
  await readToTheEnd(app);
  await expect(app.groupLinks).toHaveCount(FEW);
  const cheap = await costOfMoves(app, few.slice(0, ROUNDS));

  const many = await conversations(full, MANY - FEW);
  await app.page.reload();
  await app.isConnected();
  await readToTheEnd(app);
  expect(await nodesOf(app.page)).toBeLessThanOrEqual(NODES);
  await expect(app.groupLinks.last()).toBeInViewport();
  const dear = await costOfMoves(app, many.slice(0, ROUNDS));

  const figures = `${dear.toFixed(1)} ms of CPU for a move among ${MANY}, ${cheap.toFixed(1)} ms among ${FEW}`;
  console.log(figures);
  test.info().annotations.push({ type: 'figures', description: figures });
  expect(dear / cheap).toBeLessThanOrEqual(RATIO);
  expect(await nodesOf(app.page)).toBeLessThanOrEqual(NODES);
});

test('the focus stays in a long list while it is scrolled away, and the keyboard goes through all of it', moves, async ({
  app,
  full,
}) => {
  test.setTimeout(120_000);
  await conversations(full, 300);
  await app.signIn(full.me, full.at('/messages'));
  await app.isConnected();
  await readToTheEnd(app);
  await scroller(app).evaluate((list) => list.scrollTo(0, 0));
  const first = app.groupLinks.first();
  await first.focus();
  const name = await first.textContent();

  await scroller(app).evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(app.groupLinks.last()).toBeInViewport();
  await expect(first).toBeFocused();
  expect(await first.textContent()).toBe(name);

  // The row with the focus, and the one before it.
  const place = () => {
    const row = document.activeElement.closest('[data-group]');
    return [row?.dataset.group, row?.previousElementSibling?.dataset.group];
  };
  let [before] = await app.page.evaluate(place);
  for (let n = 0; n < 150; n += 1) {
    await app.page.keyboard.press('Tab');
    const [row, above] = await app.page.evaluate(place);
    expect(above).toBe(before);
    before = row;
  }
  await expect(app.page.locator(':focus')).toBeInViewport();
});
