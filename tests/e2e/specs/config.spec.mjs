import { stack } from '../support/environment.mjs';
import { expect, test } from '../support/test.mjs';

const good = {
  brand: 'Cruddur',
  cognito: {
    user_pool_id: stack.user_pool_id,
    client_id: stack.client_id,
    endpoint: stack.endpoint,
  },
  api_url: stack.api_url,
  live_url: stack.live_url,
  poll_seconds: 15,
};

const without = (key) => ({ ...good, [key]: undefined });
const cognitoWithout = (key) => ({ ...good, cognito: { ...good.cognito, [key]: undefined } });

const cases = [
  ['a missing file', 'config.json', { status: 404, contentType: 'text/plain', body: 'Not found.' }],
  ['bad JSON', 'config.json', { contentType: 'application/json', body: '{"brand": "Cru' }],
  ['no Cognito part', 'cognito', { json: without('cognito') }],
  ['no pool', 'cognito.user_pool_id', { json: cognitoWithout('user_pool_id') }],
  ['no client', 'cognito.client_id', { json: cognitoWithout('client_id') }],
  ['no API', 'api_url', { json: without('api_url') }],
  ['an API address that is none', 'api_url', { json: { ...good, api_url: 'api.example.com' } }],
  ['a live address that is none', 'live_url', { json: { ...good, live_url: 'https://x.example' } }],
  ['a pause that is none', 'poll_seconds', { json: { ...good, poll_seconds: -1 } }],
];

for (const [name, key, answer] of cases) {
  test(`config.json: ${name} gives a screen that names "${key}"`, async ({ app }) => {
    await app.page.route('**/config.json', (route) => route.fulfill(answer));

    await app.page.goto('/messages');

    await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(app.page.getByText(key).first()).toBeVisible();
    await expect(app.page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
}

for (const [name, answer] of [
  ['no network', null],
  ['a server that is down', { status: 503, body: '' }],
  ['a page instead of the file', { contentType: 'text/html', body: '<!doctype html>' }],
]) {
  test(`config.json: ${name} is no fault of the set-up, and the app starts when it is over`, async ({
    app,
  }) => {
    await app.page.route('**/config.json', (route) =>
      answer ? route.fulfill(answer) : route.abort(),
    );
    await app.page.goto('/signin');
    await expect(
      app.page.getByRole('heading', { name: 'Could not reach the server', level: 1 }),
    ).toBeVisible();
    await expect(app.page.getByText('not set up')).toHaveCount(0);

    await app.page.unrouteAll();
    await app.page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(app.signInButton).toBeVisible();
    await expect(app.page.getByRole('heading', { level: 1 })).toHaveCount(1);
  });
}

test('config.json: once it is right, trying again starts the app', async ({ app }) => {
  await app.page.route('**/config.json', (route) => route.fulfill({ status: 404, body: '' }));
  await app.page.goto('/signin');
  const again = app.page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await app.page.unrouteAll();
  await again.click();
  await expect(app.signInButton).toBeVisible();
});

test('config.json: the brand is shown', async ({ app }) => {
  await app.page.route('**/config.json', (route) =>
    route.fulfill({ json: { ...good, brand: 'Chatterby' } }),
  );
  await app.open('/signin');
  await expect(app.page).toHaveTitle(/Chatterby/);
});
