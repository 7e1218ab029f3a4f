import { freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

test('the empty list of conversations offers the next step', async ({ app }) => {
  await app.signIn(await freshPerson('Ida'));
  await expect(app.groups.getByText('No conversations yet.')).toBeVisible();
  await app.groups.getByRole('link', { name: 'Find people to write to' }).click();
  await expect(app.findPeople).toBeVisible();
});

test('every conversation of a long list is reached, newest first, none twice', async ({ app }) => {
  test.slow();
  const one = await freshPerson('Ida');
  const others = [];
  for (let batch = 0; batch < 6; batch += 1) {
    others.push(...(await Promise.all(Array.from({ length: 4 }, () => freshPerson('Many')))));
  }
  for (const other of others) await other.rest.sendTo(one.handle, `I am ${other.handle}`);
  const newestFirst = others.map((other) => other.name).reverse();
  await expect
    .poll(async () => (await one.rest.groups()).map((group) => group.display_name))
    .toEqual(newestFirst);
  await app.signIn(one);
  await expect(app.group(newestFirst[0])).toBeVisible();

  await expect(async () => {
    await app.groupLinks.last().hover();
    await app.page.mouse.wheel(0, 600);
    await expect(app.groupLinks).toHaveCount(others.length, { timeout: 200 });
  }).toPass();

  const names = await app.groupLinks.getByText(/^Many /).allTextContents();
  expect(names).toEqual(newestFirst);
});

test('a new message moves an old conversation to the top', async ({ app }) => {
  const [one, early, late] = await Promise.all(['Ida', 'Eva', 'Leo'].map(freshPerson));
  const { message_group_uuid: old } = await early.rest.sendTo(one.handle, 'Earlier');
  await late.rest.sendTo(one.handle, 'Later');
  await app.signIn(one);
  await app.isConnected();
  await expect(app.groupLinks.first()).toContainText('Later');

  await early.rest.send(old, 'Latest of all');

  await expect(app.groupLinks.first()).toContainText('Latest of all', { timeout: 2000 });
  await expect(app.groupLinks.first()).toHaveAccessibleName(new RegExp(`^${early.name}`));
  await expect(app.groupLinks).toHaveCount(2);
});
