// Three people, a browser profile each, and the real back end: a group from its beginning to its end.
import { findings } from '../support/axe.mjs';
import { misfits } from '../support/fits.mjs';
import { freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** A frame is there within a second; the page and a busy machine have their share. */
const SOON = 5_000;

const details = (app) => app.page.getByRole('dialog', { name: 'Conversation details' });
const members = (app) => details(app).getByRole('list', { name: 'Members' }).getByRole('listitem');
const button = (within, name) => within.getByRole('button', { name, exact: true });
const openDetails = (app) => button(app.page, 'Conversation details').click();
const closed = (app) => app.alert.filter({ hasText: 'You are no longer in this conversation.' });

/** Ida, Oto and Eva, known to the back end. */
const three = () => Promise.all(['Ida', 'Oto', 'Eva'].map(freshPerson));

/** A group of these, started by the first one. */
async function startGroup([creator, ...others], title) {
  const handles = others.map(({ handle }) => handle);
  const body = { handles, title, client_group_id: crypto.randomUUID() };
  return (await creator.rest.call('POST', creator.rest.path('/api/message_groups'), body)).rows.uuid;
}

/** Each in a profile of their own, in the conversation. */
async function allEnter(anotherApp, people, group, options) {
  const apps = await Promise.all(people.map(() => anotherApp(options)));
  await Promise.all(apps.map(async (app, n) => {
    await app.signIn(people[n], `/messages/${group}`);
    await app.isConnected();
  }));
  return apps;
}

async function pick(app, { handle, name }) {
  await app.findPeople.fill(handle);
  const option = app.people.filter({ hasText: handle });
  await option.waitFor();
  await app.findPeople.press('ArrowDown');
  await app.findPeople.press('Space');
  await expect(button(app.page, `Remove ${name}`)).toBeVisible();
}

test('a group is started by keyboard alone, and everybody sees it', async ({ app, anotherApp }) => {
  const [ida, oto, eva] = await three();
  const others = await Promise.all([oto, eva].map(async (person) => {
    const other = await anotherApp();
    await other.signIn(person);
    await other.isConnected();
    return other;
  }));
  await app.signIn(ida, '/messages/new');
  await pick(app, oto);
  await expect(app.page.getByRole('textbox', { name: 'Group name' })).toBeHidden();
  await pick(app, eva);
  // A chip takes a person out again; the focus goes back to the field.
  await app.page.keyboard.press('Shift+Tab');
  await expect(button(app.page, `Remove ${eva.name}`)).toBeFocused();
  await app.page.keyboard.press('Enter');
  await expect(app.findPeople).toBeFocused();
  await pick(app, eva);
  await app.page.keyboard.press('Tab');
  await expect(app.page.getByRole('textbox', { name: 'Group name' })).toBeFocused();
  await app.page.keyboard.type('The room');
  await app.page.keyboard.press('Tab');
  await expect(button(app.page, 'Start conversation')).toBeFocused();
  await app.page.keyboard.press('Enter');

  await expect(app.page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(app.log).toHaveAccessibleName('Messages with The room');
  for (const other of others) await expect(other.group('The room')).toBeVisible({ timeout: SOON });
  await app.composer.fill('Welcome');
  await app.composer.press('Enter');
  for (const other of others) {
    await expect(other.group('The room')).toContainText('Welcome', { timeout: SOON });
  }
  expect(await ida.rest.groups()).toHaveLength(1);
});

test('one person picked alone is written to as ever', async ({ app }) => {
  const [ida, oto] = await three();
  await app.signIn(ida, '/messages/new');
  await pick(app, oto);
  await button(app.page, 'Start conversation').click();
  await expect(app.page).toHaveURL(`/messages/new/${oto.handle}`);
});

test('title, adding, removing and leaving reach everybody', async ({ anotherApp }) => {
  test.slow();
  const [ida, oto, eva] = await three();
  const group = await startGroup([ida, oto, eva], 'The room');
  const [one, two, third] = await allEnter(anotherApp, [ida, oto, eva], group);
  // Any member names it.
  await openDetails(two);
  await expect(members(two)).toHaveCount(3);
  await expect(members(two).first()).toContainText('creator');
  await expect(button(details(two), `Remove ${eva.name}`)).toHaveCount(0);
  await details(two).getByRole('textbox', { name: 'Group name' }).fill('Other room');
  await button(details(two), 'Save').click();
  await expect(two.log).toHaveAccessibleName('Messages with Other room');
  for (const app of [one, third]) {
    await expect(app.log).toHaveAccessibleName('Messages with Other room', { timeout: SOON });
    await expect(app.log).toContainText('named the group “Other room”');
  }
  // Any member adds.
  const ada = await freshPerson('Ada');
  await button(details(two), 'Add people').click();
  await expect(two.findPeople).toBeFocused();
  await two.findPeople.fill(ada.handle);
  await two.people.filter({ hasText: ada.handle }).click();
  await button(details(two), 'Add').click();
  await expect(members(two)).toHaveCount(4);
  await expect(two.findPeople).toBeHidden();
  await two.page.keyboard.press('Escape');
  await expect(button(two.page, 'Conversation details')).toBeFocused();
  await expect(one.page.getByText('4 people')).toBeVisible({ timeout: SOON });

  // Who started it removes; what the other one was typing is not lost without a word.
  await third.composer.fill('half a sentence');
  await openDetails(one);
  await button(details(one), `Remove ${eva.name}`).click();
  const question = one.page.getByRole('dialog', { name: `Remove ${eva.name}` });
  await button(question, 'Cancel').click();
  await expect(members(one)).toHaveCount(4);
  await button(details(one), `Remove ${eva.name}`).click();
  await button(question, 'Remove').click();
  await expect(closed(third)).toBeVisible({ timeout: SOON });
  await expect(closed(third)).toBeFocused();
  await expect(third.page.getByText('half a sentence')).toBeVisible();
  await expect(third.composer).toBeHidden();
  await expect(third.group('Other room')).toBeHidden();
  await expect(members(one)).toHaveCount(3);
  await expect(two.log).toContainText(`removed ${eva.name}`, { timeout: SOON });
  await expect(third.log).toBeHidden();

  // Added again, they have what comes from then on.
  const path = ida.rest.path(`/api/message_groups/${group}/members`);
  await ida.rest.call('POST', path, { handles: [eva.handle] });
  await expect(third.composer).toBeVisible({ timeout: SOON });
  await expect(third.messages).toHaveCount(1);
  await expect(third.composer).toHaveValue('half a sentence');

  // Leaving asks first.
  await openDetails(two);
  await button(details(two), 'Leave').click();
  const leave = two.page.getByRole('dialog', { name: 'Leave this conversation?' });
  await button(leave, 'Leave').click();
  await expect(two.alert).toHaveText('You have left this conversation.');
  await expect(two.group('Other room')).toBeHidden();
  await expect(one.log).toContainText(`${oto.name} left`, { timeout: SOON });
  await two.page.getByRole('link', { name: 'Back to messages' }).last().click();
  await expect(two.groups.getByText('No conversations yet.')).toBeVisible();
});

test('somebody who is removed while the page was closed finds it closed', async ({ app }) => {
  const [ida, oto, eva] = await three();
  const group = await startGroup([ida, oto, eva], 'The room');
  await app.signIn(oto, `/messages/${group}`);
  await app.isConnected();
  await app.page.goto('about:blank');
  const path = ida.rest.path(`/api/message_groups/${group}/members/@${oto.handle}`);
  await ida.rest.call('DELETE', path);
  await app.open(`/messages/${group}`);
  await expect(app.alert).toContainText(/no longer in this conversation|you are not in it/i);
  await expect(app.composer).toBeHidden();
});

test('a full group says so', async ({ app }) => {
  const [ida, oto, eva] = await three();
  const group = await startGroup([ida, oto, eva], 'The room');
  await app.page.route(/\/members$/, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 422,
          json: ['group_full'],
          headers: { 'Access-Control-Allow-Origin': '*' },
        })
      : route.fallback(),
  );
  await app.signIn(ida, `/messages/${group}`);
  const ada = await freshPerson('Ada');
  await openDetails(app);
  await button(details(app), 'Add people').click();
  await app.findPeople.fill(ada.handle);
  await app.people.filter({ hasText: ada.handle }).click();
  await button(details(app), 'Add').click();
  await expect(details(app).getByRole('alert')).toHaveText('A conversation has at most 32 people.');
  await expect(members(app)).toHaveCount(3);
});

