// Writing with a finger and an on-screen keyboard.
import { expect, test } from '../support/full.mjs';

test.use({ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true });

test('Enter breaks the line, the button sends', async ({ app, full }) => {
  const conversation = await full.converse(3);
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  await app.isConnected();
  await app.composer.tap();
  await app.page.keyboard.type('One');
  await app.page.keyboard.press('Enter');
  await app.page.keyboard.type('Two');
  await expect(app.composer).toHaveValue('One\nTwo');
  await app.sendButton.tap();
  await expect(app.message('One\nTwo')).toBeVisible();
  await expect(app.composer).toHaveValue('');
  await expect(app.composer).toHaveAttribute('enterkeyhint', 'enter');
});

const KEYBOARD = { annotation: { type: 'moves things', description: 'makes the visual viewport smaller' } };

test('a keyboard that is laid over the page leaves the header and the composer on screen', KEYBOARD, async ({ app, full }) => {
  // As in Safari: the page keeps its height, the visual viewport gets smaller and moves.
  await app.page.addInitScript(() => {
    const viewport = new EventTarget();
    Object.assign(viewport, { height: innerHeight, width: innerWidth, scale: 1, pageTop: 0, offsetTop: 0 });
    Object.defineProperty(window, 'visualViewport', { value: viewport });
  });
  const conversation = await full.converse(3);
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  await app.isConnected();
  const show = (fields) =>
    app.page.evaluate((fields) => {
      Object.assign(window.visualViewport, fields);
      window.visualViewport.dispatchEvent(new Event('resize'));
    }, fields);
  const edges = async () => {
    const header = await app.page.locator('.frame-main header').boundingBox();
    const composer = await app.composer.boundingBox();
    return { top: Math.round(header.y), bottom: composer.y + composer.height };
  };
  const before = await edges();

  await show({ height: 380, pageTop: 120 });
  await expect.poll(async () => (await edges()).top).toBe(120);
  const { bottom } = await edges();
  expect(bottom).toBeLessThanOrEqual(120 + 380);
  expect(bottom).toBeGreaterThan(120 + 380 - 60);

  await show({ height: 350, pageTop: 60, scale: 2 });
  await expect.poll(edges, 'who zooms in sees the page as it is').toEqual(before);
});
