// A pool's side of SRP. What is hashed, and how, is Amazon's JavaScript library's.
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../e2e/package.json', import.meta.url));
const { AuthenticationHelper } = require('amazon-cognito-identity-js');
const BigInteger = require('amazon-cognito-identity-js/lib/BigInteger').default;

/** The library's number of hexadecimal digits, and the other way round. */
export const big = (digits) => new BigInteger(digits, 16);
const native = (number) => BigInt(`0x${number.toString(16)}`);

function power(base, exponent, modulus) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** Exponents from a first one on, each with its power of 2. */
export function* powers(first, modulus) {
  let powered = power(2n, first, modulus);
  for (let exponent = first; ; exponent += 1n, powered = (powered * 2n) % modulus) {
    yield [exponent, powered];
  }
}

/** What a pool keeps of a password. */
export class Verifier {
  /** `name`: the pool's, the part of its id after the `_`; of a device its group's key. */
  constructor(name, verifier) {
    this.helper = new AuthenticationHelper(name);
    this.N = native(this.helper.N);
    this.verifier = verifier;
  }

  /** Of somebody whose password it is. */
  static of({ pool, userId, password, salt }) {
    const own = new Verifier(pool.split('_')[1], 0n);
    const { helper } = own;
    const identity = helper.hash(`${helper.poolName}${userId}:${password}`);
    const x = BigInt(`0x${helper.hexHash(helper.padHex(big(salt)) + identity)}`);
    own.verifier = power(2n, x, own.N);
    return own;
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

  /** What both sides know, if the password is the one. */
  secret({ srpA, srpB, b }) {
    const base = BigInt(`0x${srpA}`) * power(this.verifier, this.scrambler(srpA, srpB), this.N);
    return power(base, b, this.N);
  }

  /** The one `PASSWORD_CLAIM_SIGNATURE` that proves it. */
  signature(numbers, userId, secretBlock, timestamp) {
    const bytes = (number) => Buffer.from(this.helper.padHex(big(number.toString(16))), 'hex');
    const mac = (key, data) => createHmac('sha256', key).update(data).digest();
    const scrambler = this.scrambler(numbers.srpA, numbers.srpB);
    const random = mac(bytes(scrambler), bytes(this.secret(numbers)));
    const key = mac(random, 'Caldera Derived Key\u0001').subarray(0, 16);
    const names = Buffer.from(`${this.helper.poolName}${userId}`);
    const claim = Buffer.concat([names, Buffer.from(secretBlock, 'base64'), Buffer.from(timestamp)]);
    return mac(key, claim).toString('base64');
  }
}
