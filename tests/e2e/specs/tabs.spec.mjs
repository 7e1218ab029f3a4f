import { App } from '../support/app.mjs';
import { cognito } from '../support/faults.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { storageText } from '../support/traces.mjs';

/** Counts the live sockets a browser has open: `open()`. */
function liveSockets(context) {
  const sockets = [];
  context.on('page', (page) => page.on('websocket', (socket) => sockets.push(socket)));
  for (const page of context.pages()) page.on('websocket', (socket) => sockets.push(socket));
  return { open: () => sockets.filter((socket) => !socket.isClosed()).length };
}

/** One more tab of the same browser at a conversation. */
async function anotherTab(app, group) {
  const tab = new App(await app.page.context().newPage());
  await tab.page.goto(`/messages/${group}`);
  await expect(tab.messages.last()).toBeVisible();
  return tab;
}

/**
 * Lets a test keep the messages between tabs waiting in the pages they came to: `holdMessages()` there, then
 * `deliverMessages()`.
 */
function channelThatCanWait(context) {
  return context.addInitScript(() => {
    let waiting = null;
    window.holdMessages = () => {
      waiting = [];
    };
    window.deliverMessages = () => {
      const deliver = waiting;
      waiting = null;
      for (const each of deliver) each();
    };
    window.BroadcastChannel = class extends BroadcastChannel {
      constructor(name) {
        super(name);
        // The first listener, so it hears each message before the app does.
        this.addEventListener('message', (event) => {
          if (!waiting) return;
          event.stopImmediatePropagation();
          const again = new MessageEvent('message', { data: event.data });
          waiting.push(() => this.dispatchEvent(again));
        });
      }
    };
  });
}

test('a second tab needs no password and no socket of its own, and shows new messages', async ({
  app,
}) => {
  const { one, other, group } = await freshConversation('Hello');
  const live = liveSockets(app.page.context());
  let refreshes = 0;
  app.page.context().on('request', (request) => {
    if (cognito(new URL(request.url())) && /REFRESH/.test(request.postData() ?? '')) refreshes += 1;
  });
  await app.enter(one, group);
  const tab = await anotherTab(app, group);
  await tab.isConnected();
  expect(live.open()).toBe(1);
  expect(refreshes).toBe(0);

  await other.rest.send(group, 'To both');
  await expect(tab.message('To both')).toBeVisible();
  await expect(app.message('To both')).toBeVisible();
  await tab.send('From the second');
  await expect(tab.message('From the second')).not.toContainText('Sending');
  await expect(app.message('From the second')).toBeVisible();
  await app.send('From the first');

  const texts = ['Hello', 'To both', 'From the second', 'From the first'];
  for (const each of [app, tab]) await expect.poll(() => each.texts()).toEqual(texts);
  await expect.poll(() => one.rest.texts(group)).toEqual(texts);
});

test('a draft is one draft in all tabs: followed, not lost with the tab it was typed in, and sent once', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  const tab = await anotherTab(app, group);
  const third = await anotherTab(app, group);
  await app.composer.pressSequentially('A long text');
  await expect(tab.composer).toHaveValue('A long text');

  await tab.composer.press('End');
  await tab.composer.pressSequentially(' and x');
  await expect(third.composer).toHaveValue('A long text and x');
  await app.page.close();
  await tab.composer.press('Enter');

  await expect(third.composer).toHaveValue('');
  await third.composer.press('Enter');
  await expect(third.message('A long text and x')).toHaveCount(1);
  await third.page.reload();
  await expect(third.message('A long text and x')).toHaveCount(1);
  await expect(third.composer).toHaveValue('');
  expect(await one.rest.texts(group)).toEqual(['Hello', 'A long text and x']);
});

