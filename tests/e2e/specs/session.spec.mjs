import { refreshWith } from '../support/cognito.mjs';
import { stack } from '../support/environment.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { storageText, tokensGivenTo } from '../support/traces.mjs';

test('a reload keeps the session', async ({ app }) => {
  const { one, group } = await freshConversation('Still here after a reload');
  await app.enter(one, group);

  await app.page.reload();

  await expect(app.message('Still here after a reload')).toBeVisible();
  await expect(app.page).toHaveURL(`/messages/${group}`);
  await app.isConnected();
});

test('signing out revokes the session, closes the socket and leaves nothing behind', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Forget me');
  const tokens = tokensGivenTo(app.page, stack.endpoint);
  const sockets = [];
  app.page.on('websocket', (socket) => {
    sockets.push(socket);
  });
  await app.enter(one, group);
  const { refresh } = tokens;
  expect((await refreshWith(refresh)).status).toBe(200);

  await app.signOut();

  await expect.poll(() => sockets.filter((socket) => !socket.isClosed()).length).toBe(0);
  expect(sockets.length).toBeGreaterThan(0);
  await expect
    .poll(async () => (await refreshWith(refresh)).body.__type)
    .toBe('NotAuthorizedException');
  // It is kept until the pool's answer is here.
  await expect.poll(() => storageText(app.page)).not.toContain(refresh);
  const left = (await storageText(app.page)) + (await app.page.content());
  for (const trace of [refresh, one.email, one.handle, one.name, 'Forget me', group]) {
    expect(left).not.toContain(trace);
  }
  await app.page.goto(`/messages/${group}`);
  await expect(app.page).toHaveURL(/\/signin\?next=/);
  await app.page.goBack();
  await expect(app.page.getByText('Forget me')).toHaveCount(0);
});

test('a protected address leads to the sign-in and back', async ({ app }) => {
  const { one, group } = await freshConversation('Where I wanted to go');
  await app.page.goto(`/messages/${group}`);
  await expect(app.page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  expect(new URL(app.page.url()).searchParams.get('next')).toBe(`/messages/${group}`);

  await app.fillSignIn(one);

  await expect(app.page).toHaveURL(`/messages/${group}`);
  await expect(app.message('Where I wanted to go')).toBeVisible();
});

test('the home address goes where it should, signed out and in', async ({ app }) => {
  const { one } = await freshConversation('Home');
  await app.page.goto('/');
  await expect(app.page).toHaveURL(/\/signin/);
  await app.fillSignIn(one);
  await expect(app.page).toHaveURL('/messages');
  await app.page.goto('/');
  await expect(app.page).toHaveURL('/messages');
  await expect(app.group('Oto')).toBeVisible();
});

test('next never leads away from this site', async ({ app, baseURL }) => {
  test.slow();
  const { one } = await freshConversation('Stay');
  const evil = [
    '//evil.example/x',
    '/\\evil.example/x',
    'https:evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
  ];
  const gone = [];
  const isEvil = (url) => url.hostname.endsWith('evil.example');
  await app.page.context().route(isEvil, (route) => {
    gone.push(route.request().url());
    return route.abort();
  });
  await app.signIn(one);
  for (const next of evil) {
    await app.signOut();
    await app.page.goto(`/signin?next=${encodeURIComponent(next)}`);
    await app.fillSignIn(one);
    await expect(app.account, next).toBeVisible();
    await expect(app.page, next).toHaveURL('/messages');
    expect(new URL(app.page.url()).origin).toBe(new URL(baseURL).origin);
  }
  expect(gone).toEqual([]);
});
