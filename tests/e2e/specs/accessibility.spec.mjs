import { findings } from '../support/axe.mjs';
import { api } from '../support/faults.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** Every kind of page, each brought on screen in full. */
async function visitAll(app, { one, other, group }, look) {
  await app.open('/signin');
  await look('sign in');
  await app.signInButton.click();
  await expect(app.email).toBeFocused();
  await look('sign in, refused');
  await app.fillSignIn(one);
  await expect(app.groupLinks.first()).toBeVisible();
  await look('groups');
  await app.page.goto(`/messages/${group}`);
  await expect(app.messages.last()).toBeVisible();
  await app.isConnected();
  await look('conversation');
  await app.composer.fill('z'.repeat(1030));
  await app.composer.press('Enter');
  await expect(app.alert).toBeVisible();
  await look('conversation, text too long');
  await app.composer.fill('');
  await app.page.route(api('/api/messages'), (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 422,
          json: ['bad_request'],
          headers: { 'Access-Control-Allow-Origin': '*' },
        })
      : route.fallback(),
  );
  await app.send('Refused');
  await expect(app.message('Refused')).toContainText('Not sent');
  await look('conversation, not sent');
  await app.page.goto('/messages/new');
  await expect(app.findPeople).toBeVisible();
  await app.findPeople.fill(other.handle);
  await expect(app.people.first()).toBeVisible();
  await look('new message');
  await app.page.goto('/nowhere');
  await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
  await look('not found');
}

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing on any page, ${colorScheme}, ${width} px wide`, async ({
      anotherApp,
    }) => {
      test.slow();
      const made = await freshConversation(
        'A first message',
        'And https://example.org an answer',
        'Good',
      );
      const app = await anotherApp({
        colorScheme,
        viewport: { width, height: 780 },
        reducedMotion: 'reduce',
      });
      const found = [];
      await visitAll(app, made, async (place) => {
        found.push(...(await findings(app.page, place)));
      });
      expect(found).toEqual([]);
    });
  }
}

test('axe finds nothing in the account menu and along the focus order', async ({ app }) => {
  const { one, group } = await freshConversation('Menu');
  await app.enter(one, group);
  await app.account.click();
  await expect(app.page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  expect(await findings(app.page, 'account menu')).toEqual([]);
});

test('arriving messages are announced, history and own messages are not', async ({ app }) => {
  const { one, other, group } = await freshConversation('Old news');
  await app.page.addInitScript(() => {
    window.announced = [];
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest(
          '[aria-live="polite"], [aria-live="assertive"], [role="alert"]',
        );
        if (region?.textContent) window.announced.push(region.textContent);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await app.enter(one, group);
  await app.send('My own words');
  await expect(app.message('My own words')).toBeVisible();
  await other.rest.send(group, 'Fresh news');
  const announced = () => app.page.evaluate(() => window.announced.join(' | '));
  await expect.poll(announced).toMatch(/Fresh news|new message/i);
  expect(await announced()).not.toMatch(/Old news|My own words/);
});
