import { App } from '../support/app.mjs';
import { findings } from '../support/axe.mjs';
import { api } from '../support/faults.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { storageText } from '../support/traces.mjs';
import { trappable } from '../support/trap.mjs';

const reload = (page) => page.getByRole('button', { name: 'Reload', exact: true });

/** The page's faults but the trap itself. */
const others = (watched) => watched.faults.filter((fault) => !/unreachable/.test(fault));

test('a trap shows the recover screen within a second; draft and queue survive it', async ({
  page,
  watched,
}) => {
  const app = new App(page);
  const { one, group } = await freshConversation('Hello');
  const { trap, calls } = await trappable(page.context());
  await app.enter(one, group);
  await page.route(api('/api/messages'), (route) =>
    route.request().method() === 'POST' ? route.abort('connectionrefused') : route.fallback(),
  );
  await app.send('Queued when it stopped');
  await expect(app.message('Queued when it stopped')).toContainText('Sending');
  await app.composer.fill('Half a sen');
  await expect.poll(() => storageText(page)).toMatch(/Queued when it stopped[^]*Half a sen|Half a sen[^]*Queued/);

  await trap(page);
  await page.evaluate(() => dispatchEvent(new Event('focus')));

  await expect(app.alert).toContainText('Cruddur stopped', { timeout: 1000 });
  await expect(reload(page)).toBeFocused();
  await expect(app.log).toHaveCount(0);
  await expect(app.composer).toHaveCount(0);
  expect(await findings(page, 'recover screen')).toEqual([]);
  const before = await calls(page);
  await page.evaluate(() => {
    for (const name of ['online', 'focus', 'pageshow']) dispatchEvent(new Event(name));
  });
  expect(await calls(page), 'calls of the app after its trap').toBe(before);

  await page.unrouteAll();
  await reload(page).press('Enter');

  await expect(app.composer).toHaveValue('Half a sen');
  await expect.poll(() => one.rest.texts(group)).toEqual(['Hello', 'Queued when it stopped']);
  await expect(app.message('Queued when it stopped')).toHaveCount(1);
  expect(others(watched)).toEqual([]);
});

/** Has the app panic while it sends the sign-in form, and waits for the recover screen. */
async function panicAtSignIn(app) {
  // gloo-net panics on a request that fails with something that is no Error.
  await app.page.evaluate(() => {
    window.fetch = () => Promise.reject('planted');
  });
  await app.fillSignIn({ email: 'someone@example.com', password: 'Password-1' });
  await expect(app.alert).toContainText('Cruddur stopped');
}

test('a panic says what happened and where, on the recover screen and in the console', async ({
  page,
  watched,
}) => {
  const app = new App(page);
  await app.open('/signin');
  await panicAtSignIn(app);

  await page.getByText('Details', { exact: true }).click();
  const where = /panicked at \S+\.rs:\d+:\d+/;
  await expect(app.alert.getByText(where)).toBeVisible();
  expect(watched.messages.join('\n')).toMatch(where);
  expect(await findings(page, 'recover screen with details')).toEqual([]);
  expect(others(watched)).toEqual([]);
});

test('after a panic the diagnostics can be copied, with the trace and without what was typed', async ({
  page,
  context,
  watched,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const app = new App(page);
  await app.open('/signin');
  await panicAtSignIn(app);

  await page.getByRole('button', { name: 'Copy diagnostics' }).click();

  await expect(page.getByText('Diagnostics copied')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^cruddur: \d+\.\d+\.\d+ cruddur-app-\w+\.js\ntime: 20/);
  expect(text).toMatch(/event {2}AccountSubmit form=SignIn fields=2/);
  expect(text).toMatch(/effect Http request=\d+ method=POST call=InitiateAuth/);
  expect(text).toMatch(/panic: \S+\.rs:\d+:\d+: /);
  expect(text).not.toMatch(/someone|Password-1|planted/);
  expect(await findings(page, 'recover screen with copied diagnostics')).toEqual([]);
  expect(others(watched)).toEqual([]);
});

test('when the leading tab traps, the other takes over within two seconds', async ({
  page,
  watched,
}) => {
  const app = new App(page);
  const { one, other, group } = await freshConversation('Hello');
  const { trap } = await trappable(page.context());
  await app.enter(one, group);
  const tab = new App(await page.context().newPage());
  await tab.page.goto(`/messages/${group}`);
  await expect(tab.messages.last()).toBeVisible();
  await tab.isConnected();

  const socket = tab.page.waitForEvent('websocket', { timeout: 2000 });
  await trap(page);
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await socket;

  await tab.isConnected();
  await other.rest.send(group, 'After the trap');
  await expect(tab.message('After the trap')).toBeVisible();
  expect(others(watched)).toEqual([]);
});

for (const [name, file] of [
  ['wasm', '**/*_bg.wasm'],
  ['glue', '**/cruddur-app-*.js'],
  ['stylesheet', '**/main-*.css'],
]) {
  test(`a missing ${name} reloads the page once, then shows the recover screen`, async ({ page }) => {
    const app = new App(page);
    let loads = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) loads += 1;
    });
    await page.route(file, (route) => route.fulfill({ status: 404, body: 'Not found.' }));

    await page.goto('/signin');

    await expect(app.alert).toContainText('Cruddur could not load');
    await expect(reload(page)).toBeFocused();
    expect(loads).toBe(2);

    await page.unrouteAll();
    await reload(page).click();
    await expect(app.signInButton).toBeVisible();
    expect(loads).toBe(3);
    await expect.poll(() => page.evaluate(() => sessionStorage.reloaded)).toBeUndefined();
  });
}

test('without the starting script a link to reload the page appears', async ({
  page,
}) => {
  await page.route('**/boot-*.js', (route) => route.fulfill({ status: 404, body: 'Not found.' }));
  await page.goto('/signin');
  const link = page.getByRole('link', { name: 'Reload the page' });
  await expect(link).toBeHidden();
  // The link comes after 20 seconds.
  await page.evaluate(() => document.getAnimations().forEach((each) => each.finish()));
  await page.unrouteAll();
  await link.click();
  await expect(new App(page).signInButton).toBeVisible();
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing on the recover screen, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.route('**/*_bg.wasm', (route) => route.fulfill({ status: 404, body: 'Not found.' }));
    await page.goto('/signin');
    await expect(reload(page)).toBeFocused();
    expect(await findings(page, `recover screen, ${colorScheme}`)).toEqual([]);
  });
}
