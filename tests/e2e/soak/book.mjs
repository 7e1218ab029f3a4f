// What was written, and whether all of it is there, once, in one order.

/** The texts that are in `all` and not in `some`. */
function missing(all, some) {
  const there = new Set(some);
  return all.filter((text) => !there.has(text));
}

/** The texts that stand there more than once. */
function doubled(texts) {
  return [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))];
}

export class Book {
  constructor() {
    this.written = [];
    this.attempts = [];
    /** How often which trouble came. */
    this.counts = {};
    /** What the soak itself could not do. */
    this.hitches = [];
  }

  /** A line for the log alone: what happened when. */
  note(line) {
    console.log(`… ${new Date().toISOString().slice(11, 23)} ${line}`);
  }

  /** Enter was pressed. */
  tried(by, text) {
    this.attempts.push({ by, text });
  }

  /** Its row was on screen. */
  wrote(by, text) {
    this.written.push({ by, text });
  }

  /** What is wrong at the end: `served` by the server, `shown` lists of texts by the reader's name. */
  faults(opening, served, shown) {
    const written = [opening, ...this.written.map(({ text }) => text)];
    const known = [opening, ...this.attempts.map(({ text }) => text)];
    const found = [];
    const tell = (what, texts) => found.push(...texts.map((text) => `${what}: ${text}`));
    tell('lost', missing(written, served));
    tell('doubled on the server', doubled(served));
    tell('written by nobody', missing(served, known));
    for (const [who, texts] of Object.entries(shown)) {
      tell(`not shown to ${who}`, missing(served, texts));
      tell(`shown twice to ${who}`, doubled(texts));
      tell(`shown to ${who} and not on the server`, missing(texts, served));
      const at = texts.findIndex((text, place) => text !== served[place]);
      if (at >= 0) tell(`order of ${who}, from`, [`${texts[at]} instead of ${served[at]}`]);
    }
    tell('out of the order written', this.outOfOrder(served));
    return found;
  }

  /** Of each writer's texts those that the server has behind one written later. */
  outOfOrder(served) {
    const place = new Map(served.map((text, at) => [text, at]));
    const last = {};
    return this.written
      .filter(({ by, text }) => {
        const late = place.get(text) < (last[by] ?? -1);
        last[by] = Math.max(last[by] ?? -1, place.get(text) ?? -1);
        return late;
      })
      .map(({ text }) => text);
  }
}
