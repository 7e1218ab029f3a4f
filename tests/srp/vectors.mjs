// Sign-ins as Amazon's JavaScript library makes them, written to vectors.json: `node tests/srp/vectors.mjs`.
// The library does its own sign-in; its secret number, its clock and the pool's answers are given to it.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { argv } from 'node:process';
import { mock } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CASES } from './cases.mjs';

const require = createRequire(new URL('../e2e/package.json', import.meta.url));
const { AuthenticationDetails, AuthenticationHelper, CognitoUser, CognitoUserPool } = require(
  'amazon-cognito-identity-js',
);
const BigInteger = require('amazon-cognito-identity-js/lib/BigInteger').default;

/** The library's number of hexadecimal digits, and the other way round. */
const big = (digits) => new BigInteger(digits, 16);
const native = (number) => BigInt(`0x${number.toString(16)}`);

/** A number of so many bytes, always the same for the same words. */
function number(words, bytes) {
  const block = (_, n) => createHash('sha256').update(`${words} ${n}`).digest('hex');
  return BigInt(`0x${Array.from({ length: bytes / 32 }, block).join('')}`);
}

function power(base, exponent, modulus) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** Exponents from a first one on, each with its power of 2. */
function* powers(first, modulus) {
  let powered = power(2n, first, modulus);
  for (let exponent = first; ; exponent += 1n, powered = (powered * 2n) % modulus) {
    yield [exponent, powered];
  }
}

/** What a pool keeps of a person, and what it says: `B` for a secret number, and the shared secret. */
class Pool {
  constructor({ pool, userId, password, salt }) {
    this.helper = new AuthenticationHelper(pool.split('_')[1]);
    this.N = native(this.helper.N);
    const { helper } = this;
    const identity = helper.hash(`${helper.poolName}${userId}:${password}`);
    const x = BigInt(`0x${helper.hexHash(helper.padHex(big(salt)) + identity)}`);
    this.verifier = power(2n, x, this.N);
  }

  /** `B` for a secret number, and for each one after it. */
  *publicValues(b) {
    const kv = native(this.helper.k) * this.verifier;
    for (const [secret, powered] of powers(b, this.N)) {
      yield { b: secret, srpB: ((kv + powered) % this.N).toString(16) };
    }
  }

  scrambler(srpA, srpB) {
    return native(this.helper.calculateU(big(srpA), big(srpB)));
  }

  secret({ srpA, srpB, b }) {
    const base = BigInt(`0x${srpA}`) * power(this.verifier, this.scrambler(srpA, srpB), this.N);
    return power(base, b, this.N);
  }
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

/** The key of the library's sign-in and its answer to PASSWORD_VERIFIER. */
function signIn({ pool, userId, password, salt, secretBlock, at }, { a, srpB }) {
  const said = {};
  mock.timers.enable({ apis: ['Date'], now: new Date(at) });
  const own = AuthenticationHelper.prototype.computehkdf;
  mock.method(AuthenticationHelper.prototype, 'generateRandomSmallA', () => big(a.toString(16)));
  mock.method(AuthenticationHelper.prototype, 'computehkdf', function key(...all) {
    said.key = own.apply(this, all);
    return said.key;
  });
  const Pool = new CognitoUserPool({ UserPoolId: pool, ClientId: 'client' });
  Pool.client.request = (operation, request, answer) => {
    said[operation] = request;
    if (operation !== 'InitiateAuth') return;
    const parameters = { SRP_B: srpB, SALT: salt, SECRET_BLOCK: secretBlock, USER_ID_FOR_SRP: userId };
    answer(null, { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: parameters });
  };
  const user = new CognitoUser({ Username: 'ida@example.com', Pool });
  user.authenticateUser(new AuthenticationDetails({ Username: 'ida@example.com', Password: password }), {
    onFailure: (error) => {
      throw error;
    },
  });
  mock.timers.reset();
  mock.restoreAll();
  return said;
}

/** One case with all its numbers. */
function vector(about) {
  const { name, pool, userId, password, salt, secretBlock } = about;
  const has = numbers(about, new Pool(about));
  const { key, ...said } = signIn(about, has);
  const answer = said.RespondToAuthChallenge.ChallengeResponses;
  return {
    ...{ name, pool, userId, password, salt, secretBlock },
    b: has.b.toString(16),
    srpB: has.srpB,
    srpA: said.InitiateAuth.AuthParameters.SRP_A,
    key: Buffer.from(key).toString('hex'),
    timestamp: answer.TIMESTAMP,
    signature: answer.PASSWORD_CLAIM_SIGNATURE,
  };
}

/** The text of vectors.json. */
export function vectors() {
  return `${JSON.stringify(CASES.map(vector), null, 2)}\n`;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('vectors.json', import.meta.url), vectors());
}
