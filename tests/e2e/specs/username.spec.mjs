import { freshAccount, freshPair, freshPerson } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

test('a taken username is asked for again, and the new one works', async ({
  app,
}) => {
  const holder = await freshPerson('Hal');
  const late = await freshAccount('Lena', holder.handle);
  await app.page.goto('/messages');
  await app.fillSignIn(late);
  const dialog = app.page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText(holder.handle);
  const field = dialog.getByRole('textbox', { name: 'Username' });
  await expect(field).toBeFocused();

  const [friend] = await freshPair();
  await field.fill(friend.handle);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toContainText(friend.handle);
  const handle = `lena.${late.email.slice(5, 13)}`;
  await field.fill(handle);
  await dialog.getByRole('button', { name: 'Save' }).click();

  await expect(dialog).toBeHidden();
  await expect(app.groups.getByText('No conversations yet.')).toBeVisible();
  await friend.rest.sendTo(handle, 'Nice name');
  await expect(app.group(friend.name)).toContainText('Nice name');
  await expect.poll(() => friend.rest.groupWith(handle)).toBeTruthy();
});

test('an invalid username is refused at once', async ({ app }) => {
  const holder = await freshPerson('Hal');
  await app.page.goto('/messages');
  await app.fillSignIn(await freshAccount('Lena', holder.handle));
  const dialog = app.page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: 'Username' });
  for (const bad of ['', 'with space', 'ümlaut', 'a/b', 'one@two']) {
    await field.fill(bad);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(field, bad).toHaveAttribute('aria-invalid', 'true');
    await expect(dialog, bad).toBeVisible();
  }
});
