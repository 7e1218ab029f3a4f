import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** Presses Tab until the thing has the focus; it must come within so many steps. */
async function tabTo(page, thing, steps = 25) {
  for (let step = 0; step < steps; step += 1) {
    if (await thing.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${thing} was not reached with ${steps} Tabs`);
}

test('the keyboard alone signs in, opens a conversation, writes, and signs out', async ({
  app,
}) => {
  const { one, other, group } = await freshConversation('Keys only');
  const { keyboard } = app.page;
  await app.open('/signin');
  await tabTo(app.page, app.email);
  await keyboard.type(one.email);
  await keyboard.press('Tab');
  await expect(app.password).toBeFocused();
  await keyboard.type(one.password);
  await keyboard.press('Enter');

  await expect(app.group(other.name)).toBeVisible();
  await tabTo(app.page, app.group(other.name));
  await keyboard.press('Enter');
  await expect(app.page).toHaveURL(`/messages/${group}`);
  await expect(app.message('Keys only')).toBeVisible();

  await tabTo(app.page, app.composer);
  await keyboard.type('No mouse here');
  await keyboard.press('Enter');
  await expect(app.message('No mouse here')).toBeVisible();
  await expect(app.composer).toBeFocused();

  await app.page.reload();
  await tabTo(app.page, app.account);
  await keyboard.press('Enter');
  const signOut = app.page.getByRole('menuitem', { name: 'Sign out' });
  await expect(signOut).toBeVisible();
  await keyboard.press('Escape');
  await expect(signOut).toBeHidden();
  await expect(app.account).toBeFocused();
  await keyboard.press('Enter');
  await expect(signOut).toBeVisible();
  for (let step = 0; step < 4; step += 1) {
    if (await signOut.evaluate((item) => item === document.activeElement)) break;
    await keyboard.press('ArrowDown');
  }
  await expect(signOut).toBeFocused();
  await keyboard.press('Enter');
  await expect(app.signInButton).toBeVisible();
});

test('a person is found and chosen by keyboard', async ({ app }) => {
  const { one, other, group } = await freshConversation('Found by keys');
  await app.signIn(one, '/messages/new');
  await expect(app.findPeople).toBeFocused();
  await app.page.keyboard.type(other.handle);
  await expect(app.people.first()).toBeVisible();
  await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('Enter');
  await expect(app.page).toHaveURL(`/messages/${group}`);
});

test('the first Tab offers a way past the list', async ({ app }) => {
  const { one, group } = await freshConversation('Skip');
  await app.enter(one, group);
  await app.page.reload();
  await expect(app.message('Skip')).toBeVisible();
  await app.page.keyboard.press('Tab');
  const skip = app.page.getByRole('link', { name: 'Skip to messages' });
  await tabTo(app.page, skip, 2);
  await expect(skip).toBeInViewport();
});

test('where the list stays beside it, an opened conversation has the focus in the composer', async ({
  app,
}) => {
  const { one, other } = await freshConversation('Focus');
  await app.signIn(one);
  await app.group(other.name).click();
  await expect(app.message('Focus')).toBeVisible();
  await expect(app.composer).toBeFocused();
  await expect(app.composer).toHaveAccessibleDescription(other.name);
  await app.page.keyboard.type('Typed at once');
  await expect(app.composer).toHaveValue('Typed at once');
});

test('on a narrow screen an opened conversation has the focus on its heading, and typing goes to the composer', async ({
  app,
}) => {
  const { one, other } = await freshConversation('Focus');
  await app.page.setViewportSize({ width: 360, height: 740 });
  await app.signIn(one);
  await app.group(other.name).click();
  await expect(app.page.getByRole('heading', { name: other.name, level: 1 })).toBeFocused();
  await app.page.keyboard.type('Typed');
  await expect(app.composer).toHaveValue('Typed');
});
