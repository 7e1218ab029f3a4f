import { andrew, bayko, freshConversation } from '../support/people.mjs';
import { api, hold } from '../support/faults.mjs';
import { Rest } from '../support/rest.mjs';
import { expect, test } from '../support/test.mjs';
import { readToTheBeginning, scrollTop, watchPosition, wheel } from '../support/transcript.mjs';

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

test('the reading position stays to the pixel while older messages come in', async ({ app }) => {
  const group = await (await Rest.of(andrew)).groupWith(bayko.handle);
  await app.enter(andrew, group.uuid);
  const older = await hold(app.page, (url) => api('/api/messages/')(url) && url.search.includes('before='));
  const count = await app.messages.count();
  while ((await scrollTop(app)) > 40) await wheel(app, -900);
  await older.arrived;
  const position = await watchPosition(app);

  older.letGo();
  await expect.poll(() => app.messages.count()).toBeGreaterThan(count);
  await expect.poll(() => scrollTop(app)).toBeGreaterThan(40);

  const { moved, frames } = await position();
  expect(frames).toBeGreaterThan(0);
  expect(moved).toBeLessThanOrEqual(1);
});

test('a page of older messages that fails can be asked for again', async ({ app }) => {
  const group = await (await Rest.of(andrew)).groupWith(bayko.handle);
  await app.enter(andrew, group.uuid);
  const older = (url) => api('/api/messages/')(url) && url.search.includes('before=');
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

test('an arriving message does not pull a reader of old messages down', async ({ app }) => {
  const texts = Array.from({ length: 40 }, (_, index) => `Line ${index + 1} of a long story`);
  const { one, other, group } = await freshConversation(...texts);
  await app.enter(one, group);
  await wheel(app, -500);
  const position = await watchPosition(app);

  await other.rest.send(group, 'Are you still reading?');

  const jump = app.page.getByRole('button', { name: /newest|new message/i });
  await expect(jump).toBeVisible();
  expect((await position()).moved).toBeLessThanOrEqual(1);
  await jump.click();
  await expect(app.message('Are you still reading?')).toBeInViewport();
});
