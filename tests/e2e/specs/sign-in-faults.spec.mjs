import { cognito, cognitoFails } from '../support/faults.mjs';
import { freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

/** Opens the sign-in page, tries, and gives the sentence that is shown. */
async function refusal(app, person) {
  await app.open('/signin');
  await app.fillSignIn(person);
  await expect(app.alert).toBeVisible();
  await expect(app.page).toHaveURL(/\/signin/);
  return app.alert.innerText();
}

test('a wrong password and an unknown person get one and the same sentence', async ({ app }) => {
  const person = await freshPerson('Ida');
  const wrong = await refusal(app, { ...person, password: 'Not-the-password-1' });
  await expect(app.email).toHaveValue(person.email);
  const unknown = await refusal(app, { email: 'nobody@example.com', password: 'Whatever-1' });

  expect(wrong).toMatch(/password/i);
  expect(unknown).toBe(wrong);
  expect(wrong).not.toMatch(/Exception|NotAuthorized/);
});

test('after a wrong password the right one signs in', async ({ app }) => {
  const person = await freshPerson('Ida');
  await refusal(app, { ...person, password: 'Not-the-password-1' });

  await app.fillSignIn(person);

  await expect(app.groups).toBeVisible();
});

test('a service that asks to slow down says so', async ({ app }) => {
  await cognitoFails(app.page, 'InitiateAuth', 'TooManyRequestsException', 'Rate exceeded');
  expect(await refusal(app, { email: 'ida@example.com', password: 'x' })).toMatch(
    /too many|busy|wait|slow|a moment|again/i,
  );
});

test('a locked account says to wait', async ({ app }) => {
  await cognitoFails(
    app.page,
    'RespondToAuthChallenge',
    'NotAuthorizedException',
    'Password attempts exceeded',
  );
  const person = await freshPerson('Ida');
  expect(await refusal(app, person)).toMatch(/too many|wait|later/i);
});

test('without a network the sentence names the network, and the form stays filled in', async ({
  app,
}) => {
  await app.page.route(cognito, (route) => route.abort('internetdisconnected'));
  const person = { email: 'ida@example.com', password: 'Kept-for-now-1' };
  expect(await refusal(app, person)).toMatch(/connect|reach|network|offline/i);
  await expect(app.email).toHaveValue(person.email);
  await expect(app.password).toHaveValue(person.password);
});

test('an unknown pool is reported as a fault of the set-up, not of the person', async ({ app }) => {
  await app.page.route('**/config.json', async (route) => {
    const response = await route.fetch();
    const config = await response.json();
    config.cognito.user_pool_id = 'us-east-1_Nowhere00';
    config.cognito.client_id = 'nobodysclient0000000000000';
    await route.fulfill({ response, json: config });
  });
  const sentence = await refusal(app, { email: 'ida@example.com', password: 'Whatever-1' });
  expect(sentence).toMatch(/set up|config|pool/i);
  expect(sentence).not.toMatch(/wrong|incorrect/i);
});

test('a malformed answer is reported as a fault of the service', async ({ app }) => {
  await app.page.route(cognito, (route) =>
    route.fulfill({
      status: 502,
      contentType: 'text/html',
      body: '<html>Bad gateway</html>',
      headers: { 'Access-Control-Allow-Origin': '*' },
    }),
  );
  const sentence = await refusal(app, { email: 'ida@example.com', password: 'Whatever-1' });
  expect(sentence).not.toMatch(/<|undefined|null/);
});

test('an empty form is refused at once, with the focus on the faulty field', async ({
  app,
}) => {
  const calls = [];
  await app.page.route(cognito, (route) => {
    calls.push(route.request().url());
    return route.fallback();
  });
  await app.open('/signin');
  await app.signInButton.click();
  await expect(app.email).toBeFocused();
  await expect(app.email).toHaveAttribute('aria-invalid', 'true');
  await app.email.fill('ida@example.com');
  await app.signInButton.click();
  await expect(app.password).toBeFocused();
  expect(calls).toEqual([]);
});
