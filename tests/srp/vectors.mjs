// Sign-ins as Amazon's JavaScript library makes them, written to vectors.json, and those of remembered devices, to
// devices.json: `node tests/srp/vectors.mjs`. The library does its own sign-in; its secret number, its clock and the pool's answers are given to it.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { argv } from 'node:process';
import { mock } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CASES, DEVICES } from './cases.mjs';
import { big, powers, Verifier } from './verifier.mjs';

const require = createRequire(new URL('../e2e/package.json', import.meta.url));
const { AuthenticationDetails, AuthenticationHelper, CognitoUser, CognitoUserPool } = require(
  'amazon-cognito-identity-js',
);

/** A number of so many bytes, always the same for the same words. */
function number(words, bytes) {
  const block = (_, n) => createHash('sha256').update(`${words} ${n}`).digest('hex');
  return BigInt(`0x${Array.from({ length: bytes / 32 }, block).join('')}`);
}

/** The secret numbers of both sides, the first for which the case is what it is about. */
function numbers(about, pool) {
  const any = () => true;
  const { ofA = any, ofB = any, ofScrambler = any, ofSecret } = about;
  for (const [a, powered] of powers(number(about.name, 128), pool.N)) {
    const srpA = powered.toString(16);
    if (!ofA(srpA)) continue;
    for (const { b, srpB } of pool.publicValues(number(`${about.name}, pool`, 32))) {
      if (!ofB(srpB)) continue;
      if (!ofScrambler(pool.scrambler(srpA, srpB))) continue;
      if (ofSecret && !ofSecret(pool.secret({ srpA, srpB, b }))) continue;
      return { a, b, srpB: about.sentB?.(srpB) ?? srpB };
    }
  }
}

/** The library's `A`, its key and its answer to PASSWORD_VERIFIER. */
function signIn({ pool, userId, password, salt, secretBlock }, srpB, Pool) {
  const said = {};
  Pool.client.request = (operation, request, answer) => {
    if (operation !== 'InitiateAuth') said.answer = request.ChallengeResponses;
    else {
      said.srpA = request.AuthParameters.SRP_A;
      const parameters = { SRP_B: srpB, SALT: salt, SECRET_BLOCK: secretBlock, USER_ID_FOR_SRP: userId };
      answer(null, { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: parameters });
    }
  };
  const user = new CognitoUser({ Username: 'ida@example.com', Pool });
  const details = new AuthenticationDetails({ Username: 'ida@example.com', Password: password });
  user.authenticateUser(details, { onFailure });
  return said;
}

/** The same of a device, and DEVICE_PASSWORD_VERIFIER. */
function proveDevice({ pool, userId, password, salt, secretBlock }, srpB, Pool) {
  const said = {};
  Pool.client.request = (_, { ChallengeName, ChallengeResponses }, answer) => {
    if (ChallengeName !== 'DEVICE_SRP_AUTH') said.answer = ChallengeResponses;
    else {
      said.srpA = ChallengeResponses.SRP_A;
      const parameters = { SRP_B: srpB, SALT: salt, SECRET_BLOCK: secretBlock };
      answer(null, { ChallengeName: 'DEVICE_PASSWORD_VERIFIER', ChallengeParameters: parameters });
    }
  };
  const user = new CognitoUser({ Username: 'ida@example.com', Pool });
  Object.assign(user, { deviceKey: userId, deviceGroupKey: pool.slice(1), randomPassword: password });
  user.getDeviceResponse({ onFailure });
  return said;
}

function onFailure(error) {
  throw error;
}

/** What the library says with this secret number, at a time of its own. */
function told(run, about, { a, srpB }) {
  let key;
  mock.timers.enable({ apis: ['Date'], now: new Date(about.at) });
  const own = AuthenticationHelper.prototype.computehkdf;
  mock.method(AuthenticationHelper.prototype, 'generateRandomSmallA', () => big(a.toString(16)));
  mock.method(AuthenticationHelper.prototype, 'computehkdf', function computed(...all) {
    key = own.apply(this, all);
    return key;
  });
  const UserPoolId = about.pool.startsWith('_') ? 'us-east-1_Ab1' : about.pool;
  const said = run(about, srpB, new CognitoUserPool({ UserPoolId, ClientId: 'client' }));
  mock.timers.reset();
  mock.restoreAll();
  return { ...said, key };
}

/** One case with all its numbers. */
const vector = (run) => (about) => {
  const { name, pool, userId, password, salt, secretBlock } = about;
  const has = numbers(about, Verifier.of(about));
  const { srpA, key, answer } = told(run, about, has);
  return {
    ...{ name, pool, userId, password, salt, secretBlock },
    b: has.b.toString(16),
    srpB: has.srpB,
    srpA,
    key: Buffer.from(key).toString('hex'),
    timestamp: answer.TIMESTAMP,
    signature: answer.PASSWORD_CLAIM_SIGNATURE,
  };
};

/** The files and their texts. */
export function vectors() {
  const text = (run, cases) => `${JSON.stringify(cases.map(vector(run)), null, 2)}\n`;
  return { 'vectors.json': text(signIn, CASES), 'devices.json': text(proveDevice, DEVICES) };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(vectors())) writeFileSync(new URL(name, import.meta.url), text);
}
