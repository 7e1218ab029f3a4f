// Time in a soak: how long it still goes on, and pauses that end with it.
import { setTimeout } from 'node:timers/promises';

export class Clock {
  constructor(minutes) {
    this.end = Date.now() + minutes * 60_000;
    this.stop = new AbortController();
  }

  /** Whether the soak goes on. */
  get runs() {
    return !this.stop.signal.aborted && Date.now() < this.end;
  }

  /** Ends the soak now; the result is printed all the same. */
  cancel() {
    this.stop.abort();
  }

  /** Waits, but not beyond the end of the soak. */
  async pause(milliseconds) {
    const left = Math.min(milliseconds, this.end - Date.now());
    if (left > 0) await setTimeout(left, undefined, { signal: this.stop.signal }).catch(() => {});
  }
}
