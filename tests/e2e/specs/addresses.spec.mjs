import { randomUUID } from 'node:crypto';
import { freshConversation, freshPair, freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** Somebody with two conversations. */
async function twoConversations() {
  const { one, other, group } = await freshConversation('In the first');
  const third = await freshPerson('Nils');
  const { message_group_uuid: second } = await one.rest.sendTo(third.handle, 'In the second');
  return { one, other, third, group, second };
}

test('the conversation in the address is the one on screen: click, back, forward, reload', async ({
  app,
}) => {
  const { one, other, third, group, second } = await twoConversations();
  await app.signIn(one);
  const isOn = async (uuid, name, text) => {
    await expect(app.page).toHaveURL(`/messages/${uuid}`);
    await expect(app.message(text)).toBeVisible();
    await expect(app.messages).toHaveCount(1);
    await expect(app.openGroup).toHaveAccessibleName(new RegExp(`^${name}`));
    await expect(app.openGroup).toHaveCount(1);
  };
  await app.group(other.name).click();
  await isOn(group, other.name, 'In the first');
  await app.group(third.name).click();
  await isOn(second, third.name, 'In the second');
  await app.page.goBack();
  await isOn(group, other.name, 'In the first');
  await app.page.goForward();
  await isOn(second, third.name, 'In the second');
  await app.page.reload();
  await isOn(second, third.name, 'In the second');
  await app.page.goto(`/messages/${group}`);
  await isOn(group, other.name, 'In the first');
});

test('a slow answer of a conversation left meanwhile is not shown in the next one', async ({
  app,
}) => {
  const { one, other, third, group, second } = await twoConversations();
  await app.signIn(one);
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await app.page.route(`**/api/messages/${group}*`, async (route) => {
    await released;
    await route.fallback();
  });
  await app.group(other.name).click();
  await expect(app.page).toHaveURL(`/messages/${group}`);
  await app.group(third.name).click();
  await expect(app.message('In the second')).toBeVisible();
  release();
  await app.page.goBack();
  await expect(app.message('In the first')).toBeVisible();
  await app.page.goForward();
  await expect(app.message('In the second')).toBeVisible();
  await expect(app.page).toHaveURL(`/messages/${second}`);
  await expect(app.message('In the first')).toHaveCount(0);
});

test('a text begun in one conversation is not sent to another', async ({ app }) => {
  const { one, other, third, group, second } = await twoConversations();
  await app.signIn(one, `/messages/${group}`);
  await expect(app.message('In the first')).toBeVisible();
  await app.composer.fill('Only for the first');
  await app.group(third.name).click();
  await expect(app.message('In the second')).toBeVisible();
  await expect(app.composer).toHaveValue('');
  await app.send('For the second');
  await expect.poll(() => one.rest.texts(second)).toEqual(['In the second', 'For the second']);
  await app.group(other.name).click();
  await expect(app.message('In the first')).toBeVisible();
  expect(await one.rest.texts(group)).toEqual(['In the first']);
});

test('an address that does not exist says so and leads back', async ({ app }) => {
  const [one] = await freshPair();
  await app.open('/no/such/page');
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText(/not found/i);
  await app.signIn(one);
  await app.open('/no/such/page');
  await app.page.getByRole('main').getByRole('link').first().click();
  await expect(app.page).toHaveURL('/messages');
});

test('an unknown conversation and one of other people show the same sentence', async ({
  app,
}) => {
  const { group } = await freshConversation('None of your business');
  const stranger = await freshPerson('Vera');
  const sentence = async (uuid) => {
    await app.page.goto(`/messages/${uuid}`);
    const main = app.page.getByRole('main');
    await expect(
      main.getByText(/not (there|found|exist)|no such|does(n['’]t| not)|can['’]t/i).first(),
    ).toBeVisible();
    await expect(main.getByRole('link').first()).toBeVisible();
    await expect(app.page.getByText('None of your business')).toHaveCount(0);
    await expect(app.composer).toBeHidden();
    // The text of the page includes the status of the connection.
    await app.isConnected();
    return main.innerText();
  };
  await app.signIn(stranger);
  const missing = await sentence(randomUUID());
  expect(await sentence(group)).toBe(missing);
});

test('an invalid conversation address does not break the app', async ({ app }) => {
  const [one] = await freshPair();
  await app.signIn(one);
  for (const path of [
    '/messages/not-a-uuid',
    '/messages/%00',
    '/messages/%E0%A4%A',
    '/messages/a/b/c',
  ]) {
    await app.page.goto(path);
    await expect(app.page.getByRole('heading').first(), path).toBeVisible();
    await expect(app.composer, path).toBeHidden();
  }
});

test('a handle in the address may contain a dot, capitals and a leading @', async ({ app }) => {
  const [one, other] = await freshPair('Ida', 'O.to');
  const { message_group_uuid: group } = await one.rest.sendTo(other.handle, 'Dotted');
  await app.signIn(one);
  for (const written of [other.handle, other.handle.toUpperCase(), `@${other.handle}`]) {
    await app.page.goto(`/messages/new/${written}`);
    await expect(app.page, written).toHaveURL(`/messages/${group}`);
    await expect(app.message('Dotted'), written).toBeVisible();
  }
});

test('the title names the conversation', async ({ app }) => {
  const { one, other, group } = await freshConversation('Title');
  await app.enter(one, group);
  await expect(app.page).toHaveTitle(new RegExp(`^${other.name}.*Cruddur`));
});
