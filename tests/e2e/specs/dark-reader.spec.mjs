// The app in a browser with an extension that changes pages: Dark Reader's published engine, run as its extension
// runs it, as a content script before the page's own sheets.
import { chromium as browser } from '@playwright/test';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from '../support/app.mjs';
import { appUrl, chromium } from '../support/environment.mjs';
import { andrew } from '../support/people.mjs';
import { expect, test } from '../support/test.mjs';

const ENGINE = join(dirname(createRequire(import.meta.url).resolve('darkreader')), 'darkreader.js');

/** A folder with the extension. */
async function extension() {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-dark-reader-'));
  await copyFile(ENGINE, join(folder, 'darkreader.js'));
  await writeFile(join(folder, 'enable.js'), 'DarkReader.enable({ brightness: 100 });');
  const scripts = { matches: ['<all_urls>'], js: ['darkreader.js', 'enable.js'], run_at: 'document_start' };
  await writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify({ manifest_version: 3, name: 'Dark', version: '1', content_scripts: [scripts] }),
  );
  return folder;
}

test('the app starts and signs in under Dark Reader', async () => {
  const folder = await extension();
  const context = await browser.launchPersistentContext(join(folder, 'profile'), {
    executablePath: chromium,
    baseURL: appUrl,
    locale: 'en-GB',
    // The other headless mode runs no extensions.
    headless: false,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      `--disable-extensions-except=${folder}`,
      `--load-extension=${folder}`,
    ],
  });
  try {
    const app = new App(await context.newPage());
    await app.page.goto('/signin');
    await expect(app.signInButton).toBeVisible();
    const first = await app.page.evaluate(() => document.styleSheets[0].ownerNode.className);
    expect(first, 'its sheets come before the app’s').toContain('darkreader');
    await app.signIn(andrew);
    await expect(app.groups.first()).toBeVisible();
    expect(await app.page.evaluate(() => sessionStorage.reloaded)).toBeUndefined();
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
});
