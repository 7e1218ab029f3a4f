// The ways of the original Cruddur back end that a client has to live with.

/** Werkzeug's page for an unhandled exception. */
export const HTML_500 = `<!doctype html>
<html lang=en>
<title>500 Internal Server Error</title>
<h1>Internal Server Error</h1>
<p>The server encountered an internal error and was unable to complete your request.</p>
`;

/** Werkzeug's page for a route that does not exist. */
export const HTML_404 = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server.</p>
`;

/** A time without a zone, with microseconds: what Python's naive `isoformat` writes. */
export function naive(date) {
  return date.toISOString().replace(/(\.\d{3})Z$/, '$1417');
}

/** A time without zone and fraction: `isoformat` when the microseconds happen to be 0. */
export function bare(date) {
  return date.toISOString().replace(/\.\d{3}Z$/, '');
}

/** A time with an offset instead of `Z`: what the create mode writes. */
export function withOffset(date) {
  return date.toISOString().replace(/(\.\d{3})Z$/, '$1208+00:00');
}
