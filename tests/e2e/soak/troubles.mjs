// What goes wrong, one thing at a time for each browser; each ends by itself.
import { endSessionsOf } from '../support/people.mjs';

/** Bad weather for some seconds. */
function weather(share, ...kinds) {
  return async ({ weather: over }, clock, chance) => {
    over.turn(share, ...kinds);
    await clock.pause(chance.between(3_000, 12_000));
  };
}

/** Offline as the browser knows it, and the line dead without a word. */
async function offline({ context, line }, clock, chance) {
  line.mute(true);
  await context.setOffline(true);
  await clock.pause(chance.between(1_000, 15_000));
}

async function lineCut({ line }, clock, chance) {
  await line.cut();
  await clock.pause(chance.between(500, 8_000));
}

/** The line looks open, and nothing comes through. */
async function lineDead({ line }, clock, chance) {
  line.mute(true);
  await clock.pause(chance.between(3_000, 50_000));
}

async function slow({ weather: over }, clock, chance) {
  over.delay = chance.between(500, 5_000);
  await clock.pause(chance.between(5_000, 15_000));
}

async function shortTokens({ weather: over }, clock, chance) {
  over.shortTokens = true;
  over.refusals = 1;
  await clock.pause(chance.between(5_000, 20_000));
}

async function tokenRefused({ weather: over }) {
  over.refusals = 1;
}

async function sessionRevoked(browser, clock, chance) {
  await endSessionsOf(browser.person);
  browser.weather.refusals = 1;
  await clock.pause(chance.between(1_000, 5_000));
}

function reload(browser, clock, chance) {
  const app = chance.one(browser.tabs);
  return browser.alone(() => app.page.reload());
}

async function secondTab(browser, clock, chance) {
  const app = await browser.tab();
  await browser.alone(() => app.page.goto(`/messages/${browser.group}`));
  await clock.pause(chance.between(2_000, 25_000));
  // Either of them: the one that works for both, or the one that follows.
  const gone = chance.one(browser.tabs);
  await browser.alone(() => browser.close(gone));
}

/** A tab in the background: it is told so, and is then kept from running at all. */
async function asleep(browser, clock, chance) {
  const app = chance.one(browser.tabs);
  const session = await browser.context.newCDPSession(app.page);
  await browser.alone(async () => {
    await setVisibility(app, 'hidden');
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    // Nobody writes in a tab that is not seen.
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

/** All there is, by name; what stands twice comes more often. */
export const TROUBLES = Object.entries({
  'requests lost': weather(0.6, 'lost'),
  'answers lost': weather(0.6, 'answerLost'),
  'answers lost, now and then': weather(0.3, 'answerLost', 'failedAfterwards'),
  'server failing': weather(0.6, 'failed', 'failedAfterwards', 'busy'),
  'too many requests': weather(0.5, 'tooMany'),
  'server down': weather(1, 'lost', 'busy'),
  offline,
  'line cut': lineCut,
  'line dead': lineDead,
  slow,
  'short tokens': shortTokens,
  'token refused': tokenRefused,
  'session revoked': sessionRevoked,
  reload,
  'second tab': secondTab,
  asleep,
});

/** Everything is well again. */
export async function mend({ context, line, weather: over }) {
  over.clear();
  line.mute(false);
  line.mend();
  await context.setOffline(false);
}
