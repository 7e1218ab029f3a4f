// What leaves the app: copied messages, a printed conversation; and what does not come in: files.
import { expect, test } from '../support/full.mjs';
import { scrollFromTop } from '../support/transcript.mjs';

/** Selects from the text of one message to the text of another and copies with the keyboard. */
async function copy(page, first, last) {
  await page.evaluate(([first, last]) => {
    const texts = [...document.querySelectorAll('[role=log] article p')];
    const text = (beginning) => texts.find((p) => p.textContent.startsWith(beginning)).firstChild;
    getSelection().setBaseAndExtent(text(first), 0, text(last), text(last).length);
  }, [first, last]);
  await page.keyboard.press('Control+c');
  return page.evaluate(() => navigator.clipboard.readText());
}

test('several messages are copied with names and times, a part of one as it stands', async ({ app, full }) => {
  const conversation = await full.converse(6);
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  await expect(app.messages).toHaveCount(6);
  await app.log.focus();
  const [me, other] = [full.me.name, conversation.other.name];
  const lines = (await copy(app.page, '3 ', '5 ')).split('\n');
  const parts = lines.map((line) => line.match(/^(.*), (\d{1,2}:\d\d): (.*)$/).slice(1));
  expect(parts.map(([name, , text]) => [name, text])).toEqual([
    [me, conversation.text(3)],
    [other, conversation.text(4)],
    [other, conversation.text(5)],
  ]);
  expect(await copy(app.page, '4 ', '4 ')).toBe(conversation.text(4));
});

const PRINTS = { annotation: { type: 'moves things', description: 'shows the page as it is printed' } };

test('the whole loaded conversation is printed, and nothing else', PRINTS, async ({ app, full }) => {
  const conversation = await full.converse(400);
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  await expect(app.messages.last()).toBeVisible();
  // Loads older pages.
  await expect(async () => {
    await scrollFromTop(app, 0);
    await expect(app.log.getByText(conversation.text(100), { exact: true })).toBeAttached({ timeout: 500 });
  }).toPass();
  const rendered = await app.messages.count();
  await app.page.evaluate(() => {
    // After the app's own listener and what it has rendered by then.
    const count = () => {
      window.printed = document.querySelectorAll('article').length;
    };
    addEventListener('beforeprint', () => queueMicrotask(count), { once: true });
  });
  const pdf = await app.page.pdf({ format: 'A4' });
  const printed = await app.page.evaluate(() => window.printed);
  expect(printed).toBeGreaterThanOrEqual(300);
  expect(rendered).toBeLessThan(printed);
  await expect.poll(() => app.messages.count(), 'afterwards').toBeLessThan(printed);
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  expect(pages, 'paper for all of them').toBeGreaterThan(8);

  await app.page.emulateMedia({ media: 'print' });
  await expect(app.composer).toBeHidden();
  await expect(app.groups).toBeHidden();
  await expect(app.messages.last()).toBeVisible();
});

test('a file that is dropped on the page does not replace it, and is answered', async ({ app, full }) => {
  const conversation = await full.converse(3);
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  await expect(app.messages).toHaveCount(3);
  await app.composer.fill('Typed before');
  const isLeft = await app.log.evaluate((log) => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'picture.png', { type: 'image/png' }));
    const options = { dataTransfer: data, bubbles: true, cancelable: true };
    return ['dragover', 'drop'].map((kind) => log.dispatchEvent(new DragEvent(kind, options)));
  });
  expect(isLeft, 'left to the browser').toEqual([false, false]);
  await expect(app.alert).toHaveText('Files cannot be sent.');
  await expect(app.composer).toHaveValue('Typed before');
});

test('a very long message is folded, and opened where it is', async ({ app, full }) => {
  const conversation = await full.converse(3);
  const text = Array.from({ length: 150 }, (_, at) => `row ${at}`).join('\n');
  await full.server.write(conversation.uuid, [{ from: conversation.other.handle, text }]);
  await app.signIn(full.me, full.at(`/messages/${conversation.uuid}`));
  const more = app.messages.last().getByRole('button', { name: 'Show more', expanded: false });
  await expect(more).toBeVisible();
  const height = () => app.messages.last().evaluate((message) => message.clientHeight);
  expect(await height()).toBeLessThan(700);
  await more.click();
  await expect(app.messages.last()).toContainText('row 149');
  await expect(app.messages.last().getByText('row 0')).toBeInViewport();
  await app.messages.last().getByRole('button', { name: 'Show less', expanded: true }).click();
  await expect(app.messages.last()).not.toContainText('row 149');
  expect(await height()).toBeLessThan(700);
});
