// The routes of the original, and nothing else. Each returns `{ status, json }` or `{ status, html }`.
import { HTML_404, HTML_500 } from './quirks.mjs';

const failed = { status: 500, html: HTML_500 };

function ok(json) {
  return { status: 200, json };
}

/** Answers one request; `caller` gives the signed-in person or undefined. */
export async function answer({ method, path, body, store, caller }) {
  if (method === 'GET' && path === '/api/health-check') return ok({ success: true, ver: 1 });
  const [, handle] = path.match(/^\/api\/users\/@([^/]+)\/short$/) ?? [];
  if (method === 'GET' && handle) return shortUser(store, decodeURIComponent(handle));
  const route = signedInRoute(method, path);
  if (!route) return { status: 404, html: HTML_404 };
  const person = await caller();
  return person ? route({ store, person, body }) : { status: 401, json: {} };
}

function signedInRoute(method, path) {
  if (method === 'GET' && path === '/api/message_groups') {
    return ({ store, person }) => ok(store.listOf(person));
  }
  const [, group] = path.match(/^\/api\/messages\/([^/]+)$/) ?? [];
  if (method === 'GET' && group) return ({ store }) => ok(store.messagesOf(group));
  if (method === 'POST' && path === '/api/messages') return write;
  return undefined;
}

/** Unknown is 200 with an empty object that calls itself HTML. */
function shortUser(store, handle) {
  const person = store.person(handle);
  return person ? ok(person) : { status: 200, html: '{}' };
}

/** Every refusal is a 500: the original's error branch reads an undefined name. */
function write({ store, person, body }) {
  const { message, handle, message_group_uuid: group } = body ?? {};
  if (typeof message !== 'string' || message === '' || [...message].length > 1024) return failed;
  if (group) {
    const created_at = store.say(group, person, message);
    // `uuid` is the sender's, not the message's.
    const { uuid, display_name, handle: own } = person;
    return ok({ message_group_uuid: group, uuid, display_name, handle: own, message, created_at });
  }
  const receiver = store.person(handle);
  if (!receiver || receiver === person) return failed;
  return ok({ message_group_uuid: store.begin(person, receiver, message) });
}
