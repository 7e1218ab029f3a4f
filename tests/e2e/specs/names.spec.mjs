// People whose names and handles earlier versions, or other servers, let through.
import { expect, test } from '../support/full.mjs';

/** Characters that turn the reading direction. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

test('a person whose handle is dots is found, written to, and still there after a reload', async ({
  app,
  full,
}) => {
  await full.server.addPerson({ handle: '..', name: 'Dotty' });
  await app.signIn(full.me, full.at('/messages/new'));

  await app.findPeople.fill('..');
  await app.people.filter({ hasText: '@..' }).click();

  await expect(app.log).toHaveAccessibleName('Messages with Dotty');
  await app.page.reload();
  await expect(app.log).toHaveAccessibleName('Messages with Dotty');
  await app.send('Found you');
  await expect(app.message('Found you')).toBeVisible();
  await expect(app.page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
});

test('people are found however their names are spelled', async ({ app, full }) => {
  await full.server.addPerson({ handle: 'x1', name: 'Jose\u0301 O\u2019Neil' });
  await full.server.addPerson({ handle: 'x2', name: 'Jean-Luc' });
  await app.signIn(full.me, full.at('/messages/new'));
  for (const [query, handle] of [
    ['jose', '@x1'],
    ['JOSÉ', '@x1'],
    ["o'neil", '@x1'],
    ['neil', '@x1'],
    ['luc', '@x2'],
  ]) {
    await app.findPeople.fill(query);
    await expect(app.people).toHaveCount(1);
    await expect(app.people).toContainText(handle);
    await app.findPeople.fill('');
    await expect(app.people).toHaveCount(0);
  }
});

test('a name turns no sentence around, and nobody is without a name', async ({ app, full }) => {
  await full.server.addPerson({ handle: 'bob', name: 'Bob \u202egninroM\u2066\nLee' });
  await full.server.addPerson({ handle: 'ghost', name: '\u3164' });
  const group = await full.server.addGroup([full.me.handle, 'bob'], { texts: ['Hello'] });
  await app.signIn(full.me, full.at(`/messages/${group}`));

  await expect(app.log).toHaveAccessibleName('Messages with Bob gninroM Lee');
  const said = await app.page.evaluate(() => [
    document.title,
    document.body.innerText,
    ...[...document.querySelectorAll('[aria-label]')].map((element) => element.ariaLabel),
  ]);
  expect(said.join('\n')).toContain('Bob gninroM Lee');
  expect(said.join('\n')).not.toMatch(TURNS);

  await app.page.goto(full.at('/messages/new/ghost'));
  await expect(app.log).toHaveAccessibleName('Messages with ghost');
});
