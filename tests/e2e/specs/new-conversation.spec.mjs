import { api, holdAnswer, liveSocket } from '../support/faults.mjs';
import { framesOf } from '../support/frames.mjs';
import { andrew, freshConversation, freshPair, londo } from '../support/people.mjs';
import { Rest } from '../support/rest.mjs';
import { expect, test } from '../support/test.mjs';

test('the address of a new conversation opens the one that exists', async ({ app }) => {
  const group = await (await Rest.of(andrew)).groupWith(londo.handle);

  await app.signIn(andrew, '/messages/new/londo');

  await expect(app.page).toHaveURL(`/messages/${group.uuid}`);
  await expect(app.openGroup).toHaveAccessibleName(new RegExp(`^${londo.name}`));
  await expect(app.message(group.message)).toBeInViewport();
});

test('the first message to a person creates the conversation', async ({ app, anotherApp }) => {
  const [one, other] = await freshPair();
  const receiver = await anotherApp();
  await receiver.signIn(other);
  await receiver.isConnected();
  await app.begin(one, other);
  await expect(app.messages).toHaveCount(0);

  await app.send('Hello for the first time');

  await expect(app.message('Hello for the first time')).toBeVisible();
  await expect(app.page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(app.composer).toBeFocused();
  await expect(app.message('Hello for the first time')).toHaveCount(1);
  await expect(receiver.group(one.name)).toContainText('Hello for the first time', {
    timeout: 2000,
  });
  const group = await one.rest.groupWith(other.handle);
  expect(app.path()).toBe(`/messages/${group.uuid}`);
  expect(await one.rest.texts(group.uuid)).toEqual(['Hello for the first time']);
});

test('two first messages at the same moment share one conversation', async ({
  app,
  anotherApp,
}) => {
  const [one, other] = await freshPair();
  const second = await anotherApp();
  await Promise.all([app.begin(one, other), second.begin(other, one)]);
  await app.composer.fill('I was first');
  await second.composer.fill('No, I was first');

  await Promise.all([app.composer.press('Enter'), second.composer.press('Enter')]);

  for (const screen of [app, second]) {
    await expect(screen.page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
    await expect(screen.messages).toHaveCount(2);
    await expect(screen.groupLinks).toHaveCount(1);
  }
  expect(app.path()).toBe(second.path());
  expect(await one.rest.groups()).toHaveLength(1);
  expect(await other.rest.groups()).toHaveLength(1);
  const { uuid } = await one.rest.groupWith(other.handle);
  expect((await one.rest.texts(uuid)).sort()).toEqual(['I was first', 'No, I was first']);
});

test('a reply that arrives before the answer to the first message is not lost', async ({
  app,
}) => {
  const [one, other] = await freshPair();
  const frames = framesOf(app.page);
  await app.begin(one, other);
  await app.isConnected();
  const post = await holdAnswer(app.page, api('/api/messages'), 'POST');
  await app.send('I wrote first');
  await post.answered;
  const { uuid } = await one.rest.groupWith(other.handle);
  await other.rest.send(uuid, 'And I answered at once');
  await frames.sees('And I answered at once');

  post.release();

  await expect(app.page).toHaveURL(`/messages/${uuid}`);
  await expect.poll(() => app.texts()).toEqual(['I wrote first', 'And I answered at once']);
});

test('a first message that is the second one of the conversation shows both', async ({ app }) => {
  const [one, other] = await freshPair();
  const socket = await liveSocket(app.page);
  await app.begin(one, other);
  await app.isConnected();
  socket.drop('Unseen until now');
  await other.rest.sendTo(one.handle, 'Unseen until now');

  await app.send('I believe I am the first');

  await expect.poll(() => app.texts()).toEqual(['Unseen until now', 'I believe I am the first']);
});

test('a new conversation is on top of the groups before its first message', async ({ app }) => {
  const { one } = await freshConversation('An older one');
  const [person] = await freshPair('Nora');
  await app.signIn(one, `/messages/new/${person.handle}`);
  await expect(app.groupLinks).toHaveCount(2);
  await expect(app.groupLinks.first()).toHaveAccessibleName(new RegExp(`^${person.name}`));
  await expect(app.groupLinks.first()).toHaveAttribute('aria-current', 'page');
});

test('a person is found by name and written to', async ({ app }) => {
  const [one, other] = await freshPair('Ida', 'Zacharias');
  await app.signIn(one);
  await app.page.getByRole('link', { name: 'New message' }).first().click();
  await expect(app.findPeople).toBeFocused();
  await expect(app.page).toHaveURL('/messages/new');

  await app.findPeople.fill(other.name.toUpperCase());
  await app.people.filter({ hasText: other.handle }).click();

  await expect(app.page).toHaveURL(`/messages/new/${other.handle}`);
  await app.send('Found you');
  await expect(app.page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  expect((await one.rest.groupWith(other.handle)).message).toBe('Found you');
});

test('Enter before the search has answered opens the person when it has', async ({ app }) => {
  const [one, other] = await freshPair();
  await app.signIn(one, '/messages/new');
  await app.findPeople.fill(other.handle);
  await app.findPeople.press('Enter');
  await expect(app.page).toHaveURL(`/messages/new/${other.handle}`);
});

test("an unknown handle and one's own handle are explained with a next step", async ({ app }) => {
  const [one] = await freshPair();
  await app.signIn(one, '/messages/new/nobody-has-this');
  await expect(app.page.getByText(/nobody has the username @nobody-has-this/i)).toBeVisible();
  await expect(app.page.getByRole('main').getByRole('link').first()).toBeVisible();
  await expect(app.composer).toBeHidden();

  await app.page.goto(`/messages/new/${one.handle}`);
  await expect(app.page.getByText(/can['’]t write to yourself/i)).toBeVisible();
  await expect(app.composer).toBeHidden();
});
