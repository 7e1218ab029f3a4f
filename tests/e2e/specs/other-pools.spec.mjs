// Pools of other kinds than the local one: a client with a choice of ways, refresh tokens that are used once.
import { freshConversation } from '../support/people.mjs';
import { ChoiceOnly, emulate, Rotating } from '../support/pools.mjs';
import { expect, test } from '../support/test.mjs';
import { storageText } from '../support/traces.mjs';

test('a client without USER_SRP_AUTH signs in by USER_AUTH, with the password preferred', async ({
  app,
}) => {
  const { one, group } = await freshConversation('By another way');
  const pool = new ChoiceOnly();
  await emulate(app.page, pool);
  await app.enter(one, group);
  await expect(app.message('By another way')).toBeVisible();
  expect(pool.preferred).toBe('PASSWORD_SRP');
});

test('a wrong password is reported by USER_AUTH, too', async ({ app }) => {
  const { one } = await freshConversation('Hello');
  await emulate(app.page, new ChoiceOnly());
  await app.open('/signin');
  await app.fillSignIn({ ...one, password: 'Not-the-password-1' });
  await expect(app.alert).toContainText(/password/i);
  await app.fillSignIn(one);
  await expect(app.groups).toBeVisible();
});

test('rotated refresh tokens continue a session over reloads, and a reused one ends it', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Turn by turn');
  const pool = new Rotating();
  await emulate(app.page, pool);
  await app.enter(one, group);
  for (let reload = 1; reload <= 3; reload += 1) {
    await app.page.reload();
    await app.isConnected();
    expect(pool.used).toHaveLength(reload);
    // The new one is stored before its tokens are used, the old one is deleted.
    const stored = await storageText(app.page);
    expect(stored).toContain(pool.last);
    expect(stored).not.toContain(pool.used.at(-1));
  }
  pool.used.push(pool.last);
  await app.page.reload();
  const dialog = app.page.getByRole('dialog', { name: 'Sign in' });
  await expect(dialog).toBeVisible();
  await app.password.fill(one.password);
  await app.password.press('Enter');
  await expect(dialog).toHaveCount(0);
  await app.isConnected();
  await expect(app.message('Turn by turn')).toBeVisible();
});

test('signing out revokes a rotated refresh token', async ({ app }) => {
  const { one, group } = await freshConversation('Goodbye');
  const pool = new Rotating();
  await emulate(app.page, pool);
  await app.enter(one, group);
  await app.page.reload();
  await app.isConnected();
  const revoked = app.page.waitForRequest((request) =>
    request.headers()['x-amz-target']?.endsWith('.RevokeToken'),
  );
  const { last } = pool;
  await app.signOut();
  expect((await revoked).postDataJSON().Token).toBe(last);
  // It is kept until the pool has answered.
  await expect.poll(() => storageText(app.page)).not.toContain(last);
});
