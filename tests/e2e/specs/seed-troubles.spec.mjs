// Failures of the original back end, and how the app handles them.
import { loseFirstAnswer } from '../support/faults.mjs';
import { andrew, bayko } from '../support/people.mjs';
import { expect, test } from '../support/seed.mjs';

/** Makes the app poll once an hour, so that an earlier request has another reason. */
async function pollSeldom(page) {
  await page.route('**/config.json', async (route) => {
    const response = await route.fetch();
    const json = { ...(await response.json()), poll_seconds: 3600 };
    await route.fulfill({ response, json });
  });
}

/** Presses the button while the server still fails; it must ask the server at once. */
async function asksAgain(app, button, path) {
  const isAsked = (request) => request.url().includes(path);
  const asked = app.page.waitForRequest(isAsked, { timeout: 8000 });
  await button.click();
  await asked;
}

/** Presses the button, unless the app was quicker, until the element is visible. */
async function recovers(button, thing) {
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 500 });
    await expect(thing).toBeVisible({ timeout: 500 });
  }).toPass();
}

test('an unknown handle is explained, though the server answers 200', async ({ app, seed }) => {
  await app.signIn(andrew, seed.at('/messages/new/nobody'));
  await expect(app.page.getByText(/nobody has the username @nobody/i)).toBeVisible();
  await expect(app.composer).toBeHidden();
});

test('without a people search a handle can still be typed', async ({ app, seed }) => {
  await app.signIn(andrew, seed.at('/messages/new'));
  await app.findPeople.fill('londo');
  await expect(app.page.getByText(/no people search/i)).toBeVisible();
  await app.findPeople.press('Enter');
  await expect(app.page).toHaveURL(seed.at('/messages/new/londo'));
  await expect(app.composer).toBeVisible();
});

test('a page of HTML with status 500 is an error with a retry, never an empty list', async ({
  app,
  seed,
}) => {
  await pollSeldom(app.page);
  await seed.server.fail(true);
  await app.signIn(andrew, seed.at('/messages'));
  const again = app.groups.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await expect(app.page.getByText(/no conversations/i)).toHaveCount(0);
  await expect(app.page.locator('body')).not.toContainText('Internal Server Error');

  await asksAgain(app, again, '/api/message_groups');

  await seed.server.fail(false);
  await recovers(again, app.group(bayko.name));
});

test('a failing conversation is an error with a retry, never an empty one', async ({
  app,
  seed,
}) => {
  await pollSeldom(app.page);
  await app.signIn(andrew, seed.at('/messages'));
  await expect(app.group(bayko.name)).toBeVisible();
  await seed.server.fail(true);
  await app.group(bayko.name).click();
  const again = app.page.getByRole('main').getByRole('button', { name: 'Try again' });
  await expect(again.first()).toBeVisible();

  await asksAgain(app, again.first(), '/api/messages/');

  await seed.server.fail(false);
  await recovers(again.first(), app.messages.last());
  await expect(app.messages).toHaveCount(20);
});

test('a send that fails with an HTML page is not lost and not doubled', async ({ app, seed }) => {
  await app.signIn(andrew, seed.at(`/messages/${seed.group}`));
  await expect(app.messages).toHaveCount(20);
  await seed.server.fail(true);
  await app.send('Through the trouble');
  await expect(app.message('Through the trouble')).toContainText(/Sending|Not sent/);

  await seed.server.fail(false);

  const row = app.message('Through the trouble');
  const retry = row.getByRole('button', { name: 'Retry' });
  await expect(async () => {
    if (await retry.isVisible()) await retry.click();
    await expect(row).not.toContainText(/Sending|Not sent/, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  const texts = (await seed.messages()).map((message) => message.message);
  expect(texts.filter((text) => text === 'Through the trouble')).toHaveLength(1);
  await expect(row).toHaveCount(1);
});

test('a lost answer makes no second message, though the server would accept one', async ({
  app,
  seed,
}) => {
  await app.signIn(andrew, seed.at(`/messages/${seed.group}`));
  await expect(app.messages).toHaveCount(20);
  await loseFirstAnswer(app.page, (url) => url.pathname === '/api/messages', 'POST');

  await app.send('Heard, but not confirmed');
  await app.send('The next one');

  await expect(app.message('The next one')).not.toContainText(/Sending|Not sent/);
  await expect(app.message('Heard, but not confirmed')).not.toContainText(/Sending|Not sent/);
  const texts = (await seed.messages()).map((message) => message.message);
  expect(texts.slice(-2)).toEqual(['Heard, but not confirmed', 'The next one']);
  expect((await app.texts()).slice(-2)).toEqual(texts.slice(-2));
});
