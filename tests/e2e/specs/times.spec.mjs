import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

const ZONE = 'Pacific/Marquesas';

test('old and new messages show the times of the zone the reader has come to', async ({ app }) => {
  const { one, other, group } = await freshConversation('Before the journey');
  await app.enter(one, group);
  const shown = async (text) => {
    const message = app.message(text);
    return [await message.getAttribute('aria-label'), await message.locator('time').getAttribute('title')];
  };
  const there = await shown('Before the journey');
  // As after a journey: what is made for no zone by name is made for the new one.
  await app.page.evaluate((timeZone) => {
    const Own = Intl.DateTimeFormat;
    Intl.DateTimeFormat = class extends Own {
      constructor(locales, options) {
        super(locales, { timeZone, ...options });
      }
    };
    window.dispatchEvent(new Event('focus'));
  }, ZONE);
  await expect.poll(() => shown('Before the journey')).not.toEqual(there);
  await other.rest.send(group, 'After the journey');
  await expect(app.message('After the journey')).toBeVisible();
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, dateStyle: 'full' }).format(new Date());
  for (const text of ['Before the journey', 'After the journey']) {
    expect((await shown(text))[1]).toContain(day);
  }
});

for (const days of [1, -1]) {
  test(`a device whose clock is wrong by a day (${days}) shows today's messages under today`, async ({ app }) => {
    const { one, group } = await freshConversation('Just now');
    await app.page.addInitScript((error) => {
      const Device = Date;
      window.Date = class extends Device {
        constructor(...given) {
          super(...(given.length === 0 ? [Device.now() + error] : given));
        }

        static now() {
          return Device.now() + error;
        }
      };
    }, days * 86_400_000);
    await app.enter(one, group);
    const day = app.log.getByRole('heading', { level: 2 });
    await expect(day).toHaveText('Today', { timeout: 2_000 });
    // What the cache has is shown before any answer.
    await app.page.reload();
    await expect(app.message('Just now')).toBeVisible();
    await expect(day).toHaveText('Today', { timeout: 2_000 });
  });
}

test.describe('in a browser of another language', () => {
  test.use({ locale: 'de-DE', timezoneId: 'Europe/Berlin' });

  test('dates are in the language of the words, to 24 hours as the reader is used to', async ({ app }) => {
    const { one, group } = await freshConversation('Guten Tag');
    await app.enter(one, group);
    const title = await app.message('Guten Tag').locator('time').getAttribute('title');
    expect(title).toMatch(/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day.*\d\d:\d\d:\d\d$/);
    const document = app.page.locator('html');
    await expect(document).toHaveAttribute('lang', 'en');
    await expect(document).toHaveAttribute('dir', 'ltr');
  });
});
