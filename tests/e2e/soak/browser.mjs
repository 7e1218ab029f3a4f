// One of the two people, with a browser of their own and one or two tabs in it.
import { expect } from '@playwright/test';
import { App } from '../support/app.mjs';
import { liveSocket } from '../support/faults.mjs';
import { watch } from '../support/watch.mjs';
import { RequestFaults } from './request-faults.mjs';

/** A slow machine is no defect of the app. */
export const PATIENCE = 40_000;

/** A person in a browser. */
export class Browser {
  constructor(person, context, group, chance) {
    Object.assign(this, { person, context, group });
    this.watched = watch(context);
    this.requests = new RequestFaults(context, chance);
    this.acknowledged = new Set();
    this.tabs = [];
    this.turn = Promise.resolve();
    context.on('response', (response) => this.countAcknowledged(response));
  }

  static async open(chromium, options, person, group, chance) {
    const context = await chromium.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    const browser = new Browser(person, context, group, chance);
    await browser.requests.ready;
    browser.socket = await liveSocket(context);
    const app = await browser.tab();
    await app.page.goto(`/messages/${group}`);
    await app.fillSignIn(person);
    await expect(app.messages.last()).toBeVisible({ timeout: PATIENCE });
    await app.isConnected(PATIENCE);
    return browser;
  }

  /** One more tab. */
  async tab() {
    const app = new App(await this.context.newPage());
    app.page.on('dialog', (dialog) => dialog.accept().catch(() => {}));
    this.tabs.push(app);
    return app;
  }

  /** Closes a tab, unless it is the last. */
  async close(app) {
    if (this.tabs.length < 2) return;
    this.tabs = this.tabs.filter((tab) => tab !== app);
    await app.page.close();
  }

  /** A person does one thing after the other. */
  inTurn(work) {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }

  /** Signs in again where the app asks for it. */
  async signInWhereAsked(app) {
    if (!(await app.signInButton.isVisible())) return;
    await app.fillSignIn(this.person);
    // Not until the form is gone: the page below it takes no keys. It may fail during a fault: then it is shown
    // again before the next message.
    await expect(app.password).toBeHidden({ timeout: 10_000 }).catch(() => {});
  }

  /** Counts the messages whose acknowledgement has reached the app. */
  countAcknowledged(response) {
    const request = response.request();
    const isSend = request.method() === 'POST' && request.url().endsWith('/api/messages');
    if (!isSend || response.status() !== 200) return;
    this.acknowledged.add(request.postDataJSON()?.client_message_id);
  }
}
