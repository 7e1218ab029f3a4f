import { CORS, answer, api, hold, loseFirstAnswer } from '../support/faults.mjs';
import { freshConversation, freshPair } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

const posts = api('/api/messages');

test('a message is on screen as "Sending" before the server has answered', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  const post = await hold(app.page, (url) => posts(url) && url.pathname.endsWith('/api/messages'));

  await app.send('On its way');

  await expect(app.message('On its way')).toContainText('Sending', { timeout: 1000 });
  const before = await app.message('On its way').boundingBox();
  post.release();
  await expect(app.message('On its way')).not.toContainText('Sending');
  expect((await app.message('On its way').boundingBox()).y).toBeCloseTo(before.y, 0);
  await expect(app.message('On its way')).toHaveCount(1);
});

test('a refused message is "Not sent", and Retry makes exactly one message of it', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  await answer(app.page, posts, 'POST', 422, ['bad_request']);
  await app.send('Second try');
  const row = app.message('Second try');
  await expect(row).toContainText('Not sent');
  await app.page.unrouteAll();

  await row.getByRole('button', { name: 'Retry' }).click();

  await expect(row).not.toContainText(/Not sent|Sending/);
  await expect(row).toHaveCount(1);
  expect(await one.rest.texts(group)).toEqual(['Hello', 'Second try']);
});

test('Delete removes a message that was not sent', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  await answer(app.page, posts, 'POST', 422, ['bad_request']);
  await app.send('Never mind');
  const row = app.message('Never mind');
  await expect(row).toContainText('Not sent');
  await app.page.unrouteAll();

  await row.getByRole('button', { name: 'Delete' }).click();

  await expect(row).toHaveCount(0);
  await app.send('The next one');
  await expect(app.message('The next one')).toHaveCount(1);
  await expect.poll(() => one.rest.texts(group)).toEqual(['Hello', 'The next one']);
});

test('a message the server fails on steps aside after a minute, and the next one goes', async ({ app }) => {
  await app.page.clock.install();
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  const poisonous = (route) => (route.request().postData() ?? '').includes('Poison');
  await app.page.route(posts, (route) =>
    poisonous(route) ? route.fulfill({ status: 504, body: '<html>', headers: CORS }) : route.fallback(),
  );
  await app.send('Poison');
  await app.send('Harmless');
  const row = app.message('Poison');
  await expect(row.getByRole('button', { name: 'Delete' })).toBeVisible();
  await expect(app.message('Harmless')).toContainText('Sending');

  await expect(async () => {
    await app.page.clock.runFor(5000);
    await expect(row).toContainText('Not sent yet', { timeout: 500 });
  }).toPass();

  await expect(app.message('Harmless')).not.toContainText('Sending');
  expect(await one.rest.texts(group)).toEqual(['Hello', 'Harmless']);
  await app.page.unrouteAll();
  await row.getByRole('button', { name: 'Retry' }).click();
  await expect(row).not.toContainText(/Not sent|Sending/);
  expect(await one.rest.texts(group)).toEqual(['Hello', 'Harmless', 'Poison']);
});

test('a message that waits can be deleted, and those behind it go', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  await app.page.route(posts, (route) =>
    (route.request().postData() ?? '').includes('Stuck') ? route.abort() : route.fallback(),
  );
  await app.send('Stuck');
  await app.send('Behind it');
  await app.message('Stuck').getByRole('button', { name: 'Delete' }).click();

  await expect(app.message('Stuck')).toHaveCount(0);
  await expect(app.composer).toBeFocused();
  await expect(app.message('Behind it')).not.toContainText('Sending');
  expect(await one.rest.texts(group)).toEqual(['Hello', 'Behind it']);
});

test('an offline message waits, and is sent once when the network is back', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  await app.page.context().setOffline(true);
  await expect(app.status).toContainText('Offline');

  await app.send('Written on a train');
  await app.send('Written in a tunnel');
  await expect(app.message('Written on a train')).toContainText('Sending');
  await app.page.context().setOffline(false);

  const texts = ['Hello', 'Written on a train', 'Written in a tunnel'];
  await expect.poll(() => one.rest.texts(group), { timeout: 10_000 }).toEqual(texts);
  await expect.poll(() => app.texts()).toEqual(texts);
  await expect(app.log).not.toContainText(/Sending|Not sent/);
});

test('a lost answer never makes a second message', async ({ app, anotherApp }) => {
  const { one, other, group } = await freshConversation('Hello');
  const reader = await anotherApp();
  await Promise.all([app.enter(one, group), reader.enter(other, group)]);
  await loseFirstAnswer(app.page, posts, 'POST');

  await app.send('Only once');
  await app.send('And the one after');

  const texts = ['Hello', 'Only once', 'And the one after'];
  await expect.poll(() => one.rest.texts(group), { timeout: 15_000 }).toEqual(texts);
  await expect(app.log).not.toContainText(/Sending|Not sent/, { timeout: 15_000 });
  await expect.poll(() => app.texts()).toEqual(texts);
  await expect.poll(() => reader.texts()).toEqual(texts);
});

test('a lost answer to the first message never makes a second conversation', async ({ app }) => {
  const [one, other] = await freshPair();
  await app.begin(one, other);
  await loseFirstAnswer(app.page, posts, 'POST');

  await app.send('The very first');

  await expect(app.page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/, { timeout: 15_000 });
  await expect(app.message('The very first')).toHaveCount(1);
  expect(await one.rest.groups()).toHaveLength(1);
  const { uuid } = await one.rest.groupWith(other.handle);
  expect(await one.rest.texts(uuid)).toEqual(['The very first']);
});

test('a server that fails for a moment is retried without asking the person', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  let failures = 0;
  await app.page.route(posts, (route) => {
    if (route.request().method() !== 'POST' || failures === 1) return route.fallback();
    failures += 1;
    return route.fulfill({
      status: 503,
      json: ['generic_500'],
      headers: { 'Access-Control-Allow-Origin': '*' },
    });
  });
  await app.send('After a hiccup');
  await expect(app.message('After a hiccup')).not.toContainText(/Sending|Not sent/, {
    timeout: 15_000,
  });
  expect(await one.rest.texts(group)).toEqual(['Hello', 'After a hiccup']);
  expect(failures).toBe(1);
});

test('Retry-After is obeyed, and the message is sent in the end', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  const times = [];
  await app.page.route(posts, (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    times.push(Date.now());
    if (times.length > 1) return route.fallback();
    return route.fulfill({
      status: 429,
      json: ['too_many_requests'],
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Expose-Headers': 'Retry-After',
        'Retry-After': '2',
      },
    });
  });
  await app.send('Patience');
  await expect
    .poll(() => one.rest.texts(group), { timeout: 15_000 })
    .toEqual(['Hello', 'Patience']);
  expect(times[1] - times[0]).toBeGreaterThanOrEqual(2000);
});
