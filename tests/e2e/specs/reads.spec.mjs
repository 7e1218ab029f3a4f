import { App } from '../support/app.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** A mark of the other person's arrives within this many milliseconds: receipts are gathered for two seconds. */
const TOLD = 10_000;

/** Takes the focus from a window, as another window does that comes before it, or gives it back. */
async function attention(app, given) {
  await app.page.evaluate((given) => {
    document.hasFocus = () => given;
    window.dispatchEvent(new Event(given ? 'focus' : 'blur'));
  }, given);
}

function unread(app, name, count) {
  const ending = count > 0 ? `, ${count} unread$` : '(?<!unread)$';
  return expect(app.group(name)).toHaveAccessibleName(new RegExp(ending), { timeout: TOLD });
}

const line = (app) => app.log.getByRole('separator', { name: 'New messages' });

test('what comes to a window without the focus is unread, in all tabs, until it was on screen for a second', async ({
  app,
  anotherApp,
}) => {
  const { one, other, group } = await freshConversation('Hello');
  const sender = await anotherApp();
  await Promise.all([app.enter(one, group), sender.enter(other, group)]);
  const tab = new App(await app.page.context().newPage());
  await tab.page.goto('/messages');
  await tab.isConnected();
  await attention(tab, false);
  await attention(app, false);
  await unread(app, other.name, 0);

  await sender.send('First');
  await sender.send('Second');

  await expect(app.message('Second')).toBeVisible();
  await Promise.all([unread(app, other.name, 2), unread(tab, other.name, 2)]);
  await expect(tab.page).toHaveTitle(/^\(2\) /);
  // Somebody who looks would have read it by the time the sender hears of the next message.
  await expect(tab.groupLinks.first()).toContainText('Second');
  await sender.send('Third');
  await expect(app.message('Third')).toBeVisible();
  await Promise.all([unread(app, other.name, 3), unread(tab, other.name, 3)]);
  await expect(sender.log.getByText('Seen', { exact: true })).toHaveCount(0);

  await attention(app, true);
  await expect(line(app)).toBeVisible();
  await Promise.all([unread(app, other.name, 0), unread(tab, other.name, 0)]);
  await expect(line(app)).toBeVisible();
  await expect(tab.page).toHaveTitle(/^[^(]/);
  await expect(sender.message('Third').locator('xpath=following-sibling::p[1]')).toHaveText('Seen', {
    timeout: TOLD,
  });

  await app.send('An answer');
  await expect(line(app)).toHaveCount(0);
});

test('a conversation opens at its first unread message, and a mark as unread survives a reload', async ({
  app,
}) => {
  const texts = Array.from({ length: 40 }, (_, n) => `Line ${n}`);
  const { one, other, group } = await freshConversation('Hello');
  await app.signIn(one);
  await app.isConnected();
  for (const text of texts) await other.rest.send(group, text);
  await unread(app, other.name, 40);
  await app.group(other.name).click();
  await expect(line(app)).toBeInViewport();
  await expect(app.message('Line 39')).not.toBeInViewport();
  await app.page.getByRole('button', { name: /newest|new message/i }).click();
  await unread(app, other.name, 0);

  await app.message('Line 39').click({ button: 'right' });
  await app.page.getByRole('menuitem', { name: 'Mark conversation as unread' }).click();
  await unread(app, other.name, 1);
  await app.page.goto('/messages');
  await unread(app, other.name, 1);
  await app.page.reload();
  await unread(app, other.name, 1);
  await app.group(other.name).click();
  await expect(line(app)).toBeVisible();
  await unread(app, other.name, 0);
});
