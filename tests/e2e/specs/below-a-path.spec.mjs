// A site below a path of its host: `trunk build --public-url /chat/`, served by the local server as by the CDN.
import { stack } from '../support/environment.mjs';
import { FakeServer } from '../support/fake-server.mjs';
import { freshAccount } from '../support/people.mjs';
import { serveApp } from '../support/served.mjs';
import { expect, test } from '../support/test.mjs';

const dist = process.env.APP_DIST_CHAT;

test('the app runs below a path: files, configuration, routes, next, reload', async ({ app }) => {
  const me = await freshAccount('Ida');
  const server = await FakeServer.start('full');
  const { user_pool_id, client_id, endpoint } = stack;
  const { api_url, live_url } = server;
  const config = { cognito: { user_pool_id, client_id, endpoint }, api_url, live_url };
  const site = await serveApp(config, { publicUrl: '/chat/', dist });
  try {
    const other = { handle: 'oto.k', name: 'Oto Kern' };
    await server.reset([me, other]);
    const group = await server.addGroup([me.handle, other.handle], { texts: ['Below a path'] });
    const outside = [];
    app.page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      if (origin === site.address && !pathname.startsWith('/chat')) outside.push(pathname);
    });
    const isOn = (path) => expect(app.page).toHaveURL(`${site.address}/chat${path}`);

    await app.page.goto(`${site.address}/chat/messages/${group}`);
    await isOn(`/signin?next=/messages/${group}`);
    await app.fillSignIn(me);
    await isOn(`/messages/${group}`);
    await expect(app.message('Below a path')).toBeVisible();

    await app.groupLinks.first().click();
    await isOn(`/messages/${group}`);
    await app.page.goto(`${site.address}/chat`);
    await isOn('/messages');
    await app.groupLinks.first().click();
    await app.page.reload();
    await isOn(`/messages/${group}`);
    await expect(app.message('Below a path')).toBeVisible();
    // The dot is a username's, not a file's.
    await app.page.goto(`${site.address}/chat/messages/new/${other.handle}`);
    await isOn(`/messages/${group}`);

    const manifest = await app.page.evaluate(async () => {
      const { href } = document.querySelector('link[rel=manifest]');
      const { start_url, scope } = await (await fetch(href)).json();
      return [start_url, scope].map((path) => new URL(path, href).pathname);
    });
    expect(manifest).toEqual(['/chat/messages', '/chat/']);
    expect(outside).toEqual([]);
  } finally {
    await site.stop();
    await server.stop();
  }
});
