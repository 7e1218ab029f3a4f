// People for tests: the three of the demo data, and fresh ones for tests that leave something behind.
import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { callCognito } from './cognito.mjs';
import { demoPassword, stack } from './environment.mjs';
import { Rest } from './rest.mjs';

const PASSWORD = 'Fresh-person-1';

/** A person of the demo data. */
function demo(handle, name) {
  return { handle, name, email: `${handle}@example.com`, password: demoPassword };
}

export const andrew = demo('andrewbrown', 'Andrew Brown');
export const bayko = demo('bayko', 'Andrew Bayko');
export const londo = demo('londo', 'Londo Mollari');

/** A client with an administrator's rights over the pool. */
export function administrator() {
  return new CognitoIdentityProviderClient({
    region: stack.user_pool_id.split('_')[0],
    endpoint: stack.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

/** A person nobody has met, `{ handle, name, email, password }`; the name begins with `first`. */
export function invented(first) {
  const mark = randomUUID().slice(0, 8);
  const handle = `${first.toLowerCase()}-${mark}`;
  return { handle, name: `${first} ${mark}`, email: `${handle}@example.com`, password: PASSWORD };
}

function attributes(person) {
  return [
    { Name: 'email', Value: person.email },
    { Name: 'name', Value: person.name },
    { Name: 'preferred_username', Value: person.handle },
  ];
}

/** A new confirmed account, `{ handle, name, email, password }`; the handle may be given. */
export async function freshAccount(first, handle) {
  const person = { ...invented(first), ...(handle && { handle }) };
  const admin = administrator();
  const account = { UserPoolId: stack.user_pool_id, Username: person.email };
  await admin.send(
    new AdminCreateUserCommand({
      ...account,
      MessageAction: 'SUPPRESS',
      UserAttributes: [...attributes(person), { Name: 'email_verified', Value: 'true' }],
    }),
  );
  await admin.send(
    new AdminSetUserPasswordCommand({ ...account, Password: person.password, Permanent: true }),
  );
  return person;
}

/** A new confirmed person, known to the back end, with `rest`: their own REST client. */
export async function freshPerson(first) {
  const person = await freshAccount(first);
  const rest = await Rest.of(person);
  // The first call writes the person's record, so that others can find the handle.
  await rest.groups();
  return { ...person, rest };
}

/** Two new people without a conversation. */
export async function freshPair(first = 'Ida', second = 'Oto') {
  return Promise.all([freshPerson(first), freshPerson(second)]);
}

/** Two new people and the conversation they have, texts written in turns: `{ one, other, group }`. */
export async function freshConversation(...texts) {
  const [one, other] = await freshPair();
  const [opening = 'Hello', ...rest] = texts;
  const { message_group_uuid: group } = await one.rest.sendTo(other.handle, opening);
  for (const [turn, text] of rest.entries()) {
    await (turn % 2 === 0 ? other : one).rest.send(group, text);
  }
  return { one, other, group };
}

/** Somebody who signed up and never confirmed the address. */
export async function unconfirmedPerson() {
  const person = invented('Una');
  const { status, body } = await callCognito('SignUp', {
    ClientId: stack.client_id,
    Username: person.email,
    Password: person.password,
    UserAttributes: attributes(person),
  });
  if (status !== 200) throw new Error(`SignUp answered ${status}: ${JSON.stringify(body)}`);
  return person;
}

/** Ends every session of a person at Cognito, as an administrator or another device would. */
export async function endSessionsOf(person) {
  await administrator().send(
    new AdminUserGlobalSignOutCommand({ UserPoolId: stack.user_pool_id, Username: person.email }),
  );
}
