import {
  AdminCreateUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CHALLENGES, SECRET, cognitoAnswers } from '../support/challenges.mjs';
import { findings } from '../support/axe.mjs';
import { callCognito, tokensOf } from '../support/cognito.mjs';
import { cognito } from '../support/faults.mjs';
import { stack } from '../support/environment.mjs';
import {
  administrator,
  endSessionsOf,
  freshConversation,
  freshPerson,
  invented,
  unconfirmedPerson,
} from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { totp } from '../support/totp.mjs';

// The codes of the local service.
const CONFIRMATION = '123456';
const RECOVERY = '654321';

const box = (app, name) => app.page.getByRole('textbox', { name, exact: true });
const button = (app, name) => app.page.getByRole('button', { name, exact: true });
const heading = (app, name) => app.page.getByRole('heading', { name, exact: true });

async function signUp(app, person) {
  await box(app, 'Name').fill(person.name);
  await app.email.fill(person.email);
  await box(app, 'Username').fill(person.handle);
  await app.password.fill(person.password);
  await button(app, 'Sign up').click();
}

async function confirm(app, code) {
  await box(app, 'Confirmation code').fill(code);
  await button(app, 'Confirm email').click();
}

test('signing up leads to the code and into the app, and others find the person', async ({
  app,
}) => {
  const person = invented('Ida');
  await app.open('/signin');
  await app.page.getByRole('link', { name: 'Sign up' }).click();
  await expect(heading(app, 'Sign up')).toBeVisible();
  await signUp(app, person);
  await expect(app.page).toHaveURL(`/confirm?email=${encodeURIComponent(person.email)}`);
  await expect(app.email).toHaveValue(person.email);
  await expect(box(app, 'Confirmation code')).toBeFocused();
  await confirm(app, '000000');
  await expect(app.alert).toContainText('This code is not right');
  await confirm(app, CONFIRMATION);
  await expect(app.groups).toBeVisible();

  // Amazon's own library signs in to the account the app made.
  expect((await tokensOf(person)).access).toBeTruthy();
  const other = await freshPerson('Oto');
  const found = await other.rest.person(person.handle);
  expect(found.display_name).toBe(person.name);
});

test('the address of a conversation survives signing up', async ({ app }) => {
  const person = invented('Ida');
  const other = await freshPerson('Oto');
  await app.page.goto(`/messages/new/${other.handle}`);
  await app.page.getByRole('link', { name: 'Sign up' }).click();
  await signUp(app, person);
  await expect(heading(app, 'Confirm your email')).toBeVisible();
  await confirm(app, CONFIRMATION);
  await expect(app.page).toHaveURL(`/messages/new/${other.handle}`);
  await expect(app.log).toHaveAccessibleName(`Messages with ${other.name}`);
});

test('signing up with an address that has an account looks like signing up with another one', async ({ app }) => {
  const person = await freshPerson('Ida');
  for (const email of [person.email, invented('Eva').email]) {
    await app.open('/signup');
    await signUp(app, { ...invented('Eva'), email });
    await expect(heading(app, 'Confirm your email')).toBeVisible();
    await expect(app.page.getByRole('status').filter({ hasText: `We sent a code to ${email}` })).toBeVisible();
    await expect(app.email).toHaveValue(email);
    await confirm(app, '000000');
    await expect(app.alert).toContainText('This code is not right');
    await expect(heading(app, 'Confirm your email')).toBeVisible();
  }
});

test('a taken username is reported while it is typed', async ({ app }) => {
  const person = await freshPerson('Ida');
  await app.open('/signup');
  await box(app, 'Username').fill(person.handle.toUpperCase());
  await expect(app.page.getByRole('status').getByText('Somebody else has this username')).toBeVisible();
  await signUp(app, { ...invented('Eva'), handle: person.handle });
  await expect(box(app, 'Username')).toBeFocused();
  await expect(app.page.getByText('Somebody else has this username')).toHaveCount(1);
  await expect(app.page).toHaveURL(/\/signup$/);
  await box(app, 'Username').fill(invented('Eva').handle);
  await expect(app.page.getByRole('status').getByText('This username is free.')).toBeVisible();
});

