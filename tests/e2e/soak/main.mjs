// Two people write to each other during faults; then messages are counted. `cargo xtask soak`
// starts this with the variables of the end-to-end tests, SOAK_MINUTES and SOAK_SEED.
import { chromium as engine } from '@playwright/test';
import config from '../playwright.config.mjs';
import { freshConversation } from '../support/people.mjs';
import { Rest } from '../support/rest.mjs';
import { Browser } from './browser.mjs';
import { Clock } from './clock.mjs';
import { chance } from './random.mjs';
import { SendRecord } from './record.mjs';
import { printProgress, printResult } from './report.mjs';
import { injectFaults, injectOutages } from './schedule.mjs';
import { displayedBy, stillStored, unsettled } from './settle.mjs';
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
      const dice = chance(seed, `requests ${people.indexOf(person)}`);
      return Browser.open(chromium, options, person, group, dice);
    }),
  );
  const clock = new Clock(minutes);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clock.cancel());
  const record = new SendRecord();
  const progress = printProgress(record, browsers);
  await Promise.all([
    ...browsers.map((each, at) => write(each, record, clock, chance(seed, `writer ${at}`))),
    ...browsers.map((each, at) => injectFaults(each, record, clock, chance(seed, `faults ${at}`))),
    injectOutages(browsers, record, clock, chance(seed, 'server')),
  ]);
  clearInterval(progress);
  console.log('no more faults; waiting until everything settles');
  const defects = (await Promise.all(browsers.map(unsettled))).flat();
  const served = await (await Rest.of(one)).texts(group);
  const displayed = {};
  for (const browser of browsers) {
    Object.assign(displayed, await displayedBy(browser));
    defects.push(...(await stillStored(browser, record.shown, served)));
  }
  defects.push(...record.defects(OPENING, served, displayed));
  return printResult(record, browsers, served, displayed, defects);
}

// The soak ends even if something hangs.
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
