// When which fault is injected.
import { FAULTS, restore } from './faults.mjs';

/** Injects one random fault after the other into a browser, until the soak ends. */
export async function injectFaults(browser, record, clock, chance) {
  while (clock.runs) {
    const [name, inject] = chance.one(FAULTS);
    record.count(name);
    browser.fault = name;
    record.log(`${browser.person.handle}: ${name}`);
    // A fault that cannot be injected, because of the one before, is no defect of the app.
    await inject(browser, clock, chance).catch((error) => record.skip(name, error));
    await restore(browser);
    browser.fault = 'none';
    record.log(`${browser.person.handle}: ${name} is over`);
    await clock.pause(chance.between(500, 6_000));
  }
}

/** Takes the server away from both now and then: their sockets close together, and every call fails. */
export async function injectOutages(browsers, record, clock, chance) {
  while (clock.runs) {
    await clock.pause(chance.between(60_000, 180_000));
    if (!clock.runs) return;
    record.count('server away for both');
    record.log('server away for both');
    for (const browser of browsers) browser.requests.fail(1, 'lost', 'busy');
    await Promise.all(browsers.map(({ socket }) => socket.cut()));
    await clock.pause(chance.between(2_000, 10_000));
    await Promise.all(browsers.map(restore));
  }
}
