// A message's menu, editing and deleting, from the screen to the server and the other device.
import { findings } from '../support/axe.mjs';
import { expect, test } from '../support/full.mjs';

/** A conversation of texts of one's own, each in turn with one of the other's. */
async function enter(app, full, ...own) {
  const conversation = await full.converse(1);
  const { me, other } = conversation;
  const messages = own.flatMap((text, n) => [
    { from: other.handle, text: `Answer ${n}` },
    { from: me.handle, text },
  ]);
  await full.server.write(conversation.uuid, messages);
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  await expect(app.message(own.at(-1))).toBeVisible();
  await app.isConnected();
  return conversation;
}

const actions = (row) => row.getByRole('button', { name: 'Message actions' });
const item = (app, name) => app.page.getByRole('menuitem', { name, exact: true });
const field = (app) => app.page.getByRole('textbox', { name: 'Edit message' });
const texts = async (full, conversation) => (await full.server.messages(conversation.uuid)).map(({ message }) => message);

async function choose(app, text, name) {
  const row = app.message(text);
  await row.hover();
  await actions(row).click();
  await item(app, name).click();
}

test('an edit is shown at once, saved, and seen by the other person; a cancelled one leaves nothing', async ({ app, full }) => {
  const conversation = await enter(app, full, 'Frist', 'Last');
  await app.composer.fill('A draft');
  const places = () => app.messages.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
  const before = await places();

  await choose(app, 'Frist', 'Edit');
  await expect(field(app)).toBeFocused();
  await expect(field(app)).toHaveValue('Frist');
  await field(app).fill('Never saved');
  await app.page.keyboard.press('Escape');
  await expect(field(app)).toHaveCount(0);
  await expect(app.message('Frist')).toBeVisible();
  await expect(app.composer).toHaveValue('A draft');
  expect((await full.server.calls()).filter((call) => call.startsWith('PUT'))).toEqual([]);

  await choose(app, 'Frist', 'Edit');
  await field(app).fill('First');
  await app.page.keyboard.press('Enter');
  await expect(app.message('First')).toContainText('Edited');
  await expect.poll(() => texts(full, conversation)).toContain('First');
  expect(await places()).toEqual(before);
  await expect(app.composer).toHaveValue('A draft');
  await app.page.reload();
  await expect(app.message('First')).toContainText('Edited');
});

test('what is typed in an open editor outlives a reload, and a cancelled edit does not come back', async ({ app, full }) => {
  const conversation = await enter(app, full, 'Frist', 'Last');
  await choose(app, 'Frist', 'Edit');
  await field(app).fill('First, I th');

  await app.page.reload();
  await expect(field(app)).toHaveValue('First, I th');
  await field(app).fill('First, I think');
  await app.page.keyboard.press('Enter');
  await expect.poll(() => texts(full, conversation)).toContain('First, I think');

  await choose(app, 'Last', 'Edit');
  await field(app).fill('Not so');
  await app.page.keyboard.press('Escape');
  await app.page.reload();
  await expect(app.message('Last')).toBeVisible();
  await expect(field(app)).toHaveCount(0);
});

test('arrow up in an empty composer edits the last own message, by keyboard alone', async ({ app, full }) => {
  const conversation = await enter(app, full, 'One', 'Two');
  await app.composer.focus();
  await app.page.keyboard.press('ArrowUp');
  await expect(field(app)).toHaveValue('Two');
  await app.page.keyboard.type('!');
  await app.page.keyboard.press('Enter');
  await expect(app.message('Two!')).toContainText('Edited');
  await expect(app.composer).toBeFocused();
  await expect.poll(() => texts(full, conversation)).toContain('Two!');
});

