// What a page must never do while a test runs, whatever the test is about.

const FORBIDDEN = /Content Security Policy|Trusted ?Type|Permissions policy|panicked|unreachable/i;

/** What may move by itself on a page, in Chromium's own measure. */
const MOST_SHIFTED = 0.05;

/**
 * Adds up how far things move on a page that nobody moved. The transcript counts its scroll positions from the bottom.
 * Where rows come in above, its origin moves, and Chromium takes the chunk on screen for one that was nowhere before: that
 * does not count, for nothing moves (history.spec.mjs measures it to the pixel).
 */
function addUpShifts() {
  window.shifted = { sum: 0, of: [] };
  const cameFromNowhere = ({ node, previousRect }) =>
    node?.className === 'chunk' && previousRect.height === 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput || sources.some(cameFromNowhere)) continue;
      window.shifted.sum += value;
      const names = sources.map(({ node }) => node?.className || node?.nodeName);
      window.shifted.of.push(`${value.toFixed(3)} ${names.join(' ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** The layout shifts of a page since it was loaded, if they are too many. */
export async function shiftsOf(page) {
  const shifted = await page.evaluate(() => window.shifted);
  return shifted.sum > MOST_SHIFTED ? shifted.of : [];
}

/** Collects the faults of all pages of a browser context: `{ faults, messages }`, which grow. */
export function watch(context) {
  const faults = [];
  context.addInitScript(addUpShifts);
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
