import { andrew, bayko, freshConversation, freshPair } from '../support/people.mjs';
import { Rest } from '../support/rest.mjs';
import { expect, test } from '../support/test.mjs';

/** Live means: within this many milliseconds, without a reload. */
const LIVE = 2000;

test('a message appears at once and reaches the other person live, in the conversation and on top of the groups', async ({
  app,
  anotherApp,
}) => {
  const group = await (await Rest.of(andrew)).groupWith(bayko.handle);
  const reader = await anotherApp();
  const lister = await anotherApp();
  await Promise.all([app.enter(andrew, group.uuid), reader.enter(bayko, group.uuid)]);
  await lister.signIn(bayko);
  await lister.isConnected();
  const text = `Seen live at ${Date.now()}`;

  await app.send(text);

  await expect(app.message(text)).toBeVisible({ timeout: 500 });
  await Promise.all([
    expect(reader.message(text)).toBeInViewport({ timeout: LIVE }),
    expect(lister.groupLinks.first()).toContainText(text, { timeout: LIVE }),
    expect(reader.groupLinks.first()).toContainText(text, { timeout: LIVE }),
    expect(app.groupLinks.first()).toContainText(text, { timeout: LIVE }),
  ]);
  await expect(lister.groupLinks.first()).toHaveAccessibleName(new RegExp(`^${andrew.name}`));
  await expect(app.message(text).getByText(/Sending|Not sent/)).toHaveCount(0);
  await expect(reader.message(text)).toHaveCount(1);
  await expect(app.composer).toBeFocused();
  await expect(app.composer).toHaveValue('');
});

test('messages written by both at once have the same order on both screens, each once', async ({
  app,
  anotherApp,
}) => {
  const { one, other, group } = await freshConversation('Ready?');
  const second = await anotherApp();
  await Promise.all([app.enter(one, group), second.enter(other, group)]);
  const numbers = [1, 2, 3, 4, 5];

  await Promise.all([
    (async () => {
      for (const number of numbers) await app.send(`one says ${number}`);
    })(),
    (async () => {
      for (const number of numbers) await second.send(`other says ${number}`);
    })(),
  ]);

  const total = 1 + 2 * numbers.length;
  await expect.poll(async () => (await one.rest.texts(group)).length).toBe(total);
  const truth = await one.rest.texts(group);
  await expect.poll(() => app.texts()).toEqual(truth);
  await expect.poll(() => second.texts()).toEqual(truth);
  for (const name of ['one', 'other']) {
    const own = truth.filter((text) => text.startsWith(`${name} says`));
    expect(own).toEqual(numbers.map((number) => `${name} says ${number}`));
  }
});

test('a message of a stranger puts a new conversation on top of the groups', async ({ app }) => {
  const { one, other } = await freshConversation('An older conversation');
  const [stranger] = await freshPair('Vera', 'Nils');
  await app.signIn(one);
  await app.isConnected();
  await expect(app.groupLinks).toHaveCount(1);

  await stranger.rest.sendTo(one.handle, 'We have not met');

  await expect(app.groupLinks).toHaveCount(2, { timeout: LIVE });
  await expect(app.groupLinks.first()).toContainText('We have not met');
  await expect(app.groupLinks.last()).toHaveAccessibleName(new RegExp(`^${other.name}`));
});

test('a second window of the same person shows what the first one sends', async ({
  app,
  anotherApp,
}) => {
  const { one, group } = await freshConversation('Two windows');
  const second = await anotherApp();
  await Promise.all([app.enter(one, group), second.enter(one, group)]);

  await app.send('Written in the first window');

  await expect(second.message('Written in the first window')).toBeVisible({ timeout: LIVE });
  await expect(second.message('Written in the first window')).toHaveCount(1);
});
