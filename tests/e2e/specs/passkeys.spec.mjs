// Without a password: a passkey is added in the settings, signs in, and is removed. The browser's part is real.
import { findings } from '../support/axe.mjs';
import { authenticator, Passkeys } from '../support/passkeys.mjs';
import { freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

const button = (app, name) => app.page.getByRole('button', { name, exact: true });
const heading = (app, name) => app.page.getByRole('heading', { name, exact: true });
const said = (app, words) => app.page.getByRole('status').filter({ hasText: words });

/** The app of a pool without passwords, at a name: an address of numbers can have no passkeys. */
async function passwordless(app, person) {
  const passkeys = new Passkeys(person);
  await passkeys.serve(app.page);
  await app.page.route('**/config.json', async (route) => {
    const response = await route.fetch();
    const config = await response.json();
    config.cognito.passwordless = true;
    await route.fulfill({ response, json: config });
  });
  const { origin } = new URL(process.env.APP_URL);
  return { passkeys, at: (path) => `${origin.replace('127.0.0.1', 'localhost')}${path}` };
}

async function signInWithPasskey(app, person) {
  await app.email.fill(person.email);
  await button(app, 'Sign in without a password').click();
  await expect(app.email).toBeFocused();
  await expect(app.email).toHaveValue(person.email);
  await app.email.press('Enter');
  await button(app, 'Use a passkey').click();
}

test('a passkey is added, signs in without the password, and is removed', async ({ app }) => {
  const person = await freshPerson('Ida');
  const { passkeys, at } = await passwordless(app, person);
  await authenticator(app.page);
  await app.page.goto(at('/settings'));
  await app.fillSignIn(person);
  await expect(heading(app, 'Settings')).toBeVisible();
  await button(app, 'Show passkeys').click();
  await button(app, 'Add a passkey').click();
  await expect(said(app, 'Your passkey is added.').first()).toBeVisible();
  await expect(button(app, 'Remove Key 1')).toBeVisible();
  expect(passkeys.all).toHaveLength(1);
  expect(await findings(app.page)).toEqual([]);

  await app.page.getByRole('link', { name: 'Back to messages' }).click();
  await app.signOut();
  await signInWithPasskey(app, person);
  await expect(app.groups).toBeVisible();

  // The list waits for the new page's first token.
  await app.page.goto(at('/settings'));
  await button(app, 'Show passkeys').click();
  await button(app, 'Remove Key 1').click();
  await expect(said(app, 'The passkey is removed.').first()).toBeVisible();
  await expect(button(app, 'Remove Key 1')).toBeHidden();
  expect(passkeys.all).toHaveLength(0);
});

test('without a passkey the app says so, and the password still signs in', async ({ app }) => {
  const person = await freshPerson('Ida');
  const { at } = await passwordless(app, person);
  await authenticator(app.page);
  await app.page.goto(at('/messages'));
  await signInWithPasskey(app, person);
  await expect(app.alert).toContainText('No passkey was used.');
  await expect(app.email).toHaveValue(person.email);
  await app.password.fill(person.password);
  await app.password.press('Enter');
  await expect(app.groups).toBeVisible();
});

test('closing the form cancels the passkey request, and the next one is made', async ({ app }) => {
  const person = await freshPerson('Ida');
  const { passkeys, at } = await passwordless(app, person);
  const { touch } = await authenticator(app.page);
  await touch(false);
  await app.page.goto(at('/settings'));
  await app.fillSignIn(person);
  await button(app, 'Show passkeys').click();
  const asked = app.page.waitForResponse((response) => /WebAuthnRegistration/.test(targetOf(response)));
  await button(app, 'Add a passkey').click();
  await asked;
  await button(app, 'Close').click();
  await touch(true);
  await button(app, 'Show passkeys').click();
  await button(app, 'Add a passkey').click();
  await expect(said(app, 'Your passkey is added.').first()).toBeVisible();
  expect(passkeys.all).toHaveLength(1);
});

const targetOf = (response) => response.request().headers()['x-amz-target'] ?? '';
