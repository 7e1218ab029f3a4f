// What a key costs in the composer, beside a bare field, however long the text in it is.
import { cpuOf, median } from '../support/measure.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { storageText } from '../support/traces.mjs';

const LONG = 500_000;
const KEYS = 7;
// Measured: 0.94 for a key. The paste itself is laid out twice: before the page hears of it the field still takes its
// height from its text.
const RATIO = { key: 2, paste: 3.5 };

/** The CPU time of pasting a long text, then of a key, each with the frames that follow. */
async function costOf(page, field) {
  const cost = await cpuOf(page);
  const type = (text) =>
    field.evaluate(async (field, text) => {
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
      document.execCommand('insertText', false, text);
      const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      for (let frames = 0; frames < 4; frames += 1) await drawn();
      // What is stored is stored after a pause.
      await new Promise((done) => setTimeout(done, 400));
    }, text);
  const paste = await cost(() => type('A long text. '.repeat(LONG / 13)));
  const keys = [];
  for (let n = 0; n < KEYS; n += 1) keys.push(await cost(() => type('x')));
  return { paste, key: median(keys) };
}

/** A field as the composer's, of the same size and style, with nothing behind it. */
async function bareField(page) {
  await page.evaluate(() => {
    const form = document.querySelector('form.composer').cloneNode(true);
    const field = form.querySelector('textarea');
    field.id = 'bare';
    field.ariaLabel = 'Bare';
    field.style.cssText = 'field-sizing: fixed; height: 100vh';
    document.querySelector('form.composer').replaceWith(form);
  });
  return page.locator('#bare');
}

const LONG_TEXT = { annotation: { type: 'moves things', description: 'puts a long text into the field' } };

test('a key costs about what it costs in a bare field, with half a million characters in it', LONG_TEXT, async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  const composer = await costOf(app.page, app.composer);
  await expect(app.page.getByText('too long to be sent or saved as a draft')).toBeVisible();
  await expect(app.sendButton).toHaveAttribute('aria-disabled', 'true');
  expect((await storageText(app.page)).length).toBeLessThan(50_000);
  await app.page.reload();
  await expect(app.messages.last()).toBeVisible();
  const bare = await costOf(app.page, await bareField(app.page));

  const figures = ['paste', 'key'].map(
    (what) => `${what}: ${composer[what].toFixed(1)} ms of CPU, bare ${bare[what].toFixed(1)}`,
  );
  console.log(figures.join('; '));
  test.info().annotations.push({ type: 'figures', description: figures.join('; ') });
  for (const what of ['key', 'paste']) expect(composer[what] / bare[what], what).toBeLessThan(RATIO[what]);
});
