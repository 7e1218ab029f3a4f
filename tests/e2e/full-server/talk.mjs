// Conversations of any length: rows are made up when they are asked for, the same each time.

const FIRST = Date.parse('2026-01-05T08:00:00Z');
const WORDS = 'one reads this and scrolls on and reads and scrolls until there is no more of it'.split(' ');

/** A conversation of two people, `{ handle, name }` each, with `count` messages written in turns. */
export class Talk {
  constructor(uuid, me, other, count) {
    Object.assign(this, { uuid, me, other, count });
  }

  id(n) {
    return `${this.uuid}-${n}`;
  }

  /** The text of message n: its number, and more or fewer words. */
  text(n) {
    return `${n} ${WORDS.slice(0, 1 + ((n * 7) % WORDS.length)).join(' ')}`;
  }

  /** Message n as REST gives it; every third is one's own. */
  row(n) {
    const sender = n % 3 === 0 ? this.me : this.other;
    return {
      uuid: this.id(n),
      user_uuid: `user-${sender.handle}`,
      display_name: sender.name,
      handle: sender.handle,
      message: this.text(n),
      created_at: `${new Date(FIRST + n * 20_000).toISOString().slice(0, -1)}000Z`,
      client_message_id: null,
      previous_message_uuid: n === 0 ? null : this.id(n - 1),
      version: 1,
      edited_at: null,
      deleted_at: null,
    };
  }

  /** The frame that tells of message n. */
  frame(n) {
    const row = { ...this.row(n), message_group_uuid: this.uuid };
    return JSON.stringify({ type: 'INSERT', table: 'messages', row });
  }

  /** As the list of conversations has it. */
  group() {
    const last = this.row(this.count - 1);
    return {
      uuid: this.uuid,
      user_uuid: `user-${this.other.handle}`,
      display_name: this.other.name,
      handle: this.other.handle,
      message: last.message,
      created_at: last.created_at,
      last_message_uuid: last.uuid,
      last_read_message_uuid: null,
      unread_count: 0,
      title: null,
      members: [],
    };
  }

  /** A page and what links tell of it: `{ rows, prev, next }`. */
  page(limit, before, after) {
    const number = (id) => Number(id.slice(this.uuid.length + 1));
    let from = Math.max(0, this.count - limit);
    let to = this.count;
    if (before) [from, to] = [Math.max(0, number(before) - limit), number(before)];
    if (after) [from, to] = [number(after) + 1, Math.min(this.count, number(after) + 1 + limit)];
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, index) => this.row(from + index));
    return { rows, prev: from > 0, next: to < this.count };
  }
}
