// Faults between the app and its servers, by Playwright's routing.
import { stack } from './environment.mjs';

/** What a browser wants to see of another origin. */
export const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': '*' };

/** Matches calls of the API by the beginning of their path. */
export function api(path) {
  const { origin, pathname } = new URL(`${stack.api_url}${path}`);
  return (url) => url.origin === origin && url.pathname.startsWith(pathname);
}

/** Matches calls of Cognito. */
export function cognito(url) {
  const endpoint = new URL(stack.endpoint);
  return url.origin === endpoint.origin && url.pathname === '/';
}

/**
 * Neither the API nor Cognito can be reached; the app's own files can. The returned function ends that, and a page hears
 * of it as it does of a network that is back. (The pages of a whole context are not told: they wait for their next try.)
 */
export async function cutOff(page) {
  const servers = (url) => api('')(url) || cognito(url);
  const refuse = (route) => route.abort('connectionrefused');
  await page.route(servers, refuse);
  return async () => {
    await page.unroute(servers, refuse);
    await page.evaluate?.(() => window.dispatchEvent(new Event('online')));
  };
}

/** Answers matching requests of one method with this JSON until the page's routes are removed. */
export async function answer(page, matches, method, status, body, headers = {}) {
  await page.route(matches, (route) =>
    route.request().method() === method
      ? route.fulfill({ status, json: body, headers: { ...CORS, ...headers } })
      : route.fallback(),
  );
}

/** Makes Cognito answer one operation with an error. */
export async function cognitoFails(page, operation, type, message) {
  await page.route(cognito, (route) => {
    const target = route.request().headers()['x-amz-target'] ?? '';
    return target.endsWith(`.${operation}`)
      ? route.fulfill({ status: 400, json: { __type: type, message }, headers: CORS })
      : route.fallback();
  });
}

/** Lets the first matching request reach the server, and loses its answer. */
export async function loseFirstAnswer(page, matches, method) {
  let lost = false;
  await page.route(matches, async (route) => {
    if (lost || route.request().method() !== method) return route.fallback();
    lost = true;
    await route.fetch();
    return route.abort('connectionreset');
  });
}

/** Holds matching requests back until `release()`; `arrived` resolves with the first. */
export async function hold(page, matches) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  let seen;
  const arrived = new Promise((resolve) => {
    seen = resolve;
  });
  await page.route(matches, async (route) => {
    seen();
    await released;
    await route.fallback();
  });
  return { arrived, release };
}

/**
 * Lets the first matching request reach the server and holds its answer back. `answered` resolves when
 * the server has answered, `release()` passes the answer on.
 */
export async function holdAnswer(page, matches, method) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  let arrive;
  const answered = new Promise((resolve) => {
    arrive = resolve;
  });
  let held = false;
  await page.route(matches, async (route) => {
    if (held || route.request().method() !== method) return route.fallback();
    held = true;
    const response = await route.fetch();
    arrive();
    await released;
    return route.fulfill({ response });
  });
  return { answered, release };
}

/**
 * Controls the live sockets of a page, or of a whole browser context; install it before the app opens.
 * `cut()` closes every socket and refuses new ones, `restore()` accepts them again, `drop(text)` drops every
 * frame of the server that contains this text, `mute(true)` keeps the sockets open and drops every frame, either
 * way, until `mute(false)`.
 */
export async function liveSocket(page) {
  const { host, pathname } = new URL(stack.live_url);
  const sockets = [];
  let refused = false;
  let muted = false;
  const dropped = [];
  await page.routeWebSocket(
    (url) => url.host === host && url.pathname.startsWith(pathname),
    (socket) => {
      sockets.push(socket);
      if (refused) return socket.close({ code: 1012, reason: 'restarting' });
      const server = socket.connectToServer();
      socket.onMessage((frame) => {
        if (!muted) server.send(frame);
      });
      server.onMessage((frame) => {
        if (!muted && !dropped.some((text) => frame.includes(text))) socket.send(frame);
      });
      return undefined;
    },
  );
  return {
    async cut() {
      refused = true;
      await Promise.all(sockets.map((socket) => socket.close({ code: 1012, reason: 'restart' })));
    },
    restore() {
      refused = false;
    },
    drop(text) {
      dropped.push(text);
    },
    mute(on) {
      muted = on;
    },
  };
}
