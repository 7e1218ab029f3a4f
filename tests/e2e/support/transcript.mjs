// Reading a transcript by scrolling, as a person does.
import { expect } from '@playwright/test';

/**
 * Puts what is on screen now before what was read so far. Both are unbroken runs of one
 * conversation, so they overlap; the transcript may drop rows that are far away.
 */
export function joined(shown, read) {
  for (let offset = 0; offset < shown.length; offset += 1) {
    const overlap = Math.min(shown.length - offset, read.length);
    const fits = read.slice(0, overlap).every((text, index) => shown[offset + index] === text);
    if (fits) return [...shown.slice(0, offset), ...read];
  }
  throw new Error(`What is shown does not join what was read: ${shown.at(-1)} … ${read[0]}`);
}

/** Turns the wheel over the transcript. */
export async function wheel(app, pixels) {
  await app.log.hover();
  await app.page.mouse.wheel(0, pixels);
}

/** How far the transcript is scrolled, in pixels from its top. */
export function scrollTop(app) {
  return app.log.evaluate((log) => log.scrollTop);
}

/** Scrolls up to the beginning of the open conversation and returns all texts, oldest first. */
export async function readToTheBeginning(app) {
  let read = await app.texts();
  const beginning = app.page.getByText(/beginning of your conversation/);
  await expect(async () => {
    await wheel(app, -700);
    const shown = await app.texts();
    read = read.length === 0 ? shown : joined(shown, read);
    await expect(beginning).toBeInViewport({ timeout: 50 });
  }).toPass({ timeout: 30_000, intervals: [50] });
  return joined(await app.texts(), read);
}

/**
 * Records, after every painted frame, how far the row in the middle of the screen has moved since the
 * call. Returns a function that ends the record and gives `{ moved, frames }`: the largest move in
 * pixels and the number of frames seen.
 */
export async function watchPosition(app) {
  const record = await app.log.evaluateHandle((log) => {
    const view = log.getBoundingClientRect();
    const middle = view.top + view.height / 2;
    const rows = [...log.querySelectorAll('article')];
    const row = rows.find((article) => article.getBoundingClientRect().bottom > middle);
    const state = { moved: 0, frames: 0, running: true, row, top: row.getBoundingClientRect().top };
    const channel = new MessageChannel();
    // A message posted in a frame's callback arrives when that frame has been painted.
    channel.port1.onmessage = () => {
      const now = state.row.isConnected ? state.row.getBoundingClientRect().top : Infinity;
      state.moved = Math.max(state.moved, Math.abs(now - state.top));
      state.frames += 1;
    };
    const frame = () => {
      if (!state.running) return;
      channel.port2.postMessage(null);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return state;
  });
  return () =>
    record.evaluate((state) => {
      state.running = false;
      return { moved: state.moved, frames: state.frames };
    });
}
