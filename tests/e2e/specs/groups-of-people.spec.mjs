// Several people in one group: everybody has the same conversation, whatever happens to a page on the way.
import { App } from '../support/app.mjs';
import { cutOff } from '../support/faults.mjs';
import { freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** What people wrote; the group's own rows have no number. */
async function written(app) {
  return (await app.texts()).filter((text) => /^\d+ by /.test(text));
}

/** Three new people in a group of their own. */
async function groupOfThree() {
  const [ida, oto, eva] = await Promise.all(['Ida', 'Oto', 'Eva'].map(freshPerson));
  const group = await ida.rest.startGroup([oto.handle, eva.handle], 'Three of us');
  return { ida, oto, eva, group };
}

async function anotherTab(app, group) {
  const tab = new App(await app.page.context().newPage());
  await tab.page.goto(`/messages/${group}`);
  await expect(tab.messages.last()).toBeVisible();
  return tab;
}

test('three people, one in two tabs, write while pages are killed and connections lost: all read the same', async ({
  app,
  anotherApp,
}) => {
  test.slow();
  const { ida, oto, eva, group } = await groupOfThree();
  const [atOto, atEva] = [await anotherApp(), await anotherApp()];
  await Promise.all([app.enter(ida, group), atOto.enter(oto, group), atEva.enter(eva, group)]);
  let second = await anotherTab(app, group);
  const expected = [];
  const say = async (page, name) => {
    const text = `${expected.length} by ${name}`;
    expected.push(text);
    await page.send(text);
  };
  const round = async () => {
    await say(app, 'Ida');
    await say(atOto, 'Oto');
    await say(second, 'Ida');
    await say(atEva, 'Eva');
  };

  await round();
  // Oto has no network for a while and writes on.
  const restore = await cutOff(atOto.page);
  await atOto.page.context().setOffline(true);
  await round();
  // Ida's leading tab ends without a word, and Eva reloads.
  const survivor = second;
  await app.page.close();
  await atEva.page.reload();
  await expect(atEva.messages.last()).toBeVisible();
  second = await anotherTab(survivor, group);
  await say(second, 'Ida');
  await say(survivor, 'Ida');
  await atOto.page.context().setOffline(false);
  await restore();
  await say(atEva, 'Eva');

  const all = [...expected].sort();
  const sorted = async (app) => (await written(app)).sort();
  for (const page of [survivor, second, atOto, atEva]) {
    await expect.poll(() => sorted(page), { timeout: 30_000 }).toEqual(all);
    await expect(page.log).not.toContainText(/Sending|Not sent/);
  }
  const order = (await eva.rest.texts(group)).filter((text) => text !== '');
  for (const page of [survivor, second, atOto, atEva]) expect(await written(page)).toEqual(order);
});

test('twelve people write into one group at once: everybody reads all of it in one order, with names', async ({
  app,
  anotherApp,
}) => {
  test.slow();
  const people = [];
  for (let batch = 0; batch < 3; batch += 1) {
    people.push(...(await Promise.all(Array.from({ length: 4 }, () => freshPerson('Many')))));
  }
  const [one, two, ...others] = people;
  const group = await one.rest.startGroup(
    [two, ...others].map(({ handle }) => handle),
    'Everybody at once',
  );
  const other = await anotherApp();
  await Promise.all([app.enter(one, group), other.enter(two, group)]);
  await expect(app.page.getByText('12 people')).toBeVisible();

  await Promise.all(
    people.map(async ({ rest, name }, at) => {
      for (let n = 0; n < 3; n += 1) await rest.send(group, `${at * 3 + n} by ${name}`);
    }),
  );

  const order = async () => (await two.rest.texts(group)).filter((text) => text !== '');
  expect(await order()).toHaveLength(36);
  for (const page of [app, other]) {
    await expect.poll(() => written(page), { timeout: 20_000 }).toEqual(await order());
  }
  for (const { name } of others) {
    await expect(app.messages.and(app.page.getByLabel(name)).first()).toBeAttached();
  }
});
