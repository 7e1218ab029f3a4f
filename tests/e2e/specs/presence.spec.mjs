// Who is online and who is typing: several people, each in a browser of their own, against the real back end.
import { randomUUID } from 'node:crypto';
import { App } from '../support/app.mjs';
import { findings } from '../support/axe.mjs';
import { misfits } from '../support/fits.mjs';
import { freshConversation, freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** Longer than somebody who has left is still shown, and than somebody who has stopped typing. */
const GONE = { timeout: 20_000 };

const people = (app) => app.page.getByRole('list', { name: 'Online now' }).getByRole('listitem');
const heading = (app, n) => app.page.getByRole('heading', { name: `Online now (${n})`, exact: true });

/** These are listed, and nobody else; those who joined at once are so in no order. */
async function areHere(app, ...names) {
  const listed = async () => (await people(app).allTextContents()).sort();
  await expect.poll(listed).toEqual(names.sort());
}

const typing = (app) => app.page.locator('.typing-line');

/** The frames that a page sends over its sockets, and those that it gets, parsed. */
function framesOf(page) {
  const sent = [];
  const got = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => sent.push(JSON.parse(String(payload))));
    socket.on('framereceived', ({ payload }) => got.push(JSON.parse(String(payload))));
  });
  return {
    /** What is watched now, or undefined. */
    watched: () => sent.findLast(({ action }) => action === 'watch')?.message_group_uuids,
    typing: () => sent.filter(({ action }) => action === 'typing'),
    ofPeople: () => got.filter(({ type }) => /PRESENCE|TYPING/.test(type)),
  };
}

/** Ida, Oto and Eva, and the group that they are. */
async function group() {
  const [ida, oto, eva] = await Promise.all(['Ida', 'Oto', 'Eva'].map(freshPerson));
  const made = await ida.rest.call('POST', ida.rest.path('/api/message_groups'), {
    handles: [oto.handle, eva.handle],
    client_group_id: randomUUID(),
  });
  await ida.rest.send(made.rows.uuid, 'Hello');
  return { ida, oto, eva, group: made.rows.uuid };
}

test('the others of a group are listed while they are online, each once, and the one who leaves leaves', async ({
  app,
  anotherApp,
}) => {
  test.slow();
  const { ida, oto, eva, group: id } = await group();
  await app.enter(ida, id);
  await expect(people(app)).toHaveCount(0);
  const ofOto = await anotherApp();
  await ofOto.enter(oto, id);
  await expect(people(app)).toHaveText([oto.name]);
  await expect(heading(app, 1)).toBeVisible();
  const ofEva = await anotherApp();
  await ofEva.enter(eva, id);
  await areHere(app, oto.name, eva.name);
  await expect(heading(app, 2)).toBeVisible();
  await areHere(ofEva, ida.name, oto.name);
  expect(await findings(app.page, 'online now')).toEqual([]);

  // A second tab is the same person, who leaves with the last one.
  const second = new App(await ofOto.page.context().newPage());
  await second.page.goto(`/messages/${id}`);
  await areHere(second, ida.name, eva.name);
  await ofOto.page.close();
  await second.isConnected();
  await areHere(second, ida.name, eva.name);
  await areHere(app, oto.name, eva.name);
  await second.page.close();
  await expect(people(app)).toHaveText([eva.name], GONE);
  await expect(people(ofEva)).toHaveText([ida.name], GONE);
});

test('a person who reloads the page does not flicker', async ({ app, anotherApp }) => {
  const { one, other, group: id } = await freshConversation('Hello');
  await app.enter(one, id);
  const theirs = await anotherApp();
  await theirs.enter(other, id);
  await expect(people(app)).toHaveText([other.name]);
  await app.page.evaluate(() => {
    window.gone = 0;
    new MutationObserver(() => {
      window.gone += document.querySelector('.online-now') ? 0 : 1;
    }).observe(document.querySelector('.pane-header'), { childList: true, subtree: true });
  });

  await theirs.page.reload();
  await theirs.isConnected();

  await expect(people(theirs)).toHaveText([one.name]);
  await expect(people(app)).toHaveText([other.name]);
  expect(await app.page.evaluate(() => window.gone)).toBe(0);
});

