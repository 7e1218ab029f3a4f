// A pool that keeps track of browsers (shapes of AWS's API model), which the local service does not: it wants a
// code, gives a new browser a name, and checks what a remembered one proves. The password and the tokens are real.
import { randomBytes, randomUUID } from 'node:crypto';
import { Verifier } from '../../srp/verifier.mjs';
import { emulate, Refusal } from './pools.mjs';

const SESSION = 'a session of at least twenty characters';
const GROUP = '-xYz1Ab2C';
const number = (base64) => BigInt(`0x${Buffer.from(base64, 'base64').toString('hex')}`);

/** The code that is asked for. */
export const CODE = '123456';

/** The browsers of one person. */
export class Devices {
  /** `asks`: whether the person says what is to be remembered. */
  constructor({ asks = true } = {}) {
    this.asks = asks;
    /** Those that were confirmed, by their names. */
    this.all = new Map();
    /** How often a code was asked for, and how often a browser has proved itself. */
    this.codes = 0;
    this.proofs = 0;
  }

  /** Answers the calls of a page that are about browsers. */
  async serve(page) {
    await emulate(page, this);
  }

  InitiateAuth({ AuthFlow, AuthParameters }) {
    if (AuthFlow === 'REFRESH_TOKEN_AUTH' && !this.all.has(AuthParameters.DEVICE_KEY)) {
      throw new Refusal('NotAuthorizedException', 'Invalid Refresh Token.');
    }
    return undefined;
  }

  async RespondToAuthChallenge({ ChallengeName, ChallengeResponses }, route) {
    const { DEVICE_KEY: key } = ChallengeResponses;
    if (key && !this.all.has(key)) throw new Refusal('ResourceNotFoundException', 'Device does not exist.');
    return this[ChallengeName]?.(ChallengeResponses, route);
  }

  async PASSWORD_VERIFIER({ DEVICE_KEY: key, USERNAME }, route) {
    const answer = await route.fetch();
    const { AuthenticationResult } = await answer.json();
    if (!AuthenticationResult) return undefined;
    this.tokens = AuthenticationResult;
    if (this.all.get(key)?.remembered) return challenge('DEVICE_SRP_AUTH', { USERNAME });
    this.codes += 1;
    return challenge('SOFTWARE_TOKEN_MFA');
  }

  SOFTWARE_TOKEN_MFA({ DEVICE_KEY: key, SOFTWARE_TOKEN_MFA_CODE }) {
    if (SOFTWARE_TOKEN_MFA_CODE !== CODE) throw new Refusal('CodeMismatchException');
    const NewDeviceMetadata = { DeviceKey: `us-east-1_${randomUUID()}`, DeviceGroupKey: GROUP };
    return this.#tokens(key ? {} : { NewDeviceMetadata });
  }

  DEVICE_SRP_AUTH({ DEVICE_KEY: key, SRP_A: srpA, USERNAME }) {
    const { verifier, salt } = this.all.get(key);
    const { value } = verifier.publicValues(number(randomBytes(32).toString('base64'))).next();
    this.exchange = { ...value, srpA };
    const parameters = { SRP_B: value.srpB, SALT: salt.toString(16), DEVICE_KEY: key, USERNAME };
    parameters.SECRET_BLOCK = randomBytes(64).toString('base64');
    return challenge('DEVICE_PASSWORD_VERIFIER', parameters);
  }

  DEVICE_PASSWORD_VERIFIER({ DEVICE_KEY: key, ...claim }) {
    const { verifier } = this.all.get(key);
    const { PASSWORD_CLAIM_SECRET_BLOCK: block, TIMESTAMP: time, PASSWORD_CLAIM_SIGNATURE: signature } = claim;
    if (signature !== verifier.signature(this.exchange, key, block, time)) {
      throw new Refusal('NotAuthorizedException', 'Incorrect username or password.');
    }
    this.proofs += 1;
    return this.#tokens();
  }

  ConfirmDevice({ DeviceKey, DeviceName, DeviceSecretVerifierConfig: { PasswordVerifier, Salt } }) {
    const verifier = new Verifier(GROUP, number(PasswordVerifier));
    this.all.set(DeviceKey, { name: DeviceName, verifier, salt: number(Salt), remembered: !this.asks });
    return { UserConfirmationNecessary: this.asks };
  }

  UpdateDeviceStatus({ DeviceKey, DeviceRememberedStatus }) {
    this.all.get(DeviceKey).remembered = DeviceRememberedStatus === 'remembered';
    return {};
  }

  ListDevices() {
    const Devices = [...this.all].map(([DeviceKey, { name, remembered }]) => ({
      DeviceKey,
      DeviceAttributes: [
        { Name: 'device_status', Value: 'valid' },
        { Name: 'device_name', Value: name },
        { Name: 'dev:device_remembered_status', Value: remembered ? 'remembered' : 'not_remembered' },
      ],
      DeviceCreateDate: 1715100742.022,
    }));
    return { Devices };
  }

  ForgetDevice({ DeviceKey }) {
    this.all.delete(DeviceKey);
    return {};
  }

  #tokens(more = {}) {
    return { AuthenticationResult: { ...this.tokens, ...more }, ChallengeParameters: {} };
  }
}

function challenge(ChallengeName, ChallengeParameters = {}) {
  return { ChallengeName, Session: SESSION, ChallengeParameters };
}
