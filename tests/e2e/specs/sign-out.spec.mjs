// Signing out ends the session in all of the browser, and at the pool as soon as that can be reached.
import { App } from '../support/app.mjs';
import { refreshWith } from '../support/cognito.mjs';
import { stack } from '../support/environment.mjs';
import { cutOff } from '../support/faults.mjs';
import { freshConversation } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';
import { storageText, tokensGivenTo } from '../support/traces.mjs';

test('signing out with the pool out of reach also ends the session of a tab that shows another page', async ({
  app,
}) => {
  const { one, group } = await freshConversation('Not for the next person');
  const tokens = tokensGivenTo(app.page, stack.endpoint);
  await app.enter(one, group);
  const context = app.page.context();
  const tab = new App(await context.newPage());
  await tab.page.goto(`/messages/${group}`);
  await tab.composer.fill('half a thought');
  await tab.page.goto('/config.json');
  const backInReach = await cutOff(context);

  await app.signOut();

  const notice = app.page.getByText('The sign-in service could not be reached');
  await expect(notice).toBeVisible();
  expect((await refreshWith(tokens.refresh)).status).toBe(200);
  await tab.page.goBack();
  await expect(tab.signInButton).toBeVisible();
  await expect(tab.page.getByText('Not for the next person')).toHaveCount(0);
  const stored = await storageText(tab.page);
  expect(stored).not.toContain(group);
  const left = stored + (await tab.page.content());
  for (const trace of [one.email, one.handle, one.name, 'half a thought']) {
    expect(left).not.toContain(trace);
  }

  await backInReach();

  await expect
    .poll(async () => (await refreshWith(tokens.refresh)).body.__type, { timeout: 40_000 })
    .toBe('NotAuthorizedException');
  await expect(notice).toBeHidden();
  await expect.poll(() => storageText(app.page)).not.toContain(tokens.refresh);
});
