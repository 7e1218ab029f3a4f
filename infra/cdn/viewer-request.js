// A CloudFront function (cloudfront-js-2.0) for viewer requests: a page of the app answers with index.html, so that it
// can be opened by its address. Everything else is a file; one that is missing stays a 404, for a browser would try
// to run HTML as wasm. The local server (xtask/src/serve) takes its rule from here.

// The path that the site is served below: '' for the root, '/chat' after `cargo xtask build --public-url /chat/`.
const BASE = '';

// What follows messages/ may hold a dot (a username); no other page does.
const PAGE = /^\/(?:messages\/.*|[^.]*)$/;

function handler(event) {
  const request = event.request;
  if (request.uri.startsWith(BASE) && PAGE.test(request.uri.slice(BASE.length) || '/')) {
    request.uri = BASE + '/index.html';
  }
  return request;
}
