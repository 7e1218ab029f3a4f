// The frames that a page receives.
import { expect } from '@playwright/test';

/** Collects the text frames a page receives from now on; `sees(text)` waits for one that holds a text. */
export function framesOf(page) {
  const frames = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
  });
  return {
    sees: (text) => expect.poll(() => frames.some((frame) => frame.includes(text))).toBe(true),
  };
}
