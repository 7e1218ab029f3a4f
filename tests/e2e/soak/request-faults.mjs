// Faults of the requests of one browser, drawn for each request.
import { setTimeout } from 'node:timers/promises';
import { api, cognito } from '../support/faults.mjs';

const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': '*' };
const anyCall = api('');

/** What can happen to a request. */
const OUTCOMES = {
  /** It never reaches the server. */
  lost: (route) => route.abort('connectionreset'),
  /** It reaches the server, and the answer is lost. */
  answerLost: async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  },
  /** The server fails before it does anything. */
  failed: (route) => route.fulfill({ status: 500, body: '<h1>500</h1>', headers: CORS }),
  /** The server does it, and fails afterwards. */
  failedAfterwards: async (route) => {
    await route.fetch();
    await route.fulfill({ status: 502, body: '', headers: CORS });
  },
  /** The server asks to retry later. */
  busy: (route) => retryLater(route, 503, []),
  tooMany: (route) => retryLater(route, 429, ['too_many_requests']),
  /** The token is refused; for calls of the API alone. */
  unauthorized: (route) => route.fulfill({ status: 401, json: {}, headers: CORS }),
};

function retryLater(route, status, json) {
  return route.fulfill({ status, json, headers: { ...CORS, 'Retry-After': '2' } });
}

/** The faults of one browser context. */
export class RequestFaults {
  constructor(context, chance) {
    this.chance = chance;
    this.clear();
    this.ready = context.route(
      (url) => anyCall(url) || cognito(url),
      (route) => this.handle(route).catch(() => {}),
    );
  }

  /** No more faults. */
  clear() {
    this.outcomes = [];
    this.share = 0;
    this.delay = 0;
    this.shortTokens = false;
    this.refusals = 0;
  }

  /** From now on this share of the requests has one of these outcomes. */
  fail(share, ...outcomes) {
    this.share = share;
    this.outcomes = outcomes;
  }

  async handle(route) {
    const request = route.request();
    const toCognito = cognito(new URL(request.url()));
    if (this.delay > 0) await setTimeout(this.chance.draw() * this.delay);
    if (this.refusals > 0 && !toCognito && request.method() !== 'OPTIONS') {
      this.refusals -= 1;
      return OUTCOMES.unauthorized(route);
    }
    if (this.chance.draw() < this.share) return OUTCOMES[this.chance.one(this.outcomes)](route);
    if (toCognito && this.shortTokens) return withShortTokens(route);
    return route.continue();
  }
}

/** The answer of Cognito with tokens that are about to expire. */
async function withShortTokens(route) {
  const response = await route.fetch();
  const json = await response.json().catch(() => ({}));
  if (json.AuthenticationResult) json.AuthenticationResult.ExpiresIn = 8;
  return route.fulfill({ response, json });
}
