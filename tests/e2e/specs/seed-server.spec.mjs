// One app for every Cruddur-style server: here one with the original's routes and quirks only.
import { andrew, bayko, londo } from '../support/people.mjs';
import { HISTORY, expect, test } from '../support/seed.mjs';
import { scrollFromTop } from '../support/transcript.mjs';

test('lists, opens and reads, and offers nothing that is not there', async ({ app, seed }) => {
  await app.signIn(andrew, seed.at('/messages'));
  await expect(app.groupLinks).toHaveCount(1);
  await expect(app.group(bayko.name)).toContainText('Seed message 25');

  await app.group(bayko.name).click();

  await expect(app.messages).toHaveCount(20);
  expect(await app.texts()).toEqual(HISTORY.slice(-20));
  await expect(app.page.getByRole('button', { name: /older/i })).toHaveCount(0);
  await scrollFromTop(app, 0);
  await expect(app.messages).toHaveCount(20);
  await app.isConnected();
});

test('naive times are UTC, with and without a fraction', async ({ app, seed }) => {
  await app.signIn(andrew, seed.at(`/messages/${seed.group}`));
  await expect(app.messages).toHaveCount(20);
  const rows = await seed.messages();
  for (const [index, row] of rows.entries()) {
    const clock = new Date(`${row.created_at}Z`).toLocaleTimeString('en-GB', {
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'Europe/Berlin',
    });
    await expect(app.messages.nth(index)).toHaveAccessibleName(new RegExp(`, 0?${clock}$`));
  }
});

test("sends, though the answer has the sender's uuid, and every message keeps its identity", async ({
  app,
  seed,
}) => {
  await app.signIn(andrew, seed.at(`/messages/${seed.group}`));
  await expect(app.messages).toHaveCount(20);

  for (const text of ['One', 'Two', 'Three']) await app.send(text);

  await expect
    .poll(async () => (await seed.messages()).slice(-3).map((row) => row.message))
    .toEqual(['One', 'Two', 'Three']);
  await expect(app.log).not.toContainText(/Sending|Not sent/);
  const polls = (await seed.server.calls()).length;
  await expect.poll(async () => (await seed.server.calls()).length - polls).toBeGreaterThan(4);
  const last = (await app.texts()).slice(-3);
  expect(last).toEqual(['One', 'Two', 'Three']);
  await expect(app.groupLinks.first()).toContainText('Three');
});

test('polls: a message of the other person appears by itself', async ({ app, seed }) => {
  await app.signIn(andrew, seed.at(`/messages/${seed.group}`));
  await expect(app.messages).toHaveCount(20);

  await seed.server.write(seed.group, [{ from: bayko.handle, text: 'Found by asking' }]);

  await expect(app.message('Found by asking')).toBeVisible({ timeout: 4000 });
  await expect(app.message('Found by asking')).toHaveCount(1);
  await expect(app.groupLinks.first()).toContainText('Found by asking');
});

test('a new conversation is created once, and an existing one is found', async ({ app, seed }) => {
  await app.signIn(andrew, seed.at('/messages/new/londo'));
  await expect(app.log).toHaveAccessibleName(`Messages with ${londo.name}`);
  await app.send('Good evening');
  await expect(app.page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(app.message('Good evening')).toHaveCount(1);
  await expect(app.groupLinks).toHaveCount(2);

  await app.page.goto(seed.at('/messages/new/bayko'));

  await expect(app.page).toHaveURL(seed.at(`/messages/${seed.group}`));
  expect(await seed.server.groups()).toHaveLength(2);
});
