// What a page must never do while a test runs, whatever the test is about.

const FORBIDDEN = /Content Security Policy|Trusted ?Type|Permissions policy|panicked|unreachable/i;

/** What may move by itself on a page, in Chromium's own measure. */
const MOST_SHIFTED = 0.05;

/**
 * Reports each layout shift of a page that followed no input of the person within half a second, as Chromium counts it;
 * runs in the page. Text that Playwright fills in is input too, though no key was pressed for it.
 */
function reportShifts() {
  const filled = [];
  addEventListener('input', ({ timeStamp }) => filled.push(timeStamp), true);
  const followsInput = (time) => filled.some((at) => time >= at && time - at < 500);
  const name = ({ node }) => node?.className || node?.nodeName;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, startTime, sources } of list.getEntries()) {
      if (hadRecentInput || followsInput(startTime)) continue;
      window.layoutShifted(value, sources.map(name).join(' '));
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/**
 * Adds up the layout shifts of each page of a browser context, over all its reloads. The answer is a function that has
 * those of the pages that shifted too much.
 */
export async function addUpShifts(context) {
  const pages = new Map();
  await context.exposeBinding('layoutShifted', ({ page }, value, of) => {
    const { sum, shifts } = pages.get(page) ?? { sum: 0, shifts: [] };
    pages.set(page, { sum: sum + value, shifts: [...shifts, `${value.toFixed(3)} ${of}`] });
  });
  await context.addInitScript(reportShifts);
  return () => [...pages.values()].flatMap(({ sum, shifts }) => (sum > MOST_SHIFTED ? shifts : []));
}

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
