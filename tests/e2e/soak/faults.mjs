// The faults, one at a time for each browser; each ends by itself.
import { endSessionsOf } from '../support/people.mjs';

/** Failing requests for some seconds. */
function requests(share, ...outcomes) {
  return async (browser, clock, chance) => {
    browser.requests.fail(share, ...outcomes);
    await clock.pause(chance.between(3_000, 12_000));
  };
}

/** Offline as the browser knows it, and the socket half-open. */
async function offline({ context, socket }, clock, chance) {
  socket.mute(true);
  await context.setOffline(true);
  await clock.pause(chance.between(1_000, 15_000));
}

async function socketCut({ socket }, clock, chance) {
  await socket.cut();
  await clock.pause(chance.between(500, 8_000));
}

/** The socket looks open, and nothing passes. */
async function socketHalfOpen({ socket }, clock, chance) {
  socket.mute(true);
  await clock.pause(chance.between(3_000, 50_000));
}

async function slow(browser, clock, chance) {
  browser.requests.delay = chance.between(500, 5_000);
  await clock.pause(chance.between(5_000, 15_000));
}

async function shortTokens(browser, clock, chance) {
  browser.requests.shortTokens = true;
  browser.requests.refusals = 1;
  await clock.pause(chance.between(5_000, 20_000));
}

async function tokenRefused(browser) {
  browser.requests.refusals = 1;
}

async function sessionRevoked(browser, clock, chance) {
  await endSessionsOf(browser.person);
  browser.requests.refusals = 1;
  await clock.pause(chance.between(1_000, 5_000));
}

function reload(browser, clock, chance) {
  const app = chance.one(browser.tabs);
  return browser.inTurn(() => app.page.reload());
}

async function secondTab(browser, clock, chance) {
  const app = await browser.tab();
  await browser.inTurn(() => app.page.goto(`/messages/${browser.group}`));
  await clock.pause(chance.between(2_000, 25_000));
  // The leader or the follower.
  const closing = chance.one(browser.tabs);
  await browser.inTurn(() => browser.close(closing));
}

/** A tab in the background: hidden, then frozen. */
async function frozen(browser, clock, chance) {
  const app = chance.one(browser.tabs);
  const session = await browser.context.newCDPSession(app.page);
  await browser.inTurn(async () => {
    await setVisibility(app, 'hidden');
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    // Nobody writes in a hidden tab.
    await clock.pause(chance.between(2_000, 12_000));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await setVisibility(app, 'visible');
  });
  await session.detach();
}

function setVisibility(app, state) {
  return app.page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
    Object.defineProperty(document, 'hidden', { value: now === 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

/** All faults by name. */
export const FAULTS = Object.entries({
  'requests lost': requests(0.6, 'lost'),
  'answers lost': requests(0.6, 'answerLost'),
  'answers lost, now and then': requests(0.3, 'answerLost', 'failedAfterwards'),
  'server failing': requests(0.6, 'failed', 'failedAfterwards', 'busy'),
  'too many requests': requests(0.5, 'tooMany'),
  'server down': requests(1, 'lost', 'busy'),
  offline,
  'socket cut': socketCut,
  'socket half-open': socketHalfOpen,
  slow,
  'short tokens': shortTokens,
  'token refused': tokenRefused,
  'session revoked': sessionRevoked,
  reload,
  'second tab': secondTab,
  frozen,
});

/** Ends every fault. */
export async function restore({ context, socket, requests }) {
  requests.clear();
  socket.mute(false);
  socket.restore();
  await context.setOffline(false);
}