test('a person with an unconfirmed address is asked for the code, then signed in', async ({ app }) => {
  const person = await unconfirmedPerson();
  await app.open('/signin');
  await app.fillSignIn(person);
  await expect(heading(app, 'Confirm your email')).toBeVisible();
  await expect(app.email).toHaveValue(person.email);
  await button(app, 'Resend code').click();
  await expect(app.page.getByRole('status').filter({ hasText: 'We sent a' })).toBeVisible();
  await expect(app.page.getByRole('button', { name: /^Resend code \(\d+ s\)$/ })).toBeVisible();
  await confirm(app, CONFIRMATION);
  await expect(app.groups).toBeVisible();
});

// A phone may drop the page while the person looks for the code in another app.
test('the confirmation page keeps the address and the way back over a reload', async ({ app }) => {
  const person = await unconfirmedPerson();
  await app.page.goto('/messages/new/somebody');
  await app.fillSignIn(person);
  for (let load = 0; load < 2; load += 1) {
    await expect(app.email).toHaveValue(person.email);
    await expect(box(app, 'Confirmation code')).toBeFocused();
    await app.page.reload();
  }
  await confirm(app, CONFIRMATION);
  await app.password.fill(person.password);
  await app.password.press('Enter');
  await expect(app.page).toHaveURL('/messages/new/somebody');
});

test('a plus in an address stays a plus, typed as it is or encoded', async ({ app }) => {
  for (const address of ['ida+news@example.com', 'ida%2Bnews%40example.com']) {
    await app.open(`/confirm?email=${address}`);
    await expect(app.email).toHaveValue('ida+news@example.com');
  }
});

// The local service sends a code all the same: the refusal is a shape of AWS's.
test('recovering the password of an unconfirmed address leads to the confirmation', async ({ app }) => {
  const message =
    'Cannot reset password for the user as there is no registered/verified email or phone_number';
  await app.page.route(cognito, (route) =>
    route.request().headers()['x-amz-target']?.endsWith('.ForgotPassword')
      ? route.fulfill({
          status: 400,
          json: { __type: 'InvalidParameterException', message },
          headers: { 'Access-Control-Allow-Origin': '*' },
        })
      : route.fallback(),
  );
  await app.open('/forgot');
  await app.email.fill('una+x@example.com');
  await button(app, 'Send recovery code').click();
  await expect(heading(app, 'Confirm your email')).toBeVisible();
  await expect(app.email).toHaveValue('una+x@example.com');
  await expect(app.page.getByRole('status').filter({ hasText: 'not confirmed yet' })).toBeVisible();
});

test('a wrong password has the focus, and a later step offers no way that is none', async ({ app }) => {
  const person = await freshPerson('Ida');
  await app.open('/signin');
  await app.fillSignIn({ ...person, password: 'Not this one 1' });
  await expect(app.alert).toContainText('not right');
  await expect(app.password).toBeFocused();
  const [, answer, title] = CHALLENGES[2];
  await cognitoAnswers(app.page, { InitiateAuth: answer });
  await app.password.press('Enter');
  await expect(heading(app, title)).toBeVisible();
  await expect(app.page.getByRole('main').getByRole('link')).toHaveCount(0);
  await expect(button(app, 'Start over')).toBeVisible();
});

test('a link with the address fills it in, and a code confirms without a password', async ({
  app,
}) => {
  const person = await unconfirmedPerson();
  await app.open(`/confirm?email=${encodeURIComponent(person.email)}`);
  await expect(app.email).toHaveValue(person.email);
  await confirm(app, CONFIRMATION);
  await expect(heading(app, 'Sign in')).toBeVisible();
  await expect(app.page.getByRole('status').filter({ hasText: 'Your email is confirmed' })).toBeVisible();
  await expect(app.email).toHaveValue(person.email);
  await app.password.fill(person.password);
  await app.password.press('Enter');
  await expect(app.groups).toBeVisible();
});

