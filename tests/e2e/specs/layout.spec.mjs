import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** How far the page, and every part that scrolls, can be scrolled sideways. */
function sideways(page) {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll('*')].filter((element) => {
      const { overflowX } = getComputedStyle(element);
      return overflowX === 'auto' || overflowX === 'scroll';
    });
    return [document.scrollingElement, ...shown]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => `${element.tagName}.${element.className} ${element.scrollWidth}`);
  });
}

test.describe('320 px wide', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test('nothing scrolls sideways on any page', async ({ app }) => {
    const { one, other, group } = await freshConversation(
      'W'.repeat(400),
      `https://example.org/${'long-path/'.repeat(40)}`,
      'A usual message of a usual length, which takes some lines on a phone as narrow as this one.',
    );
    const paths = [
      '/messages',
      `/messages/${group}`,
      '/messages/new',
      `/messages/new/${other.handle}`,
    ];
    await app.open('/signin');
    expect(await sideways(app.page), '/signin').toEqual([]);
    await app.fillSignIn(one);
    await expect(app.groups).toBeVisible();
    for (const path of [...paths, '/nowhere']) {
      await app.open(path);
      expect(await sideways(app.page), path).toEqual([]);
    }
  });

  test('one pane at a time, with a way back', async ({ app }) => {
    const { one, other, group } = await freshConversation('One pane');
    await app.signIn(one);
    await expect(app.composer).toBeHidden();
    await app.group(other.name).click();
    await expect(app.page).toHaveURL(`/messages/${group}`);
    await expect(app.message('One pane')).toBeInViewport();
    await expect(app.composer).toBeInViewport();
    await expect(app.groups).toBeHidden();

    await app.page.getByRole('link', { name: /back/i }).click();

    await expect(app.page).toHaveURL('/messages');
    await expect(app.group(other.name)).toBeInViewport();
  });
});

test('on a wide screen the groups stay beside the conversation, and the page itself never scrolls', async ({
  app,
}) => {
  const texts = Array.from({ length: 30 }, (_, index) => `Line ${index + 1}`);
  const { one, group } = await freshConversation(...texts);
  await app.enter(one, group);
  await expect(app.groups).toBeInViewport();
  await expect(app.message('Line 30')).toBeInViewport();
  const page = await app.page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.scrollingElement;
    return scrollHeight - clientHeight;
  });
  expect(page).toBe(0);
});

test('reduced motion stops every animation', async ({ anotherApp }) => {
  const { one, group } = await freshConversation('Still');
  const app = await anotherApp({ reducedMotion: 'reduce' });
  await app.enter(one, group);
  await app.send('Stiller');
  const moving = await app.page.evaluate(() =>
    document
      .getAnimations()
      .map((animation) => Number(animation.effect?.getComputedTiming().duration))
      .filter((duration) => duration > 1),
  );
  expect(moving).toEqual([]);
});

const LARGER_TEXT = { annotation: { type: 'moves things', description: 'makes all text larger' } };

test('at 200 % text nothing is cut off sideways', LARGER_TEXT, async ({ app }) => {
  const { one, group } = await freshConversation(
    'Bigger letters',
    'An answer of some length, for the wrap',
  );
  await app.page.setViewportSize({ width: 640, height: 800 });
  await app.enter(one, group);
  await app.page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  expect(await sideways(app.page)).toEqual([]);
  await expect(app.composer).toBeInViewport();
});
