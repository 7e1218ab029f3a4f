// Sign-in as an independent client does it: Amazon's own JavaScript library, real SRP.
import identity from 'amazon-cognito-identity-js';
import { stack } from './environment.mjs';

const { AuthenticationDetails, CognitoUser, CognitoUserPool } = identity;

/** Storage of one call, so that the library shares no tokens. */
function memoryStorage() {
  const items = new Map();
  return {
    setItem: (key, value) => items.set(key, value),
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => items.delete(key),
    clear: () => items.clear(),
  };
}

/** Tokens of a person by SRP: `{ access, id, refresh }`. */
export async function tokensOf(person) {
  try {
    return await signIn(person);
  } catch (error) {
    // ministack 1.5.33 looks through its users while others are created, and fails; Cognito does not.
    if (!/changed size during iteration/.test(error.message)) throw error;
    return signIn(person);
  }
}

function signIn({ email, password }) {
  const Storage = memoryStorage();
  const Pool = new CognitoUserPool({
    UserPoolId: stack.user_pool_id,
    ClientId: stack.client_id,
    endpoint: stack.endpoint,
    Storage,
  });
  const user = new CognitoUser({ Username: email, Pool, Storage });
  const details = new AuthenticationDetails({ Username: email, Password: password });
  return new Promise((resolve, reject) => {
    user.authenticateUser(details, {
      onSuccess: (session) =>
        resolve({
          access: session.getAccessToken().getJwtToken(),
          id: session.getIdToken().getJwtToken(),
          refresh: session.getRefreshToken().getToken(),
        }),
      onFailure: reject,
    });
  });
}

/** One call of Cognito's public operations: `{ status, body }`. */
export async function callCognito(operation, body) {
  const answer = await fetch(stack.endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
}

/** Tries to get new tokens for a refresh token. */
export function refreshWith(refreshToken) {
  return callCognito('InitiateAuth', {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: stack.client_id,
    AuthParameters: { REFRESH_TOKEN: refreshToken },
  });
}