for (const colorScheme of ['light', 'dark']) {
  test(`on a phone nothing sticks out and axe finds nothing, ${colorScheme}`, async ({ anotherApp }) => {
    const [ida, oto, eva] = await three();
    const group = await startGroup([ida, oto, eva], 'A room with a name of fifty characters, just about');
    const app = await anotherApp({ colorScheme, viewport: { width: 360, height: 740 } });
    await app.signIn(ida, '/messages/new');
    await pick(app, oto);
    await pick(app, eva);
    const found = await findings(app.page, 'picked');
    expect(await misfits(app.page)).toEqual([]);
    await app.page.goto(`/messages/${group}`);
    await openDetails(app);
    await expect(members(app)).toHaveCount(3);
    const box = await details(app).boundingBox();
    expect([box.x, box.y, box.width, box.height]).toEqual([0, 0, 360, 740]);
    await button(details(app), 'Add people').click();
    await app.findPeople.fill(oto.handle.slice(0, 6));
    found.push(...(await findings(app.page, 'details')));
    expect(await misfits(app.page)).toEqual([]);
    const path = ida.rest.path(`/api/message_groups/${group}/members/@${ida.handle}`);
    await ida.rest.call('DELETE', path);
    await expect(app.alert.first()).toBeVisible();
    await expect(details(app)).toBeHidden();
    found.push(...(await findings(app.page, 'closed')));
    expect(found).toEqual([]);
  });
}
