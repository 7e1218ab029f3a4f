// What says how the app stands: the line of the connection, faults, disabled buttons, whose message it is.
import { expect, test } from '../support/full.mjs';

test('a network that lets no WebSocket through is said, and messages come all the same', async ({ app, full }) => {
  test.slow();
  // No handshake succeeds, while tickets are given.
  await app.page.addInitScript(() => {
    window.WebSocket = class extends WebSocket {
      constructor(url) {
        super(url.replace(/ticket=.*/, 'ticket=none'));
      }
    };
  });
  const conversation = await full.converse(3);
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  await expect(app.messages).toHaveCount(3);
  await expect(app.status).toHaveText('Live updates are blocked. New messages come every 60 seconds.', { timeout: 60_000 });
});

for (const width of [320, 768, 1280]) {
  test(`at ${width} px the line of the connection covers no message and moves nothing`, async ({ app, full }) => {
    await app.page.setViewportSize({ width, height: 640 });
    const conversation = await full.converse(40);
    await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
    await app.isConnected();
    const last = app.messages.last();
    const before = await last.boundingBox();
    await app.page.context().setOffline(true);
    await expect(app.status).toHaveText('Offline');
    const words = await app.status.locator('span').boundingBox();
    const after = await last.boundingBox();
    expect(after).toEqual(before);
    expect(words.y).toBeGreaterThanOrEqual(after.y + after.height);
    const composer = await app.composer.boundingBox();
    expect(words.y + words.height).toBeLessThanOrEqual(composer.y);
  });
}

test('an error in place of the messages stands in the middle of their place', async ({ app, full }) => {
  const conversation = await full.converse(3);
  await app.page.route(`**/api/messages/${conversation.uuid}*`, (route) => route.fulfill({ status: 500, body: '[]' }));
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  const box = await app.log.getByRole('alert').boundingBox({ timeout: 20_000 });
  const log = await app.log.boundingBox();
  const middle = box.y + box.height / 2;
  expect(Math.abs(middle - (log.y + log.height / 2))).toBeLessThan(log.height / 5);
});

test('in forced colours own messages and disabled buttons look different', async ({ anotherApp, full }) => {
  const conversation = await full.converse(4);
  const app = await anotherApp({ forcedColors: 'active' });
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  await expect(app.messages).toHaveCount(4);
  const borders = await app.messages.evaluateAll((messages) =>
    messages.map((message) => {
      const { borderInlineEndWidth, borderInlineEndColor } = getComputedStyle(message.querySelector('[data-anchor]'));
      return `${borderInlineEndWidth} ${borderInlineEndColor}`;
    }),
  );
  // Every third is one's own.
  expect(borders[0]).toBe(borders[3]);
  expect(borders[1]).toBe(borders[2]);
  expect(borders[0]).not.toBe(borders[1]);

  const look = () =>
    app.sendButton.evaluate((button) => {
      const { color, borderTopStyle } = getComputedStyle(button);
      return { color, borderTopStyle };
    });
  const disabled = await look();
  await app.composer.fill('Something');
  await expect.poll(async () => (await look()).borderTopStyle).not.toBe(disabled.borderTopStyle);
  expect((await look()).color).not.toBe(disabled.color);
});

test('a disabled button looks disabled', async ({ app }) => {
  await app.open('/signin');
  const look = (button) => {
    const { backgroundColor, color } = getComputedStyle(button);
    return { backgroundColor, color };
  };
  const usual = await app.signInButton.evaluate(look);
  await app.signInButton.evaluate((button) => button.setAttribute('aria-disabled', 'true'));
  await expect
    .poll(async () => (await app.signInButton.evaluate(look)).backgroundColor)
    .not.toBe(usual.backgroundColor);
  expect((await app.signInButton.evaluate(look)).color).not.toBe(usual.color);
});
