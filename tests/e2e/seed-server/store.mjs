// People, conversations and messages in memory, as the original's tables hold them.
import { randomUUID } from 'node:crypto';
import { bare, naive, withOffset } from './quirks.mjs';

/** The original never sends more than this many rows. */
const NEWEST = 20;

export class Store {
  constructor(people) {
    this.people = people.map(({ handle, name }) => ({
      uuid: randomUUID(),
      handle,
      display_name: name,
    }));
    this.groups = [];
  }

  person(handle) {
    return this.people.find((person) => person.handle === handle);
  }

  /** A conversation with texts written in turns, a minute apart, the last one a minute ago. */
  converse(handles, texts) {
    const members = handles.map((handle) => this.person(handle));
    const group = { uuid: randomUUID(), members, messages: [] };
    this.groups.push(group);
    const start = Date.now() - texts.length * 60_000;
    texts.forEach((text, index) => {
      const time = new Date(start + index * 60_000);
      const sender = members[index % members.length];
      this.#write(group, sender, text, index % 3 === 0 ? bare(time) : naive(time));
    });
    return group.uuid;
  }

  /** A new conversation at every call: the original never looks for an existing one. */
  begin(sender, receiver, text) {
    const group = { uuid: randomUUID(), members: [sender, receiver], messages: [] };
    this.groups.push(group);
    this.#write(group, sender, text, withOffset(new Date()));
    return group.uuid;
  }

  /** Writes into a conversation; neither its existence nor the membership is checked. */
  say(groupUuid, sender, text) {
    const group = this.groups.find(({ uuid }) => uuid === groupUuid);
    const created_at = withOffset(new Date());
    if (group) this.#write(group, sender, text, created_at);
    return created_at;
  }

  /** A person's newest conversations, newest first. */
  listOf(person) {
    const rows = this.groups
      .filter(({ members }) => members.includes(person))
      .map((group) => ({ group, last: group.messages.at(-1) }))
      .filter(({ last }) => last)
      .sort((a, b) => b.last.order - a.last.order);
    return rows.slice(0, NEWEST).map(({ group, last }) => {
      const other = group.members.find((member) => member !== person);
      return {
        uuid: group.uuid,
        display_name: other.display_name,
        handle: other.handle,
        message: last.message,
        created_at: last.created_at,
      };
    });
  }

  /** The newest messages of a conversation, oldest first; empty for an unknown one. */
  messagesOf(groupUuid) {
    const group = this.groups.find(({ uuid }) => uuid === groupUuid);
    const rows = group?.messages ?? [];
    return rows.slice(-NEWEST).map(({ order, ...row }) => row);
  }

  #write(group, sender, text, created_at) {
    this.written = (this.written ?? 0) + 1;
    group.messages.push({
      uuid: randomUUID(),
      display_name: sender.display_name,
      handle: sender.handle,
      message: text,
      created_at,
      order: this.written,
    });
  }
}
