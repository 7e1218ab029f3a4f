import { stack } from '../support/environment.mjs';
import { liveSocket } from '../support/faults.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** Where the things a person looks at are. */
async function places(app) {
  const boxes = [];
  for (const thing of [app.composer, app.messages.last(), app.groupLinks.first()]) {
    boxes.push(await thing.boundingBox());
  }
  return boxes;
}

/**
 * Collects what the browser says has moved by itself, from the moment on that the page has come to rest:
 * the first connection still reads the lists once more.
 */
async function layoutShifts(page) {
  const record = await page.evaluateHandle(() => {
    const seen = { moved: [], last: performance.now() };
    seen.observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        seen.last = performance.now();
        seen.moved.push(...entry.sources.map(({ node }) => node?.outerHTML ?? node?.data ?? '?'));
      }
    });
    seen.observer.observe({ type: 'layout-shift' });
    return seen;
  });
  await page.waitForFunction((seen) => performance.now() - seen.last > 500, record);
  await record.evaluate((seen) => seen.moved.splice(0));
  return () => record.evaluate((seen) => seen.moved);
}

test('a broken connection is shown without layout shift, then restored, and missed messages are loaded', async ({
  app,
}) => {
  const socket = await liveSocket(app.page);
  const { one, other, group } = await freshConversation('Before the break');
  await app.enter(one, group);
  const before = await places(app);
  const shifted = await layoutShifts(app.page);

  await socket.cut();

  await expect(app.status).toContainText('Reconnecting…');
  expect(await places(app)).toEqual(before);
  expect(await shifted()).toEqual([]);
  await other.rest.send(group, 'You missed this');
  await other.rest.send(group, 'And this');
  socket.restore();
  await app.isConnected(35_000);
  await expect.poll(() => app.texts()).toEqual(['Before the break', 'You missed this', 'And this']);
  await expect(app.groupLinks.first()).toContainText('And this');
  await other.rest.send(group, 'Live again');
  await expect(app.message('Live again')).toBeVisible({ timeout: 2000 });
});

test('while the server is away the app asks for a connection less and less often', async ({ app }) => {
  await app.page.clock.install();
  const socket = await liveSocket(app.page);
  const { one, group } = await freshConversation('Quiet');
  await app.enter(one, group);
  let second = 0;
  const asked = [];
  app.page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/live/ticket')) asked.push(second);
  });
  await socket.cut();
  await expect(app.status).toContainText('Reconnecting…');

  for (; asked.length < 16 && second < 600; second += 1) {
    await app.page.clock.runFor(1000);
    // The network is not on the page's clock.
    await app.page.evaluate(() => fetch('/config.json'));
  }

  const pauses = asked.slice(1).map((at, n) => at - asked[n]);
  const mean = (numbers) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  // Each pause is drawn from 0 to a limit that doubles up to 30 seconds: early ones have a mean of 1.2 seconds, late
  // ones of 15.
  const [early, late] = [mean(pauses.slice(0, 3)), mean(pauses.slice(6))];
  expect(late, `pauses of ${pauses} seconds`).toBeGreaterThan(early + 3);
  // With the ten seconds that a handshake may take.
  expect(Math.max(...pauses)).toBeLessThanOrEqual(45);
});

test('offline is shown without layout shift and ends by itself within 5 seconds', async ({
  app,
}) => {
  const { one, other, group } = await freshConversation('Before the tunnel');
  await app.enter(one, group);
  const before = await places(app);
  const shifted = await layoutShifts(app.page);

  await app.page.context().setOffline(true);

  await expect(app.status).toContainText('Offline');
  expect(await places(app)).toEqual(before);
  expect(await shifted()).toEqual([]);
  await other.rest.send(group, 'Written meanwhile');
  await app.page.context().setOffline(false);
  await app.isConnected(5000);
  await expect(app.message('Written meanwhile')).toBeVisible({ timeout: 5000 });
  await expect(app.message('Written meanwhile')).toHaveCount(1);
});

test('a page has one socket, and its address carries a ticket, never a token', async ({ app }) => {
  const sockets = [];
  app.page.on('websocket', (socket) => sockets.push(socket));
  const { one, group } = await freshConversation('One socket');
  await app.enter(one, group);
  await app.page.getByRole('link', { name: 'New message' }).first().click();
  await expect(app.findPeople).toBeVisible();
  await app.group('Oto').click();
  await expect(app.message('One socket')).toBeVisible();

  const live = sockets.filter((socket) => socket.url().startsWith(stack.live_url));
  expect(live.filter((socket) => !socket.isClosed())).toHaveLength(1);
  const { searchParams } = new URL(live.at(-1).url());
  expect([...searchParams.keys()]).toEqual(['ticket']);
  expect(searchParams.get('ticket')).not.toContain('.');
});
