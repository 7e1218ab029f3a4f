// Lets one trouble after the other come over a browser, and counts them.
import { TROUBLES, mend } from './troubles.mjs';

/** A trouble that could not be made, because of the one before, is a hitch and no defect of the app. */
export async function trouble(browser, book, clock, chance) {
  while (clock.runs) {
    const [name, befall] = chance.one(TROUBLES);
    book.counts[name] = (book.counts[name] ?? 0) + 1;
    browser.now = name;
    book.note(`${browser.person.handle}: ${name}`);
    await befall(browser, clock, chance).catch((error) => {
      book.hitches.push(`${name}: ${String(error.message).split('\n')[0]}`);
    });
    await mend(browser);
    browser.now = 'quiet';
    book.note(`${browser.person.handle}: ${name} is over`);
    await clock.pause(chance.between(500, 6_000));
  }
}

/** The server is away for both now and then: the lines break together, and every call fails. */
export async function serverAway(browsers, book, clock, chance) {
  while (clock.runs) {
    await clock.pause(chance.between(60_000, 180_000));
    if (!clock.runs) return;
    book.counts['server away for both'] = (book.counts['server away for both'] ?? 0) + 1;
    book.note('server away for both');
    for (const browser of browsers) browser.weather.turn(1, 'lost', 'busy');
    await Promise.all(browsers.map(({ line }) => line.cut()));
    await clock.pause(chance.between(2_000, 10_000));
    await Promise.all(browsers.map(mend));
  }
}
