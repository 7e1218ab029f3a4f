import { findings } from '../support/axe.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

const PRIVATE = 'Entre nous seulement';

/** What a person who helps must never get to see. */
function expectNothingPrivate(text, people) {
  for (const person of people) {
    for (const secret of [person.email, person.password, person.handle, person.name]) {
      expect(text).not.toContain(secret);
    }
  }
  expect(text).not.toContain(PRIVATE);
  expect(text).not.toMatch(/eyJ[\w-]{8}|ticket=/);
}

test('?trace prints what happens to the console, for as long as the page lives', async ({ app }) => {
  const { one, other, group } = await freshConversation('Hello');
  const lines = [];
  app.page.on('console', (message) => lines.push(message.text()));
  await app.page.goto('/?trace');
  await expect(app.page).toHaveURL('/signin');
  await app.fillSignIn(one);
  await app.group(other.name).click();
  await app.isConnected();
  await app.send(PRIVATE);
  await expect(app.message(PRIVATE)).toBeVisible();
  const printed = () => lines.join('\n');
  await expect.poll(printed).toMatch(/event {2}Send bytes=20/);
  expect(printed()).toMatch(/effect Http request=\d+ method=POST call=RespondToAuthChallenge/);
  expect(printed()).toContain(`event  Open id=${group.slice(0, 8)}`);
  await expect.poll(printed).toMatch(/event {2}SocketFrame socket=\d+ kind=INSERT/);
  expectNothingPrivate(printed(), [one, other]);
});

test('without ?trace nothing is printed', async ({ app }) => {
  const lines = [];
  app.page.on('console', (message) => lines.push(message.text()));
  await app.open('/signin');
  expect(lines.filter((line) => /^ *\d+\.\d{3} (event|effect)/.test(line))).toEqual([]);
});

test('the settings copy diagnostics that help and give nobody away', async ({ app }) => {
  const { page } = app;
  const { one, other, group } = await freshConversation('Hello');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.enter(one, group);
  await app.send(PRIVATE);
  await expect(app.message(PRIVATE)).toBeVisible();
  await app.account.click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();

  const copy = page.getByRole('button', { name: 'Copy diagnostics' });
  await copy.focus();
  await page.keyboard.press('Enter');

  await expect(page.getByRole('status').filter({ hasText: 'Diagnostics copied' })).toBeVisible();
  await expect(copy).toBeFocused();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  for (const line of [
    /^cruddur: \d+\.\d+\.\d+ cruddur-app-\w+\.js$/m,
    /^browser: Mozilla/m,
    /^language: en-GB$/m,
    /^online: yes$/m,
    /^hosts: api \S+, live \S+, cognito \S+$/m,
    /^session: signed in$/m,
    /^connection: connected$/m,
    /^conversations: 1 listed, 1 loaded with 2 messages$/m,
    /^outbox: 0 unsent, 0 of them waiting$/m,
    /^storage: available$/m,
    /event {2}Started session=no/,
    /event {2}Send bytes=20/,
  ]) {
    expect(text).toMatch(line);
  }
  expectNothingPrivate(text, [one, other]);
  expect(await findings(page, 'settings, diagnostics copied')).toEqual([]);
});

test('where the browser does not copy, the text is there to be selected', async ({ app }) => {
  const { page } = app;
  const { one } = await freshConversation('Hello');
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await app.signIn(one, '/settings');
  await page.getByRole('button', { name: 'Copy diagnostics' }).click();
  const field = page.getByRole('textbox', { name: 'Diagnostics' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(/event {2}Started/);
  expect(await field.evaluate(({ selectionEnd, value }) => selectionEnd === value.length)).toBe(true);
  expect(await findings(page, 'settings, diagnostics to copy by hand')).toEqual([]);
});