test('a forgotten password is recovered and signs in', async ({ app }) => {
  const person = await freshPerson('Ida');
  const password = 'A new one, with späces 🗝';
  await app.open('/signin');
  await app.page.getByRole('link', { name: 'Forgot password?' }).click();
  await app.email.fill(person.email);
  await button(app, 'Send recovery code').click();
  await box(app, 'Recovery code').fill(RECOVERY);
  await box(app, 'New password').fill(password);
  await box(app, 'New password again').fill('something else');
  await button(app, 'Reset password').click();
  await expect(box(app, 'New password again')).toBeFocused();
  await box(app, 'New password again').fill(password);
  await button(app, 'Reset password').click();
  await expect(app.groups).toBeVisible();

  expect((await tokensOf({ ...person, password })).access).toBeTruthy();
  await expect(tokensOf(person)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
});

test('recovery does not reveal that an address has no account', async ({ app }) => {
  const said = async (email) => {
    await app.open('/forgot');
    await app.email.fill(email);
    await button(app, 'Send recovery code').click();
    await expect(box(app, 'Recovery code')).toBeVisible();
    const words = await app.page.getByRole('main').innerText();
    return words.replaceAll(email, 'ADDRESS').replace(/\d+ s/, 'N s');
  };
  const person = await freshPerson('Ida');
  const known = await said(person.email);
  expect(await said('nobody-at-all@example.com')).toBe(known);
});

test("an administrator's temporary password is replaced at sign-in", async ({ app }) => {
  const person = invented('Ida');
  await administrator().send(
    new AdminCreateUserCommand({
      UserPoolId: stack.user_pool_id,
      Username: person.email,
      TemporaryPassword: 'Temporary-1',
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: person.email },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: person.name },
        { Name: 'preferred_username', Value: person.handle },
      ],
    }),
  );
  await app.open('/signin');
  await app.fillSignIn({ ...person, password: 'Temporary-1' });
  await expect(heading(app, 'Choose a new password')).toBeVisible();
  await expect(box(app, 'New password')).toBeFocused();
  await box(app, 'New password').fill(person.password);
  await box(app, 'New password again').fill(person.password);
  await box(app, 'New password again').press('Enter');
  await expect(app.groups).toBeVisible();
  expect((await tokensOf(person)).access).toBeTruthy();
});

