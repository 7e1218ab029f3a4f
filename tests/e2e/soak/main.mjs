// Two people write to each other while everything goes wrong; then it is counted. `cargo xtask soak`
// starts this with the variables of the end-to-end tests, SOAK_MINUTES and SOAK_SEED.
import { chromium as engine } from '@playwright/test';
import config from '../playwright.config.mjs';
import { freshConversation } from '../support/people.mjs';
import { Rest } from '../support/rest.mjs';
import { Book } from './book.mjs';
import { Browser } from './browser.mjs';
import { Clock } from './clock.mjs';
import { serverAway, trouble } from './fate.mjs';
import { tellProgress, tellResult } from './telling.mjs';
import { chance } from './random.mjs';
import { atRest, shownBy, stillKept } from './rest.mjs';
import { write } from './writing.mjs';

const OPENING = 'Hello';
const minutes = Number(process.env.SOAK_MINUTES);
const seed = Number(process.env.SOAK_SEED);

async function soak(chromium) {
  const { one, other, group } = await freshConversation(OPENING);
  const { baseURL, viewport, locale, timezoneId } = config.use;
  const options = { baseURL, viewport, locale, timezoneId };
  const people = [one, other];
  const browsers = await Promise.all(
    people.map((person) => {
      const dice = chance(seed, `weather ${people.indexOf(person)}`);
      return Browser.open(chromium, options, person, group, dice);
    }),
  );
  const clock = new Clock(minutes);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clock.cut());
  const book = new Book();
  const telling = tellProgress(book, browsers);
  await Promise.all([
    ...browsers.map((each, at) => write(each, book, clock, chance(seed, `writer ${at}`))),
    ...browsers.map((each, at) => trouble(each, book, clock, chance(seed, `trouble ${at}`))),
    serverAway(browsers, book, clock, chance(seed, 'server')),
  ]);
  clearInterval(telling);
  console.log('nothing goes wrong any more; waiting for rest');
  const restless = (await Promise.all(browsers.map(atRest))).flat();
  const served = await (await Rest.of(one)).texts(group);
  const shown = {};
  const faults = [...restless];
  for (const browser of browsers) {
    Object.assign(shown, await shownBy(browser));
    faults.push(...(await stillKept(browser, book.written, served)));
  }
  faults.push(...book.faults(OPENING, served, shown));
  return tellResult(book, browsers, served, shown, faults);
}

// Whatever hangs: it ends.
setTimeout(() => {
  console.log('✗ the soak did not come to an end');
  process.exit(3);
}, (minutes + 15) * 60_000).unref();

console.log(`seed ${seed}: cargo xtask soak --minutes ${minutes} --seed ${seed} plays it again`);
const chromium = await engine.launch(config.use.launchOptions);
let good = false;
try {
  good = await soak(chromium);
} catch (error) {
  console.log(`✗ ${error.message}`);
} finally {
  await chromium.close();
}
process.exit(good ? 0 : 1);
