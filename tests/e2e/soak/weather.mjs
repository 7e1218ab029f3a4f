// What happens to the requests of one browser: a dice for each of them.
import { setTimeout } from 'node:timers/promises';
import { api, cognito } from '../support/faults.mjs';

const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': '*' };
const anyCall = api('');

/** What can happen to a request instead of its ordinary fate. */
const FATES = {
  /** It never reaches the server. */
  lost: (route) => route.abort('connectionreset'),
  /** It reaches the server, and the answer is lost. */
  answerLost: async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  },
  /** The server fails before it does anything. */
  failed: (route) => route.fulfill({ status: 500, body: '<h1>500</h1>', headers: CORS }),
  /** The server has done it, and fails afterwards. */
  failedAfterwards: async (route) => {
    await route.fetch();
    await route.fulfill({ status: 502, body: '', headers: CORS });
  },
  /** The server asks to come again. */
  busy: (route) => retryLater(route, 503, []),
  tooMany: (route) => retryLater(route, 429, ['too_many_requests']),
  /** The token is refused; good for calls of the API alone. */
  unauthorized: (route) => route.fulfill({ status: 401, json: {}, headers: CORS }),
};

function retryLater(route, status, json) {
  return route.fulfill({ status, json, headers: { ...CORS, 'Retry-After': '2' } });
}

/** The weather over one browser context. */
export class Weather {
  constructor(context, chance) {
    this.chance = chance;
    this.clear();
    this.ready = context.route(
      (url) => anyCall(url) || cognito(url),
      (route) => this.meet(route).catch(() => {}),
    );
  }

  /** Nothing happens any more. */
  clear() {
    this.kinds = [];
    this.share = 0;
    this.delay = 0;
    this.shortTokens = false;
    this.refusals = 0;
  }

  /** From now on this share of the requests meets one of these fates. */
  turn(share, ...kinds) {
    this.share = share;
    this.kinds = kinds;
  }

  async meet(route) {
    const request = route.request();
    const toCognito = cognito(new URL(request.url()));
    if (this.delay > 0) await setTimeout(this.chance.draw() * this.delay);
    if (this.refusals > 0 && !toCognito && request.method() !== 'OPTIONS') {
      this.refusals -= 1;
      return FATES.unauthorized(route);
    }
    if (this.chance.draw() < this.share) return FATES[this.chance.one(this.kinds)](route);
    if (toCognito && this.shortTokens) return shortened(route);
    return route.continue();
  }
}

/** Tokens that are about to expire. */
async function shortened(route) {
  const response = await route.fetch();
  const json = await response.json().catch(() => ({}));
  if (json.AuthenticationResult) json.AuthenticationResult.ExpiresIn = 8;
  return route.fulfill({ response, json });
}
