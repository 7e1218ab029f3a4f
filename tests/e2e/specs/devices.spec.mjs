// A pool that keeps track of browsers: this one is remembered, proves itself instead of a code, and is forgotten.
import { findings } from '../support/axe.mjs';
import { CODE, Devices } from '../support/devices.mjs';
import { freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

const button = (app, name) => app.page.getByRole('button', { name, exact: true });
const heading = (app, name) => app.page.getByRole('heading', { name, exact: true });
const said = (app, words) => app.page.getByRole('status').filter({ hasText: words });
const keptDevices = (app) =>
  app.page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('cruddur.device.')));

async function typeCode(app) {
  await expect(heading(app, 'Enter your code')).toBeVisible();
  await app.page.getByRole('textbox', { name: 'Code', exact: true }).fill(CODE);
  await app.page.keyboard.press('Enter');
}

/** Signs in with a code, up to the question about the browser. */
async function signInWithCode(app, person) {
  await app.fillSignIn(person);
  await typeCode(app);
  await expect(heading(app, 'Remember this browser?')).toBeVisible();
}

/** A person whose browser is remembered, signed out again. */
async function remembered(app) {
  const person = await freshPerson('Ida');
  const devices = new Devices();
  await devices.serve(app.page);
  await app.open('/messages');
  await signInWithCode(app, person);
  await button(app, 'Remember this browser').click();
  await expect(app.groups).toBeVisible();
  await app.signOut();
  return { person, devices };
}

test('a remembered browser is asked for no code, stays signed in, and is forgotten in the settings', async ({
  app,
}) => {
  const { person, devices } = await remembered(app);
  expect([...devices.all.values()].map(({ name }) => name)).toEqual(['Chrome on Linux']);

  await app.fillSignIn(person);
  await expect(app.groups).toBeVisible();
  expect(devices).toMatchObject({ codes: 1, proofs: 1 });
  // The pool gives no new token to a browser that does not say its name.
  await app.page.goto('/settings');
  await expect(heading(app, 'Remembered browsers')).toBeVisible();
  const setting = app.page.locator('section').filter({ has: heading(app, 'Remembered browsers') });
  await setting.getByRole('button', { name: 'Show' }).press('Enter');
  await expect(button(app, 'Forget Chrome on Linux (this browser)')).toBeFocused();
  await app.page.keyboard.press('Enter');
  await expect(said(app, 'The browser is forgotten.').first()).toBeVisible();
  await expect(button(app, 'Forget Chrome on Linux (this browser)')).toBeHidden();
  await expect(setting).toContainText('No browser is remembered.');
  expect(await keptDevices(app)).toEqual([]);

  await app.page.getByRole('link', { name: 'Back to messages' }).click();
  await app.signOut();
  await signInWithCode(app, person);
  expect(devices).toMatchObject({ codes: 2, proofs: 1 });
});

test('answering not now signs in all the same, and the question comes again next time', async ({ app }) => {
  const person = await freshPerson('Ida');
  const devices = new Devices();
  await devices.serve(app.page);
  await app.open('/messages');
  await signInWithCode(app, person);
  await button(app, 'Not now').click();
  await expect(app.groups).toBeVisible();
  expect(await keptDevices(app)).toEqual([]);
  await app.page.reload();
  await expect(app.groups).toBeVisible();
  await app.signOut();
  await signInWithCode(app, person);
});

test('a pool that remembers every browser does not ask', async ({ app }) => {
  const person = await freshPerson('Ida');
  const devices = new Devices({ asks: false });
  await devices.serve(app.page);
  await app.open('/messages');
  await app.fillSignIn(person);
  await typeCode(app);
  await expect(app.groups).toBeVisible();
  await app.signOut();
  await app.fillSignIn(person);
  await expect(app.groups).toBeVisible();
  expect(devices).toMatchObject({ codes: 1, proofs: 1 });
});

for (const [what, forget] of [
  ['that the pool has forgotten', (_, devices) => devices.all.clear()],
  [
    'whose password is another one',
    (app) =>
      app.page.evaluate(() => {
        const [name] = Object.keys(localStorage).filter((key) => key.startsWith('cruddur.device.'));
        const [key, group] = JSON.parse(localStorage.getItem(name));
        localStorage.setItem(name, JSON.stringify([key, group, 'another password']));
      }),
  ],
]) {
  test(`a browser ${what} becomes a new device within the same sign-in`, async ({ app }) => {
    const { person, devices } = await remembered(app);
    await forget(app, devices);
    await signInWithCode(app, person);
    expect(devices).toMatchObject({ codes: 2, proofs: 0 });
    await button(app, 'Remember this browser').click();
    await expect(app.groups).toBeVisible();
    await app.signOut();
    await app.fillSignIn(person);
    await expect(app.groups).toBeVisible();
    expect(devices.proofs).toBe(1);
  });
}

for (const colorScheme of ['light', 'dark']) {
  test(`the question about the browser and the list of browsers, ${colorScheme}`, async ({ anotherApp }) => {
    const app = await anotherApp({ colorScheme, viewport: { width: 360, height: 780 } });
    const picture = async (name) => {
      if (!process.env.SCREENSHOTS) return;
      const path = `${process.env.SCREENSHOTS}/${name}-${colorScheme}.png`;
      await app.page.screenshot({ path, fullPage: true });
    };
    const person = await freshPerson('Ida');
    await new Devices().serve(app.page);
    await app.open('/settings');
    await signInWithCode(app, person);
    await expect(button(app, 'Remember this browser')).toBeFocused();
    const found = await findings(app.page, 'question');
    await picture('remember-browser');
    await app.page.keyboard.press('Enter');
    await expect(heading(app, 'Settings')).toBeVisible();
    const setting = app.page.locator('section').filter({ has: heading(app, 'Remembered browsers') });
    await setting.getByRole('button', { name: 'Show' }).click();
    await expect(button(app, 'Forget Chrome on Linux (this browser)')).toBeVisible();
    found.push(...(await findings(app.page, 'list')));
    await picture('browsers');
    expect(found).toEqual([]);
  });
}
