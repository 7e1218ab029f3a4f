// What a person leaves behind in a browser.

/** Everything a page's storage holds, as one text: both web storages, IndexedDB, caches, cookies. */
export async function storageText(page) {
  const own = await page.evaluate(async () => {
    const requested = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const databases = {};
    for (const { name } of await indexedDB.databases()) {
      const database = await requested(indexedDB.open(name));
      databases[name] = {};
      for (const store of database.objectStoreNames) {
        const rows = database.transaction(store).objectStore(store);
        databases[name][store] = await Promise.all([
          requested(rows.getAllKeys()),
          requested(rows.getAll()),
        ]);
      }
      database.close();
    }
    return JSON.stringify({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases,
      caches: await caches.keys(),
    });
  });
  return own + JSON.stringify(await page.context().cookies());
}

/** Collects the tokens Cognito gives to a page: `{ access, refresh }` of the latest answer. */
export function tokensGivenTo(page, endpoint) {
  const tokens = {};
  page.on('response', async (response) => {
    if (!response.url().startsWith(endpoint) || response.request().method() !== 'POST') return;
    const body = await response.json().catch(() => ({}));
    const given = body.AuthenticationResult ?? body;
    if (given.AccessToken) tokens.access = given.AccessToken;
    if (given.RefreshToken) tokens.refresh = given.RefreshToken;
  });
  return tokens;
}
