// Passkeys as Cognito has them (shapes of AWS's API model), which the local service lacks: what a new one must be,
// and a proof checked with its public key. The tokens are real.
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { tokensOf } from './cognito.mjs';
import { emulate } from './pools.mjs';

const SESSION = 'a session of at least twenty characters';
const bytes = (base64url) => Buffer.from(base64url, 'base64url');
const sha256 = (data) => createHash('sha256').update(data).digest();

/** A browser's own authenticator that says yes to everything; `touch(false)`: it waits for a finger. */
export async function authenticator(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const touch = (enabled) => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  return { touch };
}

/** The passkeys of one person. */
export class Passkeys {
  constructor(person) {
    this.person = person;
    this.all = [];
  }

  /** Answers the calls of a page that are about passkeys. */
  async serve(page) {
    await emulate(page, this);
  }

  StartWebAuthnRegistration() {
    this.challenge = randomBytes(32).toString('base64url');
    const { email, name } = this.person;
    return {
      CredentialCreationOptions: {
        challenge: this.challenge,
        rp: { id: 'localhost', name: 'Cruddur' },
        user: { id: Buffer.from(email).toString('base64url'), name: email, displayName: name },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        timeout: 60_000,
        excludeCredentials: this.all.map(({ id }) => ({ type: 'public-key', id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
      },
    };
  }

  CompleteWebAuthnRegistration({ Credential: { id, type, response } }) {
    this.#isAnswer('webauthn.create', response);
    if (type !== 'public-key') throw new Error(`A passkey of the type ${type}.`);
    const key = createPublicKey({ key: bytes(response.publicKey), format: 'der', type: 'spki' });
    this.all.push({ id, key });
    return {};
  }

  ListWebAuthnCredentials() {
    const names = this.all.map(({ id }, n) => ({ CredentialId: id, FriendlyCredentialName: `Key ${n + 1}` }));
    return { Credentials: names };
  }

  DeleteWebAuthnCredential({ CredentialId }) {
    this.all = this.all.filter(({ id }) => id !== CredentialId);
    return {};
  }

  InitiateAuth({ AuthFlow, AuthParameters }) {
    if (AuthFlow !== 'USER_AUTH') return undefined;
    if (AuthParameters.USERNAME !== this.person.email) throw new Error('Another person.');
    const AvailableChallenges = ['PASSWORD_SRP', 'PASSWORD', 'WEB_AUTHN'];
    return { ChallengeName: 'SELECT_CHALLENGE', Session: SESSION, ChallengeParameters: {}, AvailableChallenges };
  }

  async RespondToAuthChallenge({ ChallengeName, ChallengeResponses }) {
    if (ChallengeName === 'SELECT_CHALLENGE') {
      this.challenge = randomBytes(32).toString('base64url');
      const options = { challenge: this.challenge, rpId: 'localhost', userVerification: 'preferred' };
      const CREDENTIAL_REQUEST_OPTIONS = JSON.stringify(options);
      return { ChallengeName: 'WEB_AUTHN', Session: SESSION, ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS } };
    }
    if (ChallengeName !== 'WEB_AUTHN') return undefined;
    const { id, response } = JSON.parse(ChallengeResponses.CREDENTIAL);
    this.#isAnswer('webauthn.get', response);
    const { key } = this.all.find((known) => known.id === id);
    const signed = Buffer.concat([bytes(response.authenticatorData), sha256(bytes(response.clientDataJSON))]);
    if (!verify('sha256', signed, key, bytes(response.signature))) throw new Error('A wrong signature.');
    const { access, id: IdToken, refresh } = await tokensOf(this.person);
    const result = { AccessToken: access, IdToken, RefreshToken: refresh, ExpiresIn: 3600, TokenType: 'Bearer' };
    return { AuthenticationResult: result, ChallengeParameters: {} };
  }

  #isAnswer(kind, { clientDataJSON }) {
    const { type, challenge } = JSON.parse(bytes(clientDataJSON).toString());
    if (type !== kind || challenge !== this.challenge) throw new Error(`Not an answer: ${type}, ${challenge}.`);
  }
}
