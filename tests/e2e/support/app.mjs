// The app as a person sees it: everything is found by role and name.
import { expect } from '@playwright/test';

/** One browser page with the app in it. */
export class App {
  constructor(page) {
    this.page = page;
    this.email = page.getByRole('textbox', { name: 'Email', exact: true });
    this.password = page.getByRole('textbox', { name: 'Password', exact: true });
    this.signInButton = page.getByRole('button', { name: 'Sign in', exact: true });
    this.groups = page.getByRole('navigation', { name: 'Message groups' });
    this.groupLinks = this.groups.getByRole('listitem').getByRole('link');
    this.openGroup = this.groups.locator('[aria-current="page"]');
    this.log = page.getByRole('log', { name: /^Messages with / });
    this.messages = this.log.getByRole('article');
    this.composer = page.getByRole('textbox', { name: 'Message', exact: true });
    this.sendButton = page.getByRole('button', { name: 'Send', exact: true });
    this.status = page
      .getByRole('status')
      .filter({ hasText: /Connected|Connecting…|Reconnecting…|Offline|Live updates/ });
    // A region for refusals is there all the time; it counts once it says something.
    this.alert = page.getByRole('alert').filter({ hasText: /\S/ });
    this.account = page.getByRole('button', { name: 'Account' });
    this.findPeople = page.getByRole('combobox', { name: 'Find people' });
    this.people = page.getByRole('listbox').getByRole('option');
  }

  /** Opens a path, and waits until the app has something to show. */
  async open(path) {
    await this.page.goto(path);
    await expect(this.page.getByRole('heading').first()).toBeVisible();
  }

  /** Fills and sends the sign-in form that is on screen. */
  async fillSignIn({ email, password }) {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.signInButton.click();
  }

  /** Signs in on the way to a page, and waits until that page is there. */
  async signIn(person, path = '/messages') {
    await this.page.goto(path);
    await this.fillSignIn(person);
    await expect(this.page).not.toHaveURL(/\/signin/);
    await expect(this.page.getByRole('heading').first()).toBeVisible();
  }

  /** Signs in, opens a conversation by its address and waits for its messages and the connection. */
  async enter(person, group) {
    await this.signIn(person, `/messages/${group}`);
    await expect(this.messages.last()).toBeVisible();
    await this.isConnected();
  }

  /** Signs in at the address of a new conversation and waits until it takes messages. */
  async begin(person, other) {
    await this.signIn(person, `/messages/new/${other.handle}`);
    await expect(this.log).toHaveAccessibleName(`Messages with ${other.name}`);
  }

  async isConnected(timeout = 10_000) {
    await expect(this.status).toHaveText('Connected', { timeout });
  }

  /** The row of a conversation, by the other person's name. */
  group(name) {
    return this.groups.getByRole('link', { name: new RegExp(`^${escaped(name)}`) });
  }

  /** The messages with exactly this text. */
  message(text) {
    return this.messages.filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** Writes and sends with Enter. */
  async send(text) {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The texts on screen, oldest first. */
  async texts() {
    return this.messages.getByRole('paragraph').allTextContents();
  }

  async signOut() {
    await this.account.click();
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(this.signInButton).toBeVisible();
  }

  /** The path in the address bar. */
  path() {
    return new URL(this.page.url()).pathname;
  }
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
