import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

const HOSTILE = [
  '<img src=x onerror="window.pwned=1">',
  '<script>window.pwned=1</script>',
  '<svg onload="window.pwned=1">',
  '"><iframe srcdoc="<script>parent.pwned=1</script>">',
  'javascript:window.pwned=1',
  '[click](javascript:window.pwned=1)',
  'data:text/html,<script>window.pwned=1</script>',
  '{{constructor.constructor("window.pwned=1")()}}',
  '\u202Egnp.exe moc.live//:sptth',
  'a\u0000b\u200Bc\uFEFFd',
  `${'Z\u0351\u036B\u0343'.repeat(100)}`,
  'W'.repeat(900),
  '&lt;b&gt;not bold&lt;/b&gt; &amp;',
];

test('hostile texts are shown as text and do nothing', async ({ app }) => {
  const { one, other, group } = await freshConversation('Now the tricks');
  const sent = [];
  for (const text of HOSTILE) sent.push((await other.rest.send(group, text)).message);
  await app.enter(one, group);

  await expect(app.messages).toHaveCount(HOSTILE.length + 1);
  expect((await app.texts()).slice(1)).toEqual(sent);
  const found = await app.page.evaluate(() => ({
    pwned: window.pwned,
    elements: document.querySelectorAll(
      'img, iframe, script:not([src]), object, embed, svg[onload]',
    ).length,
    handlers: [...document.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on')),
    ).length,
    schemes: [...document.links].map((link) => link.protocol).filter((p) => !/^https?:$/.test(p)),
  }));
  expect(found).toEqual({ pwned: undefined, elements: 0, handlers: 0, schemes: [] });
});

test('a right-to-left text does not change the direction of its neighbours', async ({ app }) => {
  const { one, other, group } = await freshConversation('left to right');
  await other.rest.send(group, '\u202Eright to left override');
  await other.rest.send(group, 'שלום עולם');
  await app.enter(one, group);
  const directions = await app.messages
    .getByRole('paragraph')
    .evaluateAll((texts) =>
      // The text stands in one line with its time: the bubble is the block that has its direction.
      texts.map((text) => [text.dir, getComputedStyle(text.parentElement).unicodeBidi]),
    );
  for (const [dir, bidi] of directions) {
    expect(dir).toBe('auto');
    expect(bidi).toMatch(/isolate|plaintext/);
  }
});

test('links open in a new tab without opener or referrer, and show their host', async ({ app }) => {
  const { one, other, group } = await freshConversation('Links');
  await other.rest.send(group, 'See https://docs.example.org/page?x=1 and mailto:ann@example.org');
  await app.enter(one, group);
  const link = app.messages.last().getByRole('link').first();
  await expect(link).toHaveAttribute('href', 'https://docs.example.org/page?x=1');
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', /noopener/);
  await expect(link).toHaveAttribute('rel', /noreferrer/);
  await expect(link).toContainText('docs.example.org');
});

test('names that people chose are inert text too', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  await app.page.route('**/api/message_groups*', async (route) => {
    const response = await route.fetch();
    const rows = await response.json();
    const json = rows.map((row) => ({
      ...row,
      display_name: '<img src=x onerror="window.pwned=1">',
      message: '<b onmouseover="window.pwned=1">bold</b>',
    }));
    await route.fulfill({ response, json });
  });
  await app.page.reload();
  await expect(app.groupLinks.first()).toContainText('<img src=x onerror="window.pwned=1">');
  await expect(app.groups.locator('img, b')).toHaveCount(0);
  expect(await app.page.evaluate(() => window.pwned)).toBeUndefined();
});
