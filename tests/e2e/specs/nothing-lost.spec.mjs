import { api, cutOff, hold } from '../support/faults.mjs';
import { endSessionsOf, freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { storageText } from '../support/traces.mjs';

const twenty = Array.from({ length: 20 }, (_, n) => `Written without a network ${n + 1}`);

test('twenty messages survive a reload and a revoked session, and arrive once, in order', async ({
  app,
  anotherApp,
}) => {
  test.slow();
  const { one, other, group } = await freshConversation('Hello');
  const reader = await anotherApp();
  await Promise.all([app.enter(one, group), reader.enter(other, group)]);
  const restore = await cutOff(app.page);
  await app.page.context().setOffline(true);
  for (const text of twenty) await app.send(text);
  await app.composer.fill('And half a sen');
  await expect(app.message(twenty[19])).toContainText('Sending');
  await expect.poll(() => storageText(app.page)).toContain('And half a sen');

  await app.page.context().setOffline(false);
  await app.page.reload();
  await expect(app.message(twenty[19])).toContainText('Sending');
  await expect(app.composer).toHaveValue('And half a sen');
  await endSessionsOf(one);
  await restore();

  await expect(app.page.getByText('Your session has ended')).toBeVisible({ timeout: 20_000 });
  await expect(app.message(twenty[0])).toHaveCount(1);
  await app.fillSignIn(one);

  const all = ['Hello', ...twenty];
  await expect.poll(() => other.rest.texts(group), { timeout: 30_000 }).toEqual(all);
  await expect.poll(() => app.texts()).toEqual(all);
  await expect.poll(() => reader.texts()).toEqual(all);
  await expect(app.log).not.toContainText(/Sending|Not sent/);
  await expect(app.composer).toHaveValue('And half a sen');
  await expect(app.page).toHaveURL(`/messages/${group}`);
});

test('a message survives a reload before IndexedDB has answered, and is sent once', async ({ app }) => {
  const { one, other, group } = await freshConversation('Hello');
  await app.enter(one, group);
  await app.composer.fill('Written in');
  await expect.poll(() => storageText(app.page)).toContain('Written in');
  await app.page.evaluate(() => {
    // IndexedDB never answers.
    IDBFactory.prototype.open = () => ({});
  });
  await app.composer.fill('Written in time');
  await app.composer.press('Enter');
  await expect(app.message('Written in time')).toContainText('Sending');

  await app.page.reload();

  await expect(app.message('Written in time')).toHaveCount(1);
  await expect(app.composer).toHaveValue('');
  await expect.poll(() => other.rest.texts(group)).toEqual(['Hello', 'Written in time']);
  await expect(app.log).not.toContainText(/Sending|Not sent/);
  expect(await app.texts()).toEqual(['Hello', 'Written in time']);
  await app.page.reload();
  await expect(app.message('Written in time')).toHaveCount(1);
  expect(await one.rest.texts(group)).toEqual(['Hello', 'Written in time']);
});

test('another person who signs in over the page sees nothing of the one before', async ({ app }) => {
  const { one, other, group } = await freshConversation('For the first alone');
  await app.enter(one, group);
  await app.composer.fill('A draft of the first');
  await expect.poll(() => storageText(app.page)).toContain('A draft of the first');
  await endSessionsOf(one);
  await app.page.reload();
  await expect(app.page.getByText('Your session has ended')).toBeVisible();

  await app.fillSignIn(other);

  await expect(app.page).toHaveURL('/messages');
  await expect(app.group('Ida')).toBeVisible();
  const left = await storageText(app.page);
  expect(left).not.toContain('A draft of the first');
  expect(left).not.toContain(one.email);
});

test('what another person leaves unsent waits in the browser for them, and is asked about', async ({ app }) => {
  const { one, other, group } = await freshConversation('Shared computer');
  await app.enter(one, group);
  // The next start shows it without a session.
  await expect.poll(() => storageText(app.page)).toContain('Shared computer');
  await endSessionsOf(one);
  await app.page.reload();
  await expect(app.page.getByText('Your session has ended')).toBeVisible();
  await expect(app.messages.last()).toBeVisible();
  await app.page.evaluate(() => {
    const composer = document.querySelector('textarea');
    composer.value = 'Left behind';
    composer.dispatchEvent(new InputEvent('input', { bubbles: true }));
    composer.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  });
  await expect(app.message('Left behind')).toBeVisible();
  await app.fillSignIn(other);
  const question = app.page.getByRole('dialog', { name: `Go on as ${other.name}?` });
  await expect(question).toContainText(`1 message from ${one.name} has not been sent`);
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();

  await question.getByRole('button', { name: `Sign in as ${other.name}` }).click();

  await expect(app.page).toHaveURL('/messages');
  await app.group(one.name).click();
  await expect(app.messages.last()).toBeVisible();
  await expect(app.message('Left behind')).toHaveCount(0);
  await app.signOut();
  await app.fillSignIn(one);
  await expect.poll(() => other.rest.texts(group)).toEqual(['Shared computer', 'Left behind']);
});

test('a draft of each conversation survives navigation and a reload', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  await app.composer.fill('Half a thought');
  await expect.poll(() => storageText(app.page)).toContain('Half a thought');
  await app.page.goto('/messages');
  await app.group('Oto').click();
  await expect(app.composer).toHaveValue('Half a thought');
  await app.composer.press('Enter');
  await expect(app.message('Half a thought')).not.toContainText('Sending');
  await app.page.reload();
  await expect(app.message('Half a thought')).toHaveCount(1);
  await expect(app.composer).toHaveValue('');
});

test('the next start shows the cached page at once, marked until the server has answered', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Seen before');
  await app.enter(one, group);
  await expect.poll(() => storageText(app.page)).toContain(`/page/${group}`);
  const held = await hold(app.page, api(''));

  await app.page.reload();

  await expect(app.message('Seen before')).toBeVisible();
  await expect(app.group('Oto')).toBeVisible();
  await expect(app.page.getByText('From your last visit')).toBeVisible();
  held.release();
  await expect(app.page.getByText('From your last visit')).toHaveCount(0);
  await expect(app.message('Seen before')).toHaveCount(1);
});

test('without storage the app says so once, and messages are sent all the same', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
  });
  await app.enter(one, group);
  const notice = app.page.getByText('This browser is not keeping unsent messages');
  await expect(notice).toBeVisible();
  await app.page.getByRole('button', { name: 'OK' }).click();
  await expect(notice).toHaveCount(0);

  await app.send('All the same');

  await expect.poll(() => one.rest.texts(group)).toEqual(['Hello', 'All the same']);
  await expect(notice).toHaveCount(0);
});

test('signing out asks while a message is unsent', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  const restore = await cutOff(app.page);
  await app.send('Not yet');
  const signOut = app.page.getByRole('menuitem', { name: 'Sign out' });
  await app.account.click();
  await signOut.click();
  await app.page.getByRole('button', { name: 'Stay' }).click();
  await expect(app.message('Not yet')).toContainText('Sending');

  await app.account.click();
  await signOut.click();
  await app.page.getByRole('button', { name: 'Sign out and delete 1 unsent message' }).click();

  await expect(app.signInButton).toBeVisible();
  await expect.poll(() => storageText(app.page)).not.toContain('Not yet');
  await restore();
  expect(await one.rest.texts(group)).toEqual(['Hello']);
});