test("an authenticator app's code is required; a wrong one is reported and can be corrected", async ({
  app,
}) => {
  const person = await freshPerson('Ida');
  const { access } = await tokensOf(person);
  const { body } = await callCognito('AssociateSoftwareToken', { AccessToken: access });
  const verified = await callCognito('VerifySoftwareToken', {
    AccessToken: access,
    UserCode: totp(body.SecretCode),
  });
  expect(verified.body.Status).toBe('SUCCESS');
  await callCognito('SetUserMFAPreference', {
    AccessToken: access,
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  await app.open('/signin');
  await app.fillSignIn(person);
  await expect(heading(app, 'Enter your code')).toBeVisible();
  await expect(box(app, 'Code')).toBeFocused();
  const right = totp(body.SecretCode);
  const wrong = right === '000000' ? '000001' : '000000';
  await box(app, 'Code').fill(wrong);
  await button(app, 'Continue').click();
  await expect(app.alert).toContainText('This code is not right');
  await box(app, 'Code').fill(totp(body.SecretCode));
  await button(app, 'Continue').click();
  await expect(app.groups).toBeVisible();
});

test('a session outlives its tab only on request', async ({ anotherApp }) => {
  const person = await freshPerson('Ida');
  for (const keep of [false, true]) {
    const app = await anotherApp();
    await app.page.goto('/signin');
    await app.email.fill(person.email);
    await app.password.fill(person.password);
    if (keep) await app.page.getByRole('checkbox', { name: 'Keep me signed in' }).check();
    await app.signInButton.click();
    await expect(app.groups).toBeVisible();
    const context = app.page.context();
    await app.page.close();
    const later = await context.newPage();
    await later.goto('/messages');
    const groups = later.getByRole('navigation', { name: 'Message groups' });
    const signIn = later.getByRole('heading', { name: 'Sign in', exact: true });
    await expect(keep ? groups : signIn).toBeVisible();
  }
});

test('signing up works by the keyboard alone', async ({ app }) => {
  const person = invented('Ida');
  await app.open('/signup');
  await box(app, 'Name').focus();
  const type = (text) => app.page.keyboard.insertText(text);
  const next = () => app.page.keyboard.press('Tab');
  await type(person.name);
  await next();
  await type(person.email);
  await next();
  await type(person.handle);
  await next();
  await type(person.password);
  await next();
  await expect(button(app, 'Show password')).toBeFocused();
  await next();
  await expect(button(app, 'Sign up')).toBeFocused();
  await app.page.keyboard.press('Enter');
  await expect(box(app, 'Confirmation code')).toBeVisible();
  await box(app, 'Confirmation code').focus();
  await type(CONFIRMATION);
  await app.page.keyboard.press('Enter');
  await expect(app.groups).toBeVisible();
});

test('signing in, and recovering a password, works by the keyboard alone', async ({ app }) => {
  const person = await freshPerson('Ida');
  const { keyboard } = app.page;
  const tabTo = async (control) => {
    await keyboard.press('Tab');
    await expect(control).toBeFocused();
  };
  await app.open('/signin');
  await app.email.focus();
  await keyboard.insertText(person.email);
  await tabTo(app.password);
  await tabTo(button(app, 'Show password'));
  await tabTo(app.page.getByRole('checkbox', { name: 'Keep me signed in' }));
  await keyboard.press('Space');
  await tabTo(app.signInButton);
  await tabTo(app.page.getByRole('link', { name: 'Forgot password?' }));
  await keyboard.press('Enter');
  await expect(heading(app, 'Reset your password')).toBeFocused();
  await tabTo(app.email);
  await keyboard.press('ControlOrMeta+a');
  await keyboard.insertText(person.email);
  await keyboard.press('Enter');
  const code = box(app, 'Recovery code');
  await expect(code).toBeFocused();
  await keyboard.insertText(RECOVERY);
  const password = 'By the keyboard 7';
  for (const name of ['New password', 'New password again']) {
    const field = box(app, name);
    while (!(await field.evaluate((element) => element === document.activeElement))) {
      await keyboard.press('Tab');
    }
    await keyboard.insertText(password);
  }
  await keyboard.press('Enter');
  await expect(app.groups).toBeVisible();
});

test('the overlay of an ended session asks for a code in place', async ({ app }) => {
  const { one, group } = await freshConversation('Where we stopped');
  await app.enter(one, group);
  await app.composer.fill('not sent yet');
  await endSessionsOf(one);
  await app.page.reload();
  const dialog = app.page.getByRole('dialog', { name: 'Sign in' });
  await expect(dialog).toBeVisible();
  const [, answer] = CHALLENGES[2];
  await cognitoAnswers(app.page, { InitiateAuth: answer });
  await app.password.fill(one.password);
  await app.signInButton.click();
  await expect(app.page.getByRole('dialog', { name: 'Enter your code' })).toBeVisible();
  await expect(box(app, 'Code')).toBeFocused();
  await app.page.unrouteAll();
  await button(app, 'Start over').click();
  await expect(app.password).toBeFocused();
  await app.password.fill(one.password);
  await app.signInButton.click();
  await expect(dialog).toBeHidden();
  await expect(app.page).toHaveURL(`/messages/${group}`);
  await expect(app.composer).toHaveValue('not sent yet');
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing on any account form, ${colorScheme}, ${width} px wide`, async ({
      anotherApp,
    }) => {
      test.slow();
      const viewport = { width, height: 780 };
      const app = await anotherApp({ colorScheme, viewport, reducedMotion: 'reduce' });
      const { page } = app;
      const found = [];
      const look = async (place) => {
        found.push(...(await findings(page, place)));
        const name = `${place.replaceAll(' ', '-')}-${colorScheme}-${width}`;
        if (process.env.SCREENSHOTS) {
          await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true });
        }
      };
      await app.open('/signup');
      await box(app, 'Username').fill('ann/');
      await button(app, 'Sign up').click();
      await expect(box(app, 'Name')).toBeFocused();
      await look('sign up, refused');
      await app.open('/confirm?email=ida@example.com');
      await look('confirm');
      await app.open('/forgot');
      await look('recover');
      await app.email.fill('nobody@example.com');
      await button(app, 'Send recovery code').click();
      await expect(box(app, 'Recovery code')).toBeVisible();
      await look('reset');
      for (const [place, answer, title] of CHALLENGES) {
        await page.unrouteAll();
        await cognitoAnswers(page, { InitiateAuth: answer, AssociateSoftwareToken: SECRET });
        await app.open('/signin');
        await app.fillSignIn({ email: 'ida@example.com', password: 'whatever it is' });
        await expect(heading(app, title)).toBeVisible();
        await look(place);
      }
      expect(found).toEqual([]);
    });
  }
}
