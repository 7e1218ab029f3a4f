// What a page must never do while a test runs, whatever the test is about.

const FORBIDDEN = /Content Security Policy|Trusted ?Type|Permissions policy|panicked|unreachable/i;

/** Collects the faults of all pages of a browser context: `{ faults, messages }`, which grow. */
export function watch(context) {
  const faults = [];
  const messages = [];
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().message}`));
  context.on('console', (message) => {
    const line = `${message.type()}: ${message.text()}`;
    if (['error', 'warning'].includes(message.type())) messages.push(line);
    if (FORBIDDEN.test(message.text())) faults.push(line);
  });
  context.on('page', (page) => page.on('crash', () => faults.push('the page crashed')));
  return { faults, messages };
}