test('of two texts typed at once in two tabs both are offered', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  await channelThatCanWait(app.page.context());
  await app.enter(one, group);
  const tab = await anotherTab(app, group);
  // "At once" is before either tab has heard of the other's text, however busy the machine is.
  for (const { page } of [app, tab]) await page.evaluate(() => window.holdMessages());
  await app.composer.fill('A long text');
  await tab.composer.fill('x');
  for (const { page } of [app, tab]) await page.evaluate(() => window.deliverMessages());
  const offer = tab.page.getByText('Another tab has a different draft: “A long text”');
  await expect(offer).toBeVisible();
  await expect(app.page.getByText('Another tab has a different draft: “x”')).toBeVisible();
  await expect(tab.composer).toHaveValue('x');

  await tab.page.getByRole('button', { name: 'Use it' }).click();

  await expect(tab.composer).toHaveValue('A long text');
  await expect(tab.composer).toBeFocused();
  await expect(offer).toHaveCount(0);
  await expect(app.page.getByText('Another tab has a different draft')).toHaveCount(0);
  await expect(app.composer).toHaveValue('A long text');
});

test('a script of this origin that listens on every name it can list is given no token', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Hello');
  await app.enter(one, group);
  const stranger = await app.page.context().newPage();
  await stranger.goto('/config.json');
  await stranger.evaluate(async () => {
    const { held, pending } = await navigator.locks.query();
    const names = [...held, ...pending].map(({ name }) => name);
    window.heard = [];
    window.channels = ['cruddur.1', 'cruddur.2', 'cruddur.3', ...names].map((name) => {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => window.heard.push(data);
      for (const version of [1, 2, 3]) {
        const message = { hello: { session: null } };
        channel.postMessage(JSON.stringify({ version, message }));
      }
      return channel;
    });
    return names.length;
  });

  // A tab of the app says hello meanwhile, and is answered.
  await anotherTab(app, group);

  expect(await stranger.evaluate(() => window.heard)).toEqual([]);
});

test('when the leading tab is closed, the other takes over within two seconds', async ({
  app,
}) => {
  const { one, other, group } = await freshConversation('Hello');
  const live = liveSockets(app.page.context());
  await app.enter(one, group);
  const tab = await anotherTab(app, group);

  await app.page.close();

  await expect.poll(live.open, { timeout: 2000 }).toBe(1);
  await tab.isConnected();
  await other.rest.send(group, 'After it was closed');
  await expect(tab.message('After it was closed')).toBeVisible();
  await tab.send('Still here');
  await expect.poll(() => one.rest.texts(group)).toContain('Still here');
});

test('an awake tab takes over from a frozen leader', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  const live = liveSockets(app.page.context());
  await app.enter(one, group);
  const tab = await anotherTab(app, group);
  const asleep = app.page.evaluate(() => {
    const until = Date.now() + 8000;
    while (Date.now() < until);
  });

  await tab.send('Is anybody awake');

  await expect.poll(() => one.rest.texts(group), { timeout: 7000 }).toContain('Is anybody awake');
  await asleep;
  await expect.poll(live.open).toBe(1);
  await app.send('I am now');
  const texts = ['Hello', 'Is anybody awake', 'I am now'];
  for (const each of [app, tab]) await expect.poll(() => each.texts()).toEqual(texts);
  await expect.poll(() => one.rest.texts(group)).toEqual(texts);
});

test('signing out in one tab clears the other within a second', async ({ app }) => {
  const { one, group } = await freshConversation('Only while I am here');
  await app.enter(one, group);
  const tab = await anotherTab(app, group);

  await tab.signOut();

  await expect(app.signInButton).toBeVisible({ timeout: 1000 });
  for (const each of [app, tab]) {
    expect(await each.page.content()).not.toContain('Only while I am here');
    await expect.poll(() => storageText(each.page)).not.toContain(one.handle);
  }
});

test('signing in in one tab signs in the other', async ({ app }) => {
  const { one, group } = await freshConversation('Hello');
  const tab = new App(await app.page.context().newPage());
  await app.page.goto('/signin');
  await tab.page.goto(`/messages/${group}`);
  await expect(tab.signInButton).toBeVisible();

  await app.fillSignIn(one);

  await expect(tab.message('Hello')).toBeVisible();
  await expect(tab.page).toHaveURL(`/messages/${group}`);
});

test('without locks and channels each tab works alone', async ({ app }) => {
  const { one, other, group } = await freshConversation('Hello');
  await app.page.context().addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
    delete globalThis.BroadcastChannel;
  });
  await app.enter(one, group);
  const tab = new App(await app.page.context().newPage());
  await tab.enter(one, group);

  await other.rest.send(group, 'To each');

  await expect(app.message('To each')).toBeVisible();
  await expect(tab.message('To each')).toBeVisible();
});
