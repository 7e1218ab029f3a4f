// The record of sent messages, and whether each of them is there, once, in one order.

/** The texts that are in `all` and not in `some`. */
function missing(all, some) {
  const present = new Set(some);
  return all.filter((text) => !present.has(text));
}

/** The texts that occur more than once. */
function doubled(texts) {
  return [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))];
}

export class SendRecord {
  constructor() {
    /** Messages whose row was on screen. */
    this.shown = [];
    this.attempts = [];
    /** How often each fault was injected. */
    this.counts = {};
    /** What the soak itself could not do. */
    this.skipped = [];
  }

  /** A line for the log alone: what happened when. */
  log(line) {
    console.log(`… ${new Date().toISOString().slice(11, 23)} ${line}`);
  }

  /** A fault is injected. */
  count(fault) {
    this.counts[fault] = (this.counts[fault] ?? 0) + 1;
  }

  /** A step of the soak failed: no defect of the app. */
  skip(step, error) {
    this.skipped.push(`${step}: ${String(error.message).split('\n')[0]}`);
  }

  /** Enter was pressed. */
  addAttempt(by, text) {
    this.attempts.push({ by, text });
  }

  /** Its row was on screen. */
  addShown(by, text) {
    this.shown.push({ by, text });
  }

  /** Defects at the end: `served` by the server, `displayed` lists of texts by the reader's name. */
  defects(opening, served, displayed) {
    const sent = [opening, ...this.shown.map(({ text }) => text)];
    const attempted = [opening, ...this.attempts.map(({ text }) => text)];
    const found = [];
    const report = (what, texts) => found.push(...texts.map((text) => `${what}: ${text}`));
    report('lost', missing(sent, served));
    report('doubled on the server', doubled(served));
    report('written by nobody', missing(served, attempted));
    for (const [who, texts] of Object.entries(displayed)) {
      report(`not shown to ${who}`, missing(served, texts));
      report(`shown twice to ${who}`, doubled(texts));
      report(`shown to ${who} and not on the server`, missing(texts, served));
      const at = texts.findIndex((text, place) => text !== served[place]);
      if (at >= 0) report(`order of ${who}, from`, [`${texts[at]} instead of ${served[at]}`]);
    }
    report('out of the order written', this.outOfOrder(served));
    return found;
  }

  /** Of each writer's texts those that the server has behind one written later. */
  outOfOrder(served) {
    const place = new Map(served.map((text, at) => [text, at]));
    const last = {};
    return this.shown
      .filter(({ by, text }) => {
        const late = place.get(text) < (last[by] ?? -1);
        last[by] = Math.max(last[by] ?? -1, place.get(text) ?? -1);
        return late;
      })
      .map(({ text }) => text);
  }
}