test('between two people a dot and a word say who is online, then when they were last seen', async ({
  app,
  anotherApp,
}) => {
  const { one, other, group: id } = await freshConversation('Hello');
  const theirs = await anotherApp();
  await theirs.enter(other, id);
  await app.enter(one, id);
  await expect(app.group(other.name)).toHaveAccessibleName(new RegExp(`^${other.name}\\s+online`));
  await theirs.page.close();
  await expect(app.page.getByText(/^Last seen /)).toBeVisible(GONE);
  await expect(app.group(other.name)).not.toHaveAccessibleName(/ online /);
});

test('typing appears, moves nothing, and goes with the message', async ({ app, anotherApp }) => {
  const { one, other, group: id } = await freshConversation('Hello');
  await app.enter(one, id);
  const theirs = await anotherApp();
  await theirs.enter(other, id);
  await expect(people(theirs)).toHaveText([one.name]);
  const place = () => app.message('Hello').boundingBox();
  const before = await place();

  await theirs.composer.pressSequentially('Some words', { delay: 20 });

  const words = `${other.name} is typing…`;
  await expect(typing(app)).toHaveText(words);
  await expect(app.group(other.name)).toContainText(words);
  await expect(app.page.locator('[aria-live=polite]').filter({ hasText: words })).toHaveCount(1);
  expect(await place()).toEqual(before);
  expect(await misfits(app.page)).toEqual([]);
  await theirs.composer.press('Enter');
  await expect(app.message('Some words')).toBeVisible();
  await expect(typing(app)).toHaveText('');
  await expect(app.group(other.name)).toContainText('Some words');
});

test('where the others are offline typing is told to nobody', async ({ app }) => {
  const { one, group: id } = await freshConversation('Hello');
  const frames = framesOf(app.page);
  await app.enter(one, id);
  await expect.poll(() => frames.ofPeople().length).toBeGreaterThan(0);
  await app.composer.pressSequentially('Some words');
  await app.send('Some words');
  await expect(app.message('Some words')).not.toContainText('Sending');
  expect(frames.typing()).toEqual([]);
});

test('typing that stops is gone after some seconds', async ({ app, anotherApp }) => {
  const { one, other, group: id } = await freshConversation('Hello');
  await app.enter(one, id);
  const theirs = await anotherApp();
  await theirs.enter(other, id);
  await expect(people(theirs)).toHaveText([one.name]);
  await theirs.composer.pressSequentially('So');
  await expect(typing(app)).toHaveText(`${other.name} is typing…`);
  await expect(typing(app)).toHaveText('', GONE);
});

test('a tab that nobody looks at gets no frames of people, and watches again when somebody does', async ({
  app,
  anotherApp,
}) => {
  test.slow();
  const { one, other, group: id } = await freshConversation('Hello');
  const frames = framesOf(app.page);
  await app.enter(one, id);
  await expect.poll(frames.watched).toEqual([id]);
  const hide = (hidden) =>
    app.page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, hidden);
  await hide(true);
  await expect.poll(frames.watched, { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => frames.ofPeople().at(-1)).toEqual({ type: 'PRESENCE_STATE', users: [] });
  const before = frames.ofPeople().length;

  const theirs = await anotherApp();
  await theirs.enter(other, id);
  await theirs.composer.pressSequentially('While nobody looks');
  await theirs.composer.press('Enter');
  await expect(app.message('While nobody looks')).toBeVisible();

  expect(frames.ofPeople()).toHaveLength(before);
  await hide(false);
  await expect(people(app)).toHaveText([other.name]);
});

test('on a phone a button with the number shows who is online', async ({ anotherApp }) => {
  const { ida, oto, group: id } = await group();
  const theirs = await anotherApp();
  await theirs.enter(oto, id);
  const app = await anotherApp({ viewport: { width: 360, height: 740 } });
  await app.enter(ida, id);
  const button = app.page.getByRole('button', { name: 'Online now (1)' });
  await expect(button).toHaveText('1');
  await expect(people(app)).toHaveCount(0);
  await button.press('Enter');
  await expect(people(app)).toHaveText([oto.name]);
  await expect(heading(app, 1)).toBeVisible();
  expect(await findings(app.page, 'online now')).toEqual([]);
  expect(await misfits(app.page)).toEqual([]);
  await app.page.keyboard.press('Escape');
  await expect(people(app)).toHaveCount(0);
  await expect(button).toBeFocused();
});
