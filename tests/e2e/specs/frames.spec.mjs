// Frames may arrive early, late, twice, broken or not at all; the conversation is right.
import { stack } from '../support/environment.mjs';
import { api, holdAnswer, liveSocket } from '../support/faults.mjs';
import { framesOf } from '../support/frames.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

test('a message that arrives while the conversation is loading is not lost', async ({
  app,
}) => {
  const { one, other, group } = await freshConversation('In the page');
  const frames = framesOf(app.page);
  const page = await holdAnswer(app.page, api(`/api/messages/${group}`), 'GET');
  await app.signIn(one, `/messages/${group}`);
  await app.isConnected();
  await page.answered;
  await other.rest.send(group, 'Newer than the page');
  await frames.sees('Newer than the page');

  page.release();

  await expect.poll(() => app.texts()).toEqual(['In the page', 'Newer than the page']);
});

test('a gap found while the conversation is loading is filled', async ({ app }) => {
  const { one, other, group } = await freshConversation('In the page');
  const socket = await liveSocket(app.page);
  const frames = framesOf(app.page);
  const page = await holdAnswer(app.page, api(`/api/messages/${group}`), 'GET');
  await app.signIn(one, `/messages/${group}`);
  await app.isConnected();
  await page.answered;
  socket.drop('Its frame is lost');
  await other.rest.send(group, 'Its frame is lost');
  await other.rest.send(group, 'Its frame arrives');
  await frames.sees('Its frame arrives');

  page.release();

  const whole = ['In the page', 'Its frame is lost', 'Its frame arrives'];
  await expect.poll(() => app.texts()).toEqual(whole);
});

test('the next frame reveals a lost frame', async ({ app }) => {
  const socket = await liveSocket(app.page);
  const { one, other, group } = await freshConversation('First');
  await app.enter(one, group);
  socket.drop('Lost on the way');
  await other.rest.send(group, 'Lost on the way');
  await other.rest.send(group, 'Last');

  await expect.poll(() => app.texts()).toEqual(['First', 'Lost on the way', 'Last']);
});

test('the list of conversations reveals a lost last frame', async ({ app }) => {
  const socket = await liveSocket(app.page);
  const { one, other, group } = await freshConversation('First');
  await app.enter(one, group);
  socket.drop('"table":"messages"');

  await other.rest.send(group, 'Known from its preview only');

  await expect(app.groupLinks.first()).toContainText('Known from its preview only');
  await expect(app.message('Known from its preview only')).toBeVisible();
});

test('malformed and unknown frames are ignored', async ({ app }) => {
  const { host } = new URL(stack.live_url);
  let toPage;
  await app.page.routeWebSocket(
    (url) => url.host === host,
    (socket) => {
      socket.connectToServer();
      toPage = socket;
    },
  );
  const { one, other, group } = await freshConversation('Still fine');
  await app.enter(one, group);
  const nonsense = [
    '',
    'not json',
    '[]',
    'null',
    '{"type":"INSERT"}',
    '{"type":"INSERT","table":"messages","row":{}}',
    '{"type":"INSERT","table":"messages","row":{"uuid":7,"message":null}}',
    '{"type":"NEWS","table":"weather","row":{"sun":true}}',
    '{"message":"Forbidden","connectionId":"abc=","requestId":"def="}',
    `{"type":"INSERT","table":"messages","row":{"message_group_uuid":"${group}","message":"half"}}`,
  ];
  for (const frame of nonsense) toPage.send(frame);
  await other.rest.send(group, 'Sense');
  await expect(app.message('Sense')).toBeVisible();
  await expect.poll(() => app.texts()).toEqual(['Still fine', 'Sense']);
  await expect(app.status).toHaveText('Connected');
});

test('a repeated, late frame shows nothing twice', async ({ app }) => {
  const { host } = new URL(stack.live_url);
  const frames = [];
  let toPage;
  await app.page.routeWebSocket(
    (url) => url.host === host,
    (socket) => {
      toPage = socket;
      socket.connectToServer().onMessage((frame) => {
        frames.push(frame);
        socket.send(frame);
      });
    },
  );
  const { one, other, group } = await freshConversation('First');
  await app.enter(one, group);
  await other.rest.send(group, 'Second');
  await other.rest.send(group, 'Third');
  await expect(app.message('Third')).toBeVisible();

  for (const frame of [...frames].reverse()) toPage.send(frame);
  await other.rest.send(group, 'Fourth');

  await expect(app.message('Fourth')).toBeVisible();
  await expect.poll(() => app.texts()).toEqual(['First', 'Second', 'Third', 'Fourth']);
  await expect(app.groupLinks).toHaveCount(1);
  await expect(app.groupLinks.first()).toContainText('Fourth');
});
