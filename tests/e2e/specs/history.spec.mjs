import { andrew, bayko, freshConversation } from '../support/people.mjs';
import { api, hold, liveSocket } from '../support/faults.mjs';
import { Rest } from '../support/rest.mjs';
import { expect, test } from '../support/test.mjs';
import { readToTheBeginning, scrollFromTop, scrollTop, watchPosition, wheel } from '../support/transcript.mjs';

test('every message of a long conversation is reached by scrolling up, none missing, none twice', async ({
  app,
}) => {
  const rest = await Rest.of(andrew);
  const group = await rest.groupWith(bayko.handle);
  await app.signIn(andrew);
  await app.group(bayko.name).click();
  await expect(app.messages.last()).toBeInViewport();

  const read = await readToTheBeginning(app);

  const all = await rest.texts(group.uuid);
  expect(all.length).toBeGreaterThanOrEqual(104);
  expect(read).toEqual(all);
});

/** Matches the request of a page of older messages. */
const older = (url) => api('/api/messages/')(url) && url.search.includes('before=');

for (const [where, top] of [
  ['at the very top', 0],
  ['just below the top', 30],
  ['a little further down', 300],
]) {
  test(`the reading position stays to the pixel while older messages arrive: ${where}`, async ({
    app,
  }) => {
    const group = await (await Rest.of(andrew)).groupWith(bayko.handle);
    await app.enter(andrew, group.uuid);
    const page = await hold(app.page, older);
    const count = await app.messages.count();
    await scrollFromTop(app, top);
    await page.arrived;
    const position = await watchPosition(app);

    page.release();
    await expect.poll(() => app.messages.count()).toBeGreaterThan(count);
    // One look when it begins, one at the change.
    await position.changes(2);

    expect(await position.moved()).toBeLessThanOrEqual(1);
  });
}

test('older messages that arrive while the wheel turns do not move the reading position', async ({
  app,
}) => {
  const group = await (await Rest.of(andrew)).groupWith(bayko.handle);
  await app.enter(andrew, group.uuid);
  const page = await hold(app.page, older);
  const count = await app.messages.count();
  while ((await scrollTop(app)) > 40) await wheel(app, -900);
  await page.arrived;
  const position = await watchPosition(app);
  await wheel(app, -60);

  page.release();
  await expect.poll(() => app.messages.count()).toBeGreaterThan(count);
  await position.changes(2);

  // What the wheel itself had still to go.
  expect(await position.moved()).toBeLessThanOrEqual(41);
});

test('a failed page of older messages can be retried', async ({ app }) => {
  const group = await (await Rest.of(andrew)).groupWith(bayko.handle);
  await app.enter(andrew, group.uuid);
  await app.page.route(older, (route) => route.abort('connectionreset'));
  const again = app.log.getByRole('button', { name: 'Try again' });
  await expect(async () => {
    await wheel(app, -900);
    await expect(again).toBeInViewport({ timeout: 50 });
  }).toPass();
  const count = await app.messages.count();

  await app.page.unroute(older);
  await again.click();

  await expect.poll(() => app.messages.count()).toBeGreaterThan(count);
});

test('an arriving message does not scroll a reader of old messages', async ({ app }) => {
  const texts = Array.from({ length: 20 }, (_, index) => `Line ${index + 1} of a long story`);
  const { one, other, group } = await freshConversation(...texts);
  await app.enter(one, group);
  await wheel(app, -500);
  const position = await watchPosition(app);

  await other.rest.send(group, 'Are you still reading?');

  const jump = app.page.getByRole('button', { name: /newest|new message/i });
  await expect(jump).toHaveAccessibleName('Jump to newest, 1 new message');
  expect(await position.moved()).toBeLessThanOrEqual(1);
  await jump.click();
  await expect(app.message('Are you still reading?')).toBeInViewport();
});

test('the button to the newest message counts messages of others, however they arrive', async ({
  app,
}) => {
  const texts = Array.from({ length: 60 }, (_, index) => `Line ${index + 1} of a long story`);
  const { one, other, group } = await freshConversation(...texts);
  const socket = await liveSocket(app.page);
  await app.enter(one, group);
  const jump = app.page.getByRole('button', { name: /newest|new message/i });
  await other.rest.send(group, 'Seen as it comes');
  await expect(app.message('Seen as it comes')).toBeInViewport();
  await wheel(app, -500);
  await expect(jump).toHaveAccessibleName('Jump to newest');

  await other.rest.send(group, 'One');
  await expect(jump).toHaveAccessibleName('Jump to newest, 1 new message');
  socket.drop('Two');
  await other.rest.send(group, 'Two');
  await one.rest.send(group, 'My own, from another device');
  await other.rest.send(group, 'Three');
  await expect(jump).toHaveAccessibleName('Jump to newest, 3 new messages');
  await socket.cut();
  socket.restore();
  await app.isConnected(35_000);
  await scrollFromTop(app, 0);
  await expect(app.message('Line 1 of a long story')).toBeVisible();
  await expect(jump).toHaveAccessibleName('Jump to newest, 3 new messages');

  await jump.click();
  await expect(app.message('Three')).toBeInViewport();
  await expect(jump).toHaveCount(0);
  await wheel(app, -500);
  await expect(jump).toHaveAccessibleName('Jump to newest');
});
