// A full server in the test's own hand: conversations of any length, and a live line that brings as much
// as the test likes, when it likes. It knows nobody: every token is good.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { accept } from './line.mjs';

const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'authorization, content-type',
  'Access-Control-Allow-Methods': 'OPTIONS, GET, POST',
  'Access-Control-Expose-Headers': 'Link',
  'Content-Type': 'application/json',
};

function linksOf(url, rows, { prev, next }) {
  const link = (relation, query) => `<${url.pathname}?${query}>; rel="${relation}"`;
  const links = [];
  if (prev && rows.length > 0) links.push(link('prev', `limit=50&before=${rows[0].uuid}`));
  if (next && rows.length > 0) links.push(link('next', `limit=50&after=${rows.at(-1).uuid}`));
  return links.join(', ');
}

export class FullServer {
  constructor() {
    /** The conversations, newest first. */
    this.talks = [];
    /** Rows of a page, whatever is asked for. */
    this.limit = 50;
    /** The open live lines. */
    this.lines = new Set();
    this.server = createServer((request, response) => this.#answer(request, response));
    this.server.on('upgrade', (request, socket) => this.#open(request, socket));
  }

  /** Listens on a free loopback port: `{ api_url, live_url }`. */
  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const host = `127.0.0.1:${this.server.address().port}`;
    return { api_url: `http://${host}`, live_url: `ws://${host}` };
  }

  async stop() {
    for (const line of this.lines) line.close();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** A message more in a conversation, told to every open line. */
  say(talk) {
    const n = talk.count;
    talk.count += 1;
    for (const line of this.lines) line.send(talk.frame(n));
    return talk.text(n);
  }

  #open(request, socket) {
    const line = accept(
      request,
      socket,
      () => line.send(JSON.stringify({ type: 'PONG', server_time: Date.now() })),
      () => this.lines.delete(line),
    );
    this.lines.add(line);
  }

  #answer(request, response) {
    const url = new URL(request.url, 'http://full');
    const send = (status, json, headers = {}) => {
      response.writeHead(status, { ...HEADERS, ...headers });
      response.end(JSON.stringify(json));
    };
    if (request.method === 'OPTIONS') return send(200, {});
    if (url.pathname === '/api/message_groups') {
      return send(200, this.talks.map((talk) => talk.group()));
    }
    if (url.pathname === '/api/live/ticket') return send(200, { ticket: 't', expires_in: 60 });
    const talk = this.talks.find(({ uuid }) => url.pathname === `/api/messages/${uuid}`);
    if (!talk) return send(404, ['message_group_not_found']);
    const { searchParams } = url;
    const page = talk.page(this.limit, searchParams.get('before'), searchParams.get('after'));
    return send(200, page.rows, { Link: linksOf(url, page.rows, page) });
  }
}