test('the keyboard alone reaches a message, its menu, deletes and undoes', async ({ app, full }) => {
  const conversation = await enter(app, full, 'One', 'Two');
  const { keyboard } = app.page;
  await app.composer.press('Shift+Tab');
  await expect(app.message('Two')).toBeFocused();
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowUp');
  await expect(app.message('One')).toBeFocused();
  await keyboard.press('Shift+F10');
  await expect(item(app, 'Copy text')).toBeFocused();
  await keyboard.press('Escape');
  await expect(app.message('One')).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.press('End');
  await expect(item(app, 'Delete')).toBeFocused();
  await keyboard.press('Enter');
  const row = app.messages.filter({ hasText: 'Message deleted' });
  await expect(row).toBeFocused();
  await keyboard.press('Tab');
  await expect(row.getByRole('button', { name: 'Undo' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(app.message('One')).toBeFocused();
  expect(await texts(full, conversation)).toContain('One');
  expect((await full.server.calls()).filter((call) => call.startsWith('DELETE'))).toEqual([]);
  // Shift+Tab leaves the messages, Tab comes back to the same one.
  await keyboard.press('Shift+Tab');
  await expect(app.message('One')).not.toBeFocused();
  await keyboard.press('Tab');
  await expect(app.message('One')).toBeFocused();
});

test('a deletion is done after five seconds, and nothing moves by that', async ({ app, full }) => {
  const conversation = await enter(app, full, 'Gone soon', 'Stays');
  await choose(app, 'Gone soon', 'Delete');
  const row = app.messages.filter({ hasText: 'Message deleted' });
  await expect(row.getByRole('button', { name: 'Undo' })).toBeVisible();
  const before = await app.message('Stays').boundingBox();
  await expect.poll(() => texts(full, conversation), { timeout: 15_000 }).not.toContain('Gone soon');
  await expect(row.getByRole('button')).toHaveCount(0);
  expect(await app.message('Stays').boundingBox()).toEqual(before);
});

test('of two texts both are shown, and the person chooses', async ({ app, full }) => {
  const conversation = await enter(app, full, 'Ours to change');
  const theirs = async (text) => {
    const { uuid } = (await full.server.messages(conversation.uuid)).at(-1);
    await full.server.command('change', { group: conversation.uuid, message: uuid, text });
  };
  for (const [shown, other, button, kept] of [
    ['Ours to change', 'Theirs', 'Use theirs', 'Theirs'],
    ['Theirs', 'Theirs again', 'Keep mine', 'Mine'],
  ]) {
    await choose(app, shown, 'Edit');
    await field(app).fill('Mine');
    await theirs(other);
    await expect(app.page.getByText(`changed elsewhere to “${other}”`)).toBeVisible();
    await field(app).press('Enter');
    const row = app.messages.last();
    await expect(row).toContainText('You wrote:');
    await expect(row.getByText('Mine', { exact: true })).toBeVisible();
    await row.getByRole('button', { name: button }).click();
    await expect(row.getByText(kept, { exact: true })).toBeVisible();
    await expect(row).not.toContainText('You wrote:');
    await expect.poll(async () => (await texts(full, conversation)).at(-1)).toBe(kept);
  }
});

test('an edit without a network waits over a reload', async ({ app, full }) => {
  const conversation = await enter(app, full, 'Before');
  await full.server.fail(true);
  await choose(app, 'Before', 'Edit');
  await field(app).fill('After');
  await app.page.keyboard.press('Enter');
  await expect(app.message('After')).toContainText('Saving');
  await app.page.reload();
  await expect(app.message('After')).toBeVisible();
  await full.server.fail(false);
  await expect.poll(async () => (await texts(full, conversation)).at(-1), { timeout: 40_000 }).toBe('After');
  await expect(app.message('After')).toContainText('Edited');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

  test('a finger that rests opens the menu, and the editor is on screen', async ({ app, full }) => {
    const conversation = await enter(app, full, 'One', 'Two');
    const { x, y } = await app.message('One').getByRole('paragraph').boundingBox();
    const browser = await app.page.context().newCDPSession(app.page);
    await browser.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 5, y: y + 5 }] });
    await expect(item(app, 'Edit')).toBeInViewport();
    await browser.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await item(app, 'Edit').tap();
    await expect(field(app)).toBeFocused();
    await app.page.keyboard.press('Enter');
    await app.page.keyboard.type('more');
    const save = app.page.getByRole('button', { name: 'Save' });
    await expect(save).toBeInViewport();
    await save.tap();
    await expect.poll(() => texts(full, conversation)).toContain('One\nmore');
  });
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing in menu and editor, ${colorScheme}, ${width} px wide`, async ({ anotherApp, full }) => {
      const app = await anotherApp({ colorScheme, viewport: { width, height: 700 } });
      await enter(app, full, 'One', 'Two');
      const row = app.message('One');
      await row.hover();
      await actions(row).click();
      await expect(item(app, 'Edit')).toBeVisible();
      const found = await findings(app.page, 'menu');
      await item(app, 'Edit').click();
      await field(app).fill('');
      await field(app).press('Enter');
      await expect(app.page.getByText('Delete it instead?', { exact: false })).toBeVisible();
      expect([...found, ...(await findings(app.page, 'editor'))]).toEqual([]);
    });
  }
}
