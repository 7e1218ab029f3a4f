// Pools of kinds that the local service does not have, in shapes of AWS's API model. A test emulates what is
// special about them, and the local service answers the rest; they wrap its answers, which the fake server's own
// pool could not.
import { randomUUID } from 'node:crypto';
import { cognito } from './faults.mjs';

const CORS = { 'Access-Control-Allow-Origin': '*' };

/** A refusal of a pool: an exception of the API model, and its message. */
export class Refusal extends Error {
  constructor(kind, message = '') {
    super(message);
    this.kind = kind;
  }
}

/**
 * Answers a page's calls with the methods of `pool` by the operation's name, which get the call's body and its
 * route. What they leave undefined goes on to the local service.
 */
export async function emulate(page, pool) {
  await page.route(cognito, async (route) => {
    const target = route.request().headers()['x-amz-target'] ?? '';
    const operation = target.split('.').at(-1);
    try {
      const json = await pool[operation]?.(route.request().postDataJSON(), route);
      return json === undefined ? await route.fallback() : await route.fulfill({ json, headers: CORS });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const json = { __type: error.kind, message: error.message };
      return route.fulfill({ status: 400, json, headers: CORS });
    }
  });
}

/** The local service's answer to a call with another body. */
async function answered(route, operation, body) {
  const own = route.request();
  const headers = { ...own.headers(), 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` };
  const answer = await route.fetch({ headers, postData: { ...own.postDataJSON(), ...body } });
  const json = await answer.json();
  if (answer.ok()) return json;
  throw new Refusal(json.__type, json.message);
}

/** A client that signs in by `USER_AUTH` alone. */
export class ChoiceOnly {
  async InitiateAuth({ AuthFlow, AuthParameters }, route) {
    if (AuthFlow === 'USER_SRP_AUTH') {
      throw new Refusal('InvalidParameterException', 'USER_SRP_AUTH is not enabled for the client.');
    }
    if (AuthFlow !== 'USER_AUTH') return undefined;
    this.preferred = AuthParameters.PREFERRED_CHALLENGE;
    return answered(route, 'InitiateAuth', { AuthFlow: 'USER_SRP_AUTH' });
  }
}

/** A pool that rotates refresh tokens, and ends a session whose old one is reused. */
export class Rotating {
  /** The local service's token for each that was issued. */
  real = new Map();
  used = [];

  async RespondToAuthChallenge(_, route) {
    return this.#renamed(await answered(route, 'RespondToAuthChallenge', {}));
  }

  InitiateAuth({ AuthFlow }) {
    if (AuthFlow !== 'REFRESH_TOKEN_AUTH') return undefined;
    throw new Refusal('UnsupportedOperationException', 'Refresh token rotation is enabled.');
  }

  async GetTokensFromRefreshToken({ ClientId, RefreshToken }, route) {
    if (this.used.includes(RefreshToken)) throw new Refusal('RefreshTokenReuseException');
    const real = this.real.get(RefreshToken);
    if (!real) throw new Refusal('NotAuthorizedException', 'Invalid Refresh Token');
    this.used.push(RefreshToken);
    const AuthParameters = { REFRESH_TOKEN: real };
    const body = { AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId, AuthParameters };
    const answer = await answered(route, 'InitiateAuth', body);
    answer.AuthenticationResult.RefreshToken = real;
    return this.#renamed(answer);
  }

  RevokeToken({ Token }, route) {
    return answered(route, 'RevokeToken', { Token: this.real.get(Token) });
  }

  #renamed(answer) {
    const result = answer.AuthenticationResult;
    if (result) {
      this.last = `rotated-${randomUUID()}`;
      this.real.set(this.last, result.RefreshToken);
      result.RefreshToken = this.last;
    }
    return answer;
  }
}
