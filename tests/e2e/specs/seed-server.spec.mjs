// One app for every Cruddur-style server: here one with the original's routes and quirks only.
import { SeedServer } from '../seed-server/server.mjs';
import { Store } from '../seed-server/store.mjs';
import { stack } from '../support/environment.mjs';
import { andrew, bayko, londo } from '../support/people.mjs';
import { serveApp } from '../support/served.mjs';
import { expect, test } from '../support/test.mjs';

const TALK = Array.from({ length: 25 }, (_, index) => `Seed message ${index + 1}`);

let seed;
let served;
let group;

test.beforeAll(async () => {
  test.setTimeout(150_000);
  seed = new SeedServer(stack.endpoint, new Store([andrew, bayko, londo]));
  const api_url = await seed.start();
  served = await serveApp({
    brand: 'Cruddur',
    cognito: {
      user_pool_id: stack.user_pool_id,
      client_id: stack.client_id,
      endpoint: stack.endpoint,
    },
    api_url,
    live_url: null,
    poll_seconds: 1,
  });
  seed.frontend = served.address;
});

test.afterAll(async () => {
  await served?.stop();
  await seed?.stop();
});

test.beforeEach(() => {
  seed.broken = false;
  seed.store = new Store([andrew, bayko, londo]);
  group = seed.store.converse([andrew.handle, bayko.handle], TALK);
});

const at = (path) => `${served.address}${path}`;

test('lists, opens and reads, and offers nothing that is not there', async ({ app }) => {
  await app.signIn(andrew, at('/messages'));
  await expect(app.groupLinks).toHaveCount(1);
  await expect(app.group(bayko.name)).toContainText('Seed message 25');

  await app.group(bayko.name).click();

  await expect(app.messages).toHaveCount(20);
  expect(await app.texts()).toEqual(TALK.slice(-20));
  await expect(app.page.getByRole('button', { name: /older/i })).toHaveCount(0);
  await app.log.evaluate((log) => log.scrollTo(0, 0));
  await expect(app.messages).toHaveCount(20);
  await app.isConnected();
});

test('naive times are UTC, with and without a fraction', async ({ app }) => {
  await app.signIn(andrew, at(`/messages/${group}`));
  await expect(app.messages).toHaveCount(20);
  const rows = seed.store.messagesOf(group);
  for (const [index, row] of rows.entries()) {
    const clock = new Date(`${row.created_at}Z`).toLocaleTimeString('en-GB', {
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'Europe/Berlin',
    });
    await expect(app.messages.nth(index)).toHaveAccessibleName(new RegExp(`, 0?${clock}$`));
  }
});

test('sends, though the answer bears the uuid of the sender, and every message stays itself', async ({ app }) => {
  await app.signIn(andrew, at(`/messages/${group}`));
  await expect(app.messages).toHaveCount(20);

  for (const text of ['One', 'Two', 'Three']) await app.send(text);

  await expect.poll(() => seed.store.messagesOf(group).slice(-3).map((row) => row.message)).toEqual([
    'One',
    'Two',
    'Three',
  ]);
  await expect(app.log).not.toContainText(/Sending|Not sent/);
  const polls = seed.calls.length;
  await expect.poll(() => seed.calls.length - polls).toBeGreaterThan(4);
  const last = (await app.texts()).slice(-3);
  expect(last).toEqual(['One', 'Two', 'Three']);
  await expect(app.groupLinks.first()).toContainText('Three');
});

test('polls: what the other person writes appears by itself', async ({ app }) => {
  await app.signIn(andrew, at(`/messages/${group}`));
  await expect(app.messages).toHaveCount(20);

  seed.store.say(group, seed.store.person(bayko.handle), 'Found by asking');

  await expect(app.message('Found by asking')).toBeVisible({ timeout: 4000 });
  await expect(app.message('Found by asking')).toHaveCount(1);
  await expect(app.groupLinks.first()).toContainText('Found by asking');
});

test('a new conversation begins once, and an existing one is found', async ({ app }) => {
  await app.signIn(andrew, at('/messages/new/londo'));
  await expect(app.log).toHaveAccessibleName(`Messages with ${londo.name}`);
  await app.send('Good evening');
  await expect(app.page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(app.message('Good evening')).toHaveCount(1);
  await expect(app.groupLinks).toHaveCount(2);

  await app.page.goto(at('/messages/new/bayko'));

  await expect(app.page).toHaveURL(at(`/messages/${group}`));
  expect(seed.store.groups).toHaveLength(2);
});

test('a handle nobody has is explained, though the server says 200', async ({ app }) => {
  await app.signIn(andrew, at('/messages/new/nobody'));
  await expect(app.page.getByText(/nobody has the handle @nobody/i)).toBeVisible();
  await expect(app.composer).toBeHidden();
});

test('without a people search a handle can still be typed', async ({ app }) => {
  await app.signIn(andrew, at('/messages/new'));
  await app.findPeople.fill('londo');
  await expect(app.page.getByText(/no people search/i)).toBeVisible();
  await app.findPeople.press('Enter');
  await expect(app.page).toHaveURL(at('/messages/new/londo'));
  await expect(app.composer).toBeVisible();
});

test('a page of HTML with status 500 is trouble with a way out, never an empty list', async ({ app }) => {
  seed.broken = true;
  await app.signIn(andrew, at('/messages'));
  const again = app.groups.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await expect(app.page.getByText(/no conversations/i)).toHaveCount(0);
  await expect(app.page.locator('body')).not.toContainText('Internal Server Error');

  seed.broken = false;
  await again.click();

  await expect(app.group(bayko.name)).toBeVisible();
});

test('a failing conversation is trouble with a way out, never an empty one', async ({ app }) => {
  await app.signIn(andrew, at('/messages'));
  await expect(app.group(bayko.name)).toBeVisible();
  seed.broken = true;
  await app.group(bayko.name).click();
  const again = app.page.getByRole('main').getByRole('button', { name: 'Try again' });
  await expect(again.first()).toBeVisible();

  seed.broken = false;
  await again.first().click();

  await expect(app.messages).toHaveCount(20);
});

test('a send that fails with an HTML page is not lost and not doubled', async ({ app }) => {
  await app.signIn(andrew, at(`/messages/${group}`));
  await expect(app.messages).toHaveCount(20);
  seed.broken = true;
  await app.send('Through the trouble');
  await expect(app.message('Through the trouble')).toContainText(/Sending|Not sent/);

  seed.broken = false;

  const row = app.message('Through the trouble');
  const retry = row.getByRole('button', { name: 'Retry' });
  await expect(async () => {
    if (await retry.isVisible()) await retry.click();
    await expect(row).not.toContainText(/Sending|Not sent/, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  const texts = seed.store.messagesOf(group).map((message) => message.message);
  expect(texts.filter((text) => text === 'Through the trouble')).toHaveLength(1);
  await expect(row).toHaveCount(1);
});
