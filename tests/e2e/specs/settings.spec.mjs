import { findings } from '../support/axe.mjs';
import { cognitoAnswers } from '../support/challenges.mjs';
import { refreshWith, tokensOf } from '../support/cognito.mjs';
import { stack } from '../support/environment.mjs';
import { cutOff } from '../support/faults.mjs';
import { freshConversation, freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { totp } from '../support/totp.mjs';
import { tokensGivenTo } from '../support/traces.mjs';

const box = (app, name) => app.page.getByRole('textbox', { name, exact: true });
const button = (app, name) => app.page.getByRole('button', { name, exact: true });
const heading = (app, name) => app.page.getByRole('heading', { name, exact: true });
const said = (app, words) => app.page.getByRole('status').filter({ hasText: words });

const setting = (app, name) => app.page.locator('section').filter({ has: heading(app, name) });

const OPENERS = [
  'Change display name',
  'Change password',
  'Change authenticator app',
  'Sign out everywhere',
  'Delete my account',
];

/** Signs in and goes to the settings by the account menu. */
async function toSettings(app, person) {
  await app.signIn(person);
  await app.account.click();
  await app.page.getByRole('menuitem', { name: 'Settings' }).click();
  await expect(heading(app, 'Settings')).toBeVisible();
  await expect(app.page).toHaveURL('/settings');
}

test('another name is there at once, for oneself and for others', async ({ app, anotherApp }) => {
  const { one, other, group } = await freshConversation('Hello');
  const reader = await anotherApp();
  await reader.enter(other, group);
  await toSettings(app, one);
  await button(app, 'Change display name').click();
  await box(app, 'Name').fill('Ida the Second');
  await box(app, 'Name').press('Enter');
  await expect(said(app, 'Your name is changed.')).toBeVisible();
  await expect(app.page.getByText('Ida the Second')).toBeVisible();
  await expect(reader.group('Ida the Second')).toBeVisible();
  expect((await other.rest.person(one.handle)).display_name).toBe('Ida the Second');
  await app.page.reload();
  await expect(app.page.getByText('Ida the Second')).toBeVisible();
});

test('a setting is opened, changed and left by the keyboard alone', async ({ app }) => {
  const person = await freshPerson('Ida');
  await toSettings(app, person);
  const { keyboard } = app.page;
  await expect(heading(app, 'Settings')).toBeFocused();
  await keyboard.press('Tab');
  await expect(button(app, 'Change display name')).toBeFocused();
  await keyboard.press('Enter');
  await expect(box(app, 'Name')).toBeFocused();
  await keyboard.press('ControlOrMeta+a');
  await keyboard.insertText('Ida by keys');
  await keyboard.press('Enter');
  await expect(said(app, 'Your name is changed.')).toBeVisible();
  await expect(app.page.getByText('Ida by keys')).toBeVisible();
  await expect(button(app, 'Change display name')).toBeFocused();
  const back = app.page.getByRole('link', { name: 'Back to messages' });
  const leaves = async () => {
    await keyboard.press('Tab');
    return back.evaluate((link) => link === document.activeElement);
  };
  await expect.poll(leaves, { intervals: [50] }).toBe(true);
  await keyboard.press('Enter');
  await expect(app.groups).toBeVisible();
});

test('each setting says its present value, and Escape closes its form', async ({ app }) => {
  const person = await freshPerson('Ida');
  await toSettings(app, person);
  for (const [name, value] of [
    ['Display name', person.name],
    ['Username', `@${person.handle}`],
    ['Email', person.email],
    ['Password', 'Set'],
    ['Authenticator app', 'Off'],
  ]) {
    await expect(setting(app, name)).toContainText(value);
  }
  for (const name of OPENERS) {
    await button(app, name).click();
    await expect(button(app, 'Close')).toBeVisible();
    await app.page.keyboard.press('Escape');
    await expect(button(app, 'Close')).toHaveCount(0);
    await expect(button(app, name)).toBeFocused();
  }
});

test('the password is changed; a wrong current one is reported and nothing is lost', async ({ app }) => {
  const person = await freshPerson('Ida');
  const password = 'Another password 2';
  await toSettings(app, person);
  await button(app, 'Change password').click();
  await box(app, 'Present password').fill('not this one');
  await box(app, 'New password').fill(password);
  await box(app, 'New password again').fill(password);
  await button(app, 'Change password').click();
  await expect(app.alert).toContainText('not right');
  await expect(box(app, 'New password')).toHaveValue(password);
  await box(app, 'Present password').fill(person.password);
  const elsewhere = await tokensOf(person);
  await button(app, 'Change password').click();
  await expect(said(app, 'Your password is changed. You are signed out everywhere else.')).toBeVisible();
  expect((await refreshWith(elsewhere.refresh)).body.__type).toBe('NotAuthorizedException');
  await app.page.reload();
  await expect(app.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(button(app, 'Change password')).toBeVisible();
  expect((await tokensOf({ ...person, password })).access).toBeTruthy();
});

test('an authenticator app is turned on, asked for, and turned off', async ({ app, anotherApp }) => {
  const person = await freshPerson('Ida');
  await toSettings(app, person);
  await button(app, 'Change authenticator app').click();
  const secret = await app.page.locator('.key').innerText();
  await box(app, 'Code').fill(totp(secret));
  await button(app, 'Turn on').click();
  await expect(said(app, 'asked for at each sign-in')).toBeVisible();
  await expect(setting(app, 'Authenticator app')).toContainText('On');

  const later = await anotherApp();
  await later.open('/signin');
  await later.fillSignIn(person);
  await box(later, 'Code').fill(totp(secret));
  await button(later, 'Continue').click();
  await expect(later.groups).toBeVisible();

  await button(app, 'Change authenticator app').click();
  await expect(box(app, 'Password')).toBeFocused();
  await box(app, 'Password').fill('not this one');
  await button(app, 'Turn off').click();
  await expect(app.page.getByText('This is not your password.')).toBeVisible();
  await expect(box(app, 'Password')).toBeFocused();
  await expect(setting(app, 'Authenticator app')).not.toContainText('Off');
  await box(app, 'Password').fill(person.password);
  await box(app, 'Password').press('Enter');
  await expect(said(app, 'not asked for any more')).toBeVisible();
  expect((await tokensOf(person)).access).toBeTruthy();
});

test('signing out in the settings asks about a message that is unsent', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  const restore = await cutOff(app.page);
  await app.send('Not yet');
  await app.account.click();
  await app.page.getByRole('menuitem', { name: 'Settings' }).click();
  await button(app, 'Sign out').click();
  expect(await findings(app.page)).toEqual([]);
  await button(app, 'Stay').click();
  await expect(app.page.getByRole('dialog')).toHaveCount(0);
  await restore();
  await expect.poll(() => one.rest.texts(group)).toEqual(['Hello', 'Not yet']);
  await button(app, 'Sign out').press('Enter');
  await expect(app.signInButton).toBeVisible();
});

test('signing out everywhere ends the other devices too, and says so there', async ({
  app,
  anotherApp,
}) => {
  const { one, group } = await freshConversation('Two devices');
  const device = await anotherApp();
  const tokens = tokensGivenTo(device.page, stack.endpoint);
  await device.enter(one, group);
  await toSettings(app, one);
  await button(app, 'Sign out everywhere').click();
  await button(app, 'Sign out everywhere').click();
  await expect(app.signInButton).toBeVisible();
  await expect(app.page).toHaveURL(/\/signin/);

  const dialog = device.page.getByRole('dialog', { name: 'Sign in' });
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText('You were signed out on another device');
  await expect
    .poll(async () => (await refreshWith(tokens.refresh)).body.__type)
    .toBe('NotAuthorizedException');
});

test('an account is deleted after confirmation, and others can still read its messages', async ({ app, anotherApp }) => {
  const { one, other, group } = await freshConversation('What stays');
  await toSettings(app, one);
  await button(app, 'Delete my account').click();
  await expect(box(app, 'Password')).toBeFocused();
  await box(app, 'Password').fill('not this one');
  await box(app, 'Answer').fill('no');
  await button(app, 'Delete my account').click();
  await expect(box(app, 'Answer')).toBeFocused();
  await box(app, 'Answer').fill('delete');
  await button(app, 'Delete my account').click();
  await expect(box(app, 'Password')).toBeFocused();
  await expect(app.page.getByText('This is not your password.')).toBeVisible();
  expect((await tokensOf(one)).access).toBeTruthy();
  await box(app, 'Password').fill(one.password);
  const revoked = app.page.waitForResponse((response) =>
    response.request().headers()['x-amz-target']?.endsWith('.RevokeToken'),
  );
  await button(app, 'Delete my account').click();
  const unused = (await revoked).request().postDataJSON().Token;
  expect((await refreshWith(unused)).body.__type).toBe('NotAuthorizedException');
  await expect(button(app, 'Delete for good')).toBeFocused();
  await expect(app.page.getByText(`Delete the account of ${one.email} for good?`)).toBeVisible();
  await button(app, 'Delete for good').click();
  await expect(app.page).toHaveURL(/\/signin/);
  await expect(tokensOf(one)).rejects.toBeTruthy();

  const reader = await anotherApp();
  await reader.signIn(other, `/messages/${group}`);
  await expect(reader.message('What stays')).toBeVisible();
  await expect(reader.group('Deleted account')).toBeVisible();
});

// The local service sends no text messages: the person's codes are a shape of AWS's API model.
test('of two kinds of codes the other is preferred, by the keyboard', async ({ app }) => {
  const person = await freshPerson('Ida');
  const kinds = ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'];
  const user = { UserMFASettingList: kinds, PreferredMfaSetting: kinds[0] };
  await cognitoAnswers(app.page, {
    GetUser: user,
    SetUserMFAPreference: {},
  });
  await toSettings(app, person);
  await expect(setting(app, 'Code at sign-in')).toContainText('Authenticator app');
  const sent = app.page.waitForRequest((request) =>
    request.headers()['x-amz-target']?.endsWith('.SetUserMFAPreference'),
  );
  await button(app, 'Change code at sign-in').press('Enter');
  await expect(button(app, 'Use an authenticator app')).toBeFocused();
  expect(await findings(app.page)).toEqual([]);
  if (process.env.SCREENSHOTS) {
    await app.page.screenshot({ path: `${process.env.SCREENSHOTS}/settings-code.png`, fullPage: true });
  }
  await app.page.keyboard.press('Tab');
  await expect(button(app, 'Get a code by text message')).toBeFocused();
  await app.page.keyboard.press('Enter');
  const { SoftwareTokenMfaSettings, SMSMfaSettings } = (await sent).postDataJSON();
  expect(SoftwareTokenMfaSettings).toEqual({ Enabled: true, PreferredMfa: false });
  expect(SMSMfaSettings).toEqual({ Enabled: true, PreferredMfa: true });
  await expect(said(app, 'You are asked for this code from now on.')).toBeVisible();
  await expect(setting(app, 'Code at sign-in')).toContainText('Text message');
  await expect(button(app, 'Change code at sign-in')).toBeFocused();
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing in the settings, ${colorScheme}`, async ({ anotherApp }) => {
    const app = await anotherApp({ colorScheme, viewport: { width: 360, height: 780 } });
    await toSettings(app, await freshPerson('Ida'));
    const found = await findings(app.page, 'settings');
    for (const name of OPENERS) {
      await button(app, name).click();
      await expect(button(app, 'Close')).toBeVisible();
      found.push(...(await findings(app.page, name)));
      if (process.env.SCREENSHOTS) {
        const path = `${process.env.SCREENSHOTS}/settings-${name.replaceAll(' ', '-')}-${colorScheme}.png`;
        await app.page.screenshot({ path, fullPage: true });
      }
      await button(app, 'Close').click();
    }
    expect(found).toEqual([]);
  });
}

test('a sound for new messages is off until it is turned on, and is not heard by who is reading', async ({ app }) => {
  await app.page.addInitScript(() => {
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function () {
      window.tones += 1;
      return start.call(this);
    };
  });
  const tones = () => app.page.evaluate(() => window.tones);
  const { one, other, group } = await freshConversation('Hello');
  await app.enter(one, group);
  const arrives = async (text) => {
    await other.rest.send(group, text);
    await expect(app.groups).toContainText(text);
  };
  await app.page.evaluate(() => (document.hasFocus = () => false));
  await arrives('Silently');
  expect(await tones()).toBe(0);

  await app.page.goto('/settings');
  await app.page.getByRole('checkbox', { name: /sound/ }).check();
  await expect.poll(tones).toBe(1);
  await app.page.goto('/messages');
  await app.isConnected();
  await arrives('Heard');
  await expect.poll(tones).toBe(1);

  await app.group(other.name).click();
  await expect(app.message('Heard')).toBeVisible();
  await arrives('Read at once');
  await expect(app.message('Read at once')).toBeVisible();
  expect(await tones()).toBe(1);
});
