import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** The one conversation of a test, opened. */
async function conversation(app) {
  const opened = await freshConversation('Hello');
  await app.enter(opened.one, opened.group);
  return opened;
}

test('Enter sends, Shift+Enter breaks the line', async ({ app }) => {
  const { one, group } = await conversation(app);
  await app.composer.pressSequentially('first line');
  await app.composer.press('Shift+Enter');
  await app.composer.pressSequentially('second line');
  await expect(app.composer).toHaveValue('first line\nsecond line');

  await app.composer.press('Enter');

  await expect(app.composer).toHaveValue('');
  await expect.poll(() => one.rest.texts(group)).toEqual(['Hello', 'first line\nsecond line']);
  const shown = app.messages.last().getByRole('paragraph').first();
  await expect(shown).toHaveText('first line\nsecond line', { useInnerText: true });
  await expect(app.composer).toBeFocused();
});

test('the button sends too and the focus stays in the composer', async ({ app }) => {
  const { one, group } = await conversation(app);
  await app.composer.fill('By the button');
  await app.sendButton.click();
  await expect(app.message('By the button')).toBeVisible();
  await expect(app.composer).toBeFocused();
  await expect.poll(() => one.rest.texts(group)).toEqual(['Hello', 'By the button']);
});

test('Enter while an input method composes does not send', async ({ app }) => {
  const { one, group } = await conversation(app);
  await app.composer.focus();
  const cdp = await app.page.context().newCDPSession(app.page);
  await cdp.send('Input.imeSetComposition', { text: 'にほn', selectionStart: 3, selectionEnd: 3 });
  await expect(app.composer).toHaveValue('にほn');
  // An input method takes the key for itself: the page sees key code 229.
  const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  await expect(app.composer).toHaveValue('にほn');
  await expect(app.messages).toHaveCount(1);

  await cdp.send('Input.insertText', { text: '日本' });
  await expect(app.composer).toHaveValue('日本');
  await app.composer.press('Enter');

  await expect(app.message('日本')).toBeVisible();
  await expect.poll(() => one.rest.texts(group)).toEqual(['Hello', '日本']);
});

test('a message of 1,024 characters is sent, counted as the server counts', async ({ app }) => {
  const { one, group } = await conversation(app);
  // 1,024 scalar values are 1,025 UTF-16 units here.
  const text = `${'x'.repeat(1023)}😀`;
  await app.composer.fill(text);
  await expect(app.page.getByText('0 characters left')).toBeVisible();
  await app.composer.press('Enter');
  await expect(app.composer).toHaveValue('');
  await expect.poll(async () => (await one.rest.texts(group)).at(-1)).toBe(text);
});

test('1,025 characters are refused with a sentence, and the text stays', async ({ app }) => {
  const { one, group } = await conversation(app);
  const text = 'y'.repeat(1025);
  await app.composer.fill(text);
  await expect(app.page.getByText(/1 characters? too long/)).toBeVisible();
  await app.composer.press('Enter');
  await expect(app.alert).toBeVisible();
  await expect(app.composer).toHaveValue(text);
  await expect(app.messages).toHaveCount(1);

  await app.composer.press('Backspace');
  await app.composer.press('Enter');

  await expect.poll(async () => (await one.rest.texts(group)).at(-1)).toBe('y'.repeat(1024));
});

test('a blank message is refused with a sentence', async ({ app }) => {
  const { one, group } = await conversation(app);
  const posted = [];
  app.page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/messages'))
      posted.push(request);
  });
  await app.composer.fill('   \n \t ');
  await app.composer.press('Enter');
  await expect(app.alert).toBeVisible();
  await expect(app.messages).toHaveCount(1);
  await app.send('Not blank');
  await expect(app.message('Not blank')).toBeVisible();
  await expect.poll(() => one.rest.texts(group)).toEqual(['Hello', 'Not blank']);
  expect(posted).toHaveLength(1);
});

test('the field grows with its text up to a part of the conversation', async ({ app }) => {
  await conversation(app);
  const height = async () => (await app.composer.boundingBox()).height;
  const empty = await height();
  await app.composer.fill('one\ntwo\nthree\nfour');
  const four = await height();
  expect(four).toBeGreaterThan(empty + 20);
  await app.composer.fill('line\n'.repeat(100));
  expect(await height()).toBeLessThan(800 * 0.5);
  await expect(app.messages.last()).toBeInViewport();
});
