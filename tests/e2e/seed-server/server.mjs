// A server that speaks only the part of the contract the original Cruddur back end speaks.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { handleOf } from './bearer.mjs';
import { HTML_500 } from './quirks.mjs';
import { answer } from './routes.mjs';

/** CORS as flask-cors was set up: reading for the one front end, writing for anybody. */
function corsHeaders(request, frontend) {
  const origin = request.headers.origin;
  const asked = request.headers['access-control-request-method'] ?? request.method;
  if (!origin || (origin !== frontend && asked !== 'POST')) return {};
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'Authorization',
    ...(request.method === 'OPTIONS' && {
      'Access-Control-Allow-Headers': 'authorization, content-type',
      'Access-Control-Allow-Methods': 'OPTIONS, GET, HEAD, POST',
    }),
  };
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}

function send(response, { status, json, html }, headers) {
  const type = html === undefined ? 'application/json' : 'text/html; charset=utf-8';
  response.writeHead(status, { ...headers, 'Content-Type': type });
  response.end(html ?? JSON.stringify(json));
}

export class SeedServer {
  /** `endpoint`: Cognito's address. */
  constructor(endpoint) {
    this.endpoint = endpoint;
    /** What is served; set it before the first call. */
    this.store = undefined;
    /** The one origin that may read; set it once the app's address is known. */
    this.frontend = undefined;
    /** While true, every route fails with an HTML page. */
    this.broken = false;
    /** `METHOD path` of every call answered. */
    this.calls = [];
    this.server = createServer((request, response) => {
      this.#answer(request, response).catch(() =>
        send(response, { status: 500, html: HTML_500 }, {}),
      );
    });
  }

  /** Listens on a free loopback port and returns the address. */
  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  async #answer(request, response) {
    const { method } = request;
    const path = new URL(request.url, 'http://seed').pathname;
    const headers = corsHeaders(request, this.frontend);
    if (method === 'OPTIONS') return send(response, { status: 200, html: '' }, headers);
    this.calls.push(`${method} ${path}`);
    const body = method === 'POST' ? await bodyOf(request) : undefined;
    if (this.broken) return send(response, { status: 500, html: HTML_500 }, headers);
    const caller = async () => this.store.person(await handleOf(request, this.endpoint));
    const result = await answer({ method, path, body, store: this.store, caller });
    return send(response, result, headers);
  }
}
