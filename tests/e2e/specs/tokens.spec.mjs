import { stack } from '../support/environment.mjs';
import { api, cognito } from '../support/faults.mjs';
import { endSessionsOf, freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { storageText, tokensGivenTo } from '../support/traces.mjs';

test('the password and the access token are stored nowhere', async ({ app }) => {
  const { one, group } = await freshConversation('A secret to keep');
  const tokens = tokensGivenTo(app.page, stack.endpoint);
  const requests = [];
  app.page.on('request', (request) =>
    requests.push(`${request.url()} ${request.postData() ?? ''}`),
  );
  await app.enter(one, group);

  const stored = await storageText(app.page);
  expect(tokens.access).toBeTruthy();
  expect(stored).not.toContain(one.password);
  expect(stored).not.toContain(tokens.access);
  expect(requests.filter((request) => request.includes(one.password))).toEqual([]);
  expect(requests.filter((request) => request.split(' ')[0].includes(tokens.access))).toEqual([]);
});

test('a refused access token is refreshed once and the call repeated', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Refreshed');
  await app.enter(one, group);
  let refused = 0;
  await app.page.route(api('/api/message_groups'), (route) => {
    if (route.request().method() !== 'GET' || refused > 0) return route.fallback();
    refused += 1;
    return route.fulfill({
      status: 401,
      json: {},
      headers: { 'Access-Control-Allow-Origin': '*' },
    });
  });
  let refreshes = 0;
  app.page.on('request', (request) => {
    const refresh = /REFRESH_TOKEN_AUTH|"RefreshToken"/.test(request.postData() ?? '');
    if (cognito(new URL(request.url())) && refresh) refreshes += 1;
  });

  await app.page.reload();

  await expect(app.message('Refreshed')).toBeVisible();
  await expect(app.group('Oto')).toBeVisible();
  // One refresh takes the session up again after the reload, one answers the 401. The cached page is
  // on screen before either.
  await expect.poll(() => refreshes).toBe(2);
  await app.isConnected();
  expect([refused, refreshes]).toEqual([1, 2]);
});

test('the access token is renewed before it expires, without anybody noticing', async ({ app }) => {
  const { one, other, group } = await freshConversation('For a long time');
  // The sign-in says that its access token is about to expire.
  await app.page.route(cognito, async (route) => {
    const target = route.request().headers()['x-amz-target'] ?? '';
    if (!target.endsWith('.RespondToAuthChallenge')) return route.fallback();
    const response = await route.fetch();
    const json = await response.json();
    json.AuthenticationResult.ExpiresIn = 5;
    return route.fulfill({ response, json });
  });
  const renewed = app.page.waitForResponse(
    (response) =>
      cognito(new URL(response.url())) &&
      /REFRESH_TOKEN_AUTH|"RefreshToken"/.test(response.request().postData() ?? ''),
  );
  await app.enter(one, group);

  const answer = await renewed;
  const access = (await answer.json()).AuthenticationResult.AccessToken;
  const isPost = (request) =>
    request.method() === 'POST' && api('/api/messages')(new URL(request.url()));
  const post = app.page.waitForRequest(isPost);
  await app.send('Still here');
  expect(await (await post).headerValue('authorization')).toBe(`Bearer ${access}`);
  await expect.poll(() => other.rest.texts(group)).toEqual(['For a long time', 'Still here']);
});

test('a session ended elsewhere asks to sign in again, and a network fault does not', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Ended elsewhere');
  await app.enter(one, group);
  await app.page.route(cognito, (route) => route.abort('connectionrefused'));
  await app.page.reload();
  await expect(app.page).toHaveURL(`/messages/${group}`);
  await expect(app.signInButton).toBeHidden();
  await app.page.unroute(cognito);
  await expect(app.message('Ended elsewhere')).toBeVisible({ timeout: 20_000 });

  await endSessionsOf(one);
  await app.page.reload();

  await expect(app.signInButton).toBeVisible();
  await expect(app.page.getByText('Your session has ended')).toBeVisible();
  await expect(app.page).toHaveURL(`/messages/${group}`);
});
