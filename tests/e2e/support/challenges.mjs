// Challenges of Cognito that the local service does not have, in the shapes of AWS's API model.
import { cognito } from './faults.mjs';

const CORS = { 'Access-Control-Allow-Origin': '*' };

/** Answers operations of Cognito on a page: `{ InitiateAuth: body, … }`, with status 200. */
export async function cognitoAnswers(page, answers) {
  await page.route(cognito, (route) => {
    const target = route.request().headers()['x-amz-target'] ?? '';
    const answer = answers[target.split('.').at(-1)];
    return answer === undefined
      ? route.fallback()
      : route.fulfill({ status: 200, json: answer, headers: CORS });
  });
}

function challenge(ChallengeName, ChallengeParameters = {}, more = {}) {
  return { ChallengeName, Session: 'a session of at least twenty characters', ChallengeParameters, ...more };
}

const SENT_BY_SMS = { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******9999' };
const SENT_BY_EMAIL = { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'i***@e***' };

/** What a sign-in may be answered with, and the heading of what the person sees then. */
export const CHALLENGES = [
  ['a code by text message', challenge('SMS_MFA', SENT_BY_SMS), 'Enter your code'],
  ['a code by email', challenge('EMAIL_OTP', SENT_BY_EMAIL), 'Enter your code'],
  ['a code of an app', challenge('SOFTWARE_TOKEN_MFA'), 'Enter your code'],
  [
    'a choice',
    challenge('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' }),
    'Choose how to sign in',
  ],
  [
    'an app to set up',
    challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }),
    'Set up an authenticator app',
  ],
  ['a question', challenge('CUSTOM_CHALLENGE', { question: 'Which colour?' }), 'One more question'],
  [
    'a new password',
    challenge('NEW_PASSWORD_REQUIRED', {
      requiredAttributes: '["userAttributes.given_name"]',
      userAttributes: '{"email":"ida@example.com"}',
    }),
    'Choose a new password',
  ],
];

/** The answer of `AssociateSoftwareToken`. */
export const SECRET = {
  SecretCode: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW',
  Session: 'another session of at least twenty characters',
};
