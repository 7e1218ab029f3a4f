// Reading a transcript by scrolling, as a person does.
import { expect } from '@playwright/test';

const begins = (rows, offset, beginning) =>
  beginning.every((text, index) => rows[offset + index] === text);

/**
 * Puts what is on screen now before what was read so far; null where the two do not touch. Both are
 * unbroken runs of one conversation; the transcript may drop rows that are far away.
 */
export function joined(shown, read) {
  if (read.length === 0) return shown;
  if (read.some((_, offset) => begins(read, offset, shown))) return read;
  const offset = shown.findIndex((_, index) =>
    begins(shown, index, read.slice(0, shown.length - index)),
  );
  return offset < 0 ? null : [...shown.slice(0, offset), ...read];
}

/** Turns the wheel over the transcript. */
export async function wheel(app, pixels) {
  await app.log.hover();
  await app.page.mouse.wheel(0, pixels);
}

/** How far the transcript is scrolled, in pixels from its top. */
export function scrollTop(app) {
  return app.log.evaluate((log) => log.scrollHeight - log.clientHeight + log.scrollTop);
}

/** Scrolls to so many pixels from the transcript's top. It counts from the bottom: 0, then negative. */
export function scrollFromTop(app, pixels) {
  return app.log.evaluate((log, y) => log.scrollTo(0, y - (log.scrollHeight - log.clientHeight)), pixels);
}

/** Scrolls up to the beginning of the open conversation and returns all texts, oldest first. */
export async function readToTheBeginning(app, timeout = 30_000) {
  let read = await app.texts();
  let turn = -1200;
  const beginning = app.page.getByText(/beginning of your conversation/);
  const readOn = async () => {
    const rows = joined(await app.texts(), read);
    // Where a busy machine has turned the wheel too far: back a little, and on in smaller steps.
    turn = rows ? -600 : 300;
    expect(rows, `what is shown touches what was read down to ${read[0]}`).not.toBeNull();
    read = rows;
  };
  await expect(async () => {
    await wheel(app, turn);
    await readOn();
    await expect(beginning).toBeInViewport({ timeout: 50 });
    // The wheel may have moved the transcript since.
    await readOn();
  }).toPass({ timeout, intervals: [50] });
  return read;
}

/**
 * Records how far the row in the middle of the screen moves on the screen from now on, in pixels.
 * It is looked at where nothing can be put right any more before the frame is painted: in a
 * ResizeObserver younger than all of the app's, whenever the size of the content changes, and with
 * each scroll event. `changes(n)` waits for n looks, `moved()` gives the largest move.
 */
export async function watchPosition(app) {
  const record = await app.log.evaluateHandle((log) => {
    const view = log.getBoundingClientRect();
    const middle = view.top + view.height / 2;
    const rows = [...log.querySelectorAll('article')];
    const row = rows.find((article) => article.getBoundingClientRect().bottom > middle);
    const { top } = row.getBoundingClientRect();
    const seen = { moved: 0, looks: 0 };
    const look = () => {
      const now = row.isConnected ? row.getBoundingClientRect().top : Infinity;
      seen.moved = Math.max(seen.moved, Math.abs(now - top));
      seen.looks += 1;
    };
    seen.observer = new ResizeObserver(look);
    for (const content of log.children) seen.observer.observe(content);
    log.addEventListener('scroll', look);
    return seen;
  });
  return {
    changes: (n) =>
      expect.poll(() => record.evaluate((seen) => seen.looks)).toBeGreaterThanOrEqual(n),
    moved: () => record.evaluate((seen) => seen.moved),
  };
}
