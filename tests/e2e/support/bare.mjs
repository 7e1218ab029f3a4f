// Tabs that may be hidden and frozen. Playwright holds its own pages visible and focused and out of the
// back/forward cache; here the browser starts without that, and a tab is driven by the DevTools protocol alone.
import { chromium } from '@playwright/test';
import { expect } from './test.mjs';

/** Starts a browser in which tabs can be hidden, frozen and cached: `{ tab, close }`. */
export async function bareBrowser(launchOptions) {
  const browser = await chromium.launch({
    ...launchOptions,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  const root = await browser.newBrowserCDPSession();
  return { tab: () => BareTab.open(root), close: () => browser.close() };
}

export class BareTab {
  static async open(root) {
    const { targetId } = await root.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
    });
    const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: false });
    const tab = new BareTab();
    const waiting = new Map();
    root.on('Target.receivedMessageFromTarget', (event) => {
      if (event.sessionId !== sessionId) return;
      const answer = JSON.parse(event.message);
      if (answer.method === 'Page.backForwardCacheNotUsed') {
        tab.notCached = JSON.stringify(answer.params.notRestoredExplanations);
      }
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    });
    let last = 0;
    tab.send = (method, params = {}) => {
      last += 1;
      const message = JSON.stringify({ id: last, method, params });
      return new Promise((resolve, reject) => {
        waiting.set(last, ({ result, error }) => (error ? reject(error) : resolve(result)));
        root.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
      });
    };
    // Tells why a page was not in the back/forward cache: `notCached`.
    await tab.send('Page.enable');
    ({ windowId: tab.window } = await tab.send('Browser.getWindowForTarget'));
    return tab;
  }

  /** Runs a function in the page, with values that JSON can carry, and gives what it returns. */
  async run(call, ...values) {
    const expression = `(${call})(...${JSON.stringify(values)})`;
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(result.description);
    return result.value;
  }

  async goto(url) {
    await this.send('Page.navigate', { url });
    await expect.poll(() => this.run(() => document.readyState)).toBe('complete');
  }

  async back() {
    const { entries, currentIndex } = await this.send('Page.getNavigationHistory');
    const { id, url } = entries[currentIndex - 1];
    await this.send('Page.navigateToHistoryEntry', { entryId: id });
    await expect.poll(() => this.run(() => location.href)).toBe(url);
  }

  /** Minimises the window, or brings it back. */
  async hide(hidden) {
    const windowState = hidden ? 'minimized' : 'normal';
    await this.send('Browser.setWindowBounds', { windowId: this.window, bounds: { windowState } });
    await expect.poll(() => this.run(() => document.hidden)).toBe(hidden);
  }

  /** Freezes a hidden page as the browser does to save energy, or resumes it. */
  async freeze(frozen) {
    await this.send('Page.setWebLifecycleState', { state: frozen ? 'frozen' : 'active' });
  }

  /** Signs in on the way to an address. */
  async enter(person, url) {
    await this.goto(url);
    const signIn = (email, password) => {
      const fields = [...document.querySelectorAll('input')];
      if (fields.length < 2) return false;
      for (const [at, text] of [email, password].entries()) {
        fields[at].value = text;
        fields[at].dispatchEvent(new Event('input', { bubbles: true }));
      }
      fields[0].form.requestSubmit();
      return true;
    };
    await expect.poll(() => this.run(signIn, person.email, person.password)).toBe(true);
    await this.isConnected();
  }

  async isConnected() {
    await expect.poll(() => this.status(), { timeout: 10_000 }).toBe('Connected');
  }

  status() {
    return this.run(() =>
      [...document.querySelectorAll('[role=status]')].map((each) => each.textContent.trim()).join(''),
    );
  }

  /** The texts in the document, oldest first. */
  texts() {
    return this.run(() =>
      [...document.querySelectorAll('[role=log] article p:not([aria-hidden])')].map(
        (each) => each.textContent,
      ),
    );
  }

  /** How far the transcript is from its newest message, CSS pixels. */
  toBottom() {
    return this.run(() => {
      const log = document.querySelector('[role=log]');
      return Math.round(Math.abs(log.scrollTop));
    });
  }
}
