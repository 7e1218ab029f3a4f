import { findings } from '../support/axe.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { storageText } from '../support/traces.mjs';

const SHELL = (url) => url.pathname === '/';

/** The person comes back to the tab so many minutes after the start. */
async function comeBack(page, minutes) {
  await page.evaluate((later) => {
    const now = new Date().getTime();
    Date.now = () => now + later * 60_000;
    dispatchEvent(new Event('focus'));
  }, minutes);
}

/** Answers the page's shell as a later deploy does, with other files. */
async function deploy(page) {
  await page.route(SHELL, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll('sha384-', 'sha384-Other');
    await route.fulfill({ response, body });
  });
}

test('a new version is offered, never forced, and a draft survives the update', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  const { page } = app;
  const notice = page.getByRole('status').filter({ hasText: 'A new version is ready' });
  await app.enter(one, group);
  let asked = 0;
  page.on('request', (request) => {
    if (SHELL(new URL(request.url()))) asked += 1;
  });

  await comeBack(page, 9);
  expect(asked, 'within ten minutes of the start').toBe(0);
  const same = page.waitForResponse((response) => SHELL(new URL(response.url())));
  await comeBack(page, 11);
  await (await same).finished();
  await expect(notice).toHaveCount(0);

  await deploy(page);
  await app.composer.fill('Half a sen');
  await expect.poll(() => storageText(page)).toContain('Half a sen');
  const places = () => Promise.all([app.log.boundingBox(), app.composer.boundingBox()]);
  const before = await places();
  await comeBack(page, 22);
  await expect(notice).toBeVisible();
  expect(await places(), 'nothing moves').toEqual(before);
  await expect(app.composer).toBeFocused();
  await expect(app.composer).toHaveValue('Half a sen');
  expect(await findings(page, 'new version')).toEqual([]);

  await page.getByRole('button', { name: 'Later' }).click();
  await expect(notice).toHaveCount(0);
  await comeBack(page, 33);
  await expect(notice).toBeVisible();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Reload' }).click();

  await expect(app.composer).toHaveValue('Half a sen');
  await expect(notice).toHaveCount(0);
  await expect(app.message('Hello')).toBeVisible();
});

test('without a network no version is offered, and the next check asks again', async ({
  app,
}) => {
  const { page } = app;
  await app.open('/signin');
  await page.route(SHELL, (route) => route.abort('internetdisconnected'));
  const failed = page.waitForEvent('requestfailed');
  await comeBack(page, 11);
  await failed;
  await page.unrouteAll();
  await deploy(page);
  const notice = page.getByText('A new version is ready');
  await expect(notice).toHaveCount(0);
  await expect
    .poll(async () => {
      await comeBack(page, 12);
      return notice.count();
    })
    .toBe(1);
});
