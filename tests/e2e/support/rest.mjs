// The REST API as an independent client sees it.
import { randomUUID } from 'node:crypto';
import { tokensOf } from './cognito.mjs';
import { stack } from './environment.mjs';

/** The address a `Link` header gives for a relation, or undefined. */
export function linked(header, relation) {
  for (const [, address, parameters] of (header ?? '').matchAll(/<([^>]*)>([^,]*)/g)) {
    if (new RegExp(`rel="?${relation}"?`).test(parameters)) return address;
  }
  return undefined;
}

export class Rest {
  constructor(accessToken) {
    this.accessToken = accessToken;
  }

  /** A client signed in as a person. */
  static async of(person) {
    return new Rest((await tokensOf(person)).access);
  }

  /** One call; throws with the answer's text unless it is 200. */
  async call(method, path, body) {
    const answer = await fetch(new URL(path, `${stack.api_url}/`), {
      method,
      headers: {
        Authorization: `Bearer ${this.accessToken}`,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { rows: JSON.parse(text), link: answer.headers.get('link') };
  }

  path(rest) {
    return `${stack.api_url}${rest}`;
  }

  /** The person's conversations, newest first. */
  async groups() {
    return (await this.call('GET', this.path('/api/message_groups?limit=100'))).rows;
  }

  /** The person of a handle: `{ uuid, handle, display_name }`. */
  async person(handle) {
    return (await this.call('GET', this.path(`/api/users/@${handle}/short`))).rows;
  }

  /** The conversation with the person of this handle, or undefined. */
  async groupWith(handle) {
    // A group has the handle of one of its members.
    return (await this.groups()).find((group) => group.handle === handle && !group.created_by);
  }

  /** Every message of a conversation, oldest first, over all pages. */
  async messages(group) {
    let all = [];
    let next = this.path(`/api/messages/${group}?limit=100`);
    // Of a link only the query counts: the API may lie below a path that its functions do not know.
    while (next) {
      const { rows, link } = await this.call('GET', next);
      all = [...rows, ...all];
      const older = linked(link, 'prev');
      next = older && new URL(new URL(older, next).search, next).href;
    }
    return all;
  }

  /** The texts of a conversation, oldest first. */
  async texts(group) {
    return (await this.messages(group)).map((row) => row.message);
  }

  /** Writes into a conversation. */
  async send(group, message) {
    return this.post({ message, message_group_uuid: group });
  }

  /** Writes to a person. */
  async sendTo(handle, message) {
    return this.post({ message, handle });
  }

  /** Starts a group with the people of these handles, and returns its id. */
  async startGroup(handles, title) {
    const body = { handles, title, client_group_id: randomUUID() };
    return (await this.call('POST', this.path('/api/message_groups'), body)).rows.uuid;
  }

  async post(body) {
    const full = { ...body, client_message_id: randomUUID() };
    return (await this.call('POST', this.path('/api/messages'), full)).rows;
  }
}
