// What a page costs. Counted in CPU time of its main thread, so that a busy machine changes little.

/** The CPU time of the main thread, milliseconds, that a run takes: `(run) => Promise<number>`. */
export async function cpuOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  return async (run) => {
    const before = await spent();
    await run();
    return (await spent()) - before;
  };
}

/** The CPU time of the longest task of the main thread while something runs, milliseconds. */
export async function longestTask(page, run) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['toplevel'] });
  await run();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const main = traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}/${tid}`);
  const tasks = traceEvents.filter(
    // The task that ends the trace has no end in it.
    ({ name, pid, tid, tdur }) =>
      name.endsWith('RunTask') && Number.isFinite(tdur) && main.includes(`${pid}/${tid}`),
  );
  if (tasks.length === 0) throw new Error('The trace holds no task of a page.');
  return Math.max(...tasks.map(({ tdur }) => tdur)) / 1000;
}

/** How many nodes the page has. */
export function nodesOf(page) {
  return page.evaluate(() => {
    const nodes = document.createNodeIterator(document);
    let count = 0;
    while (nodes.nextNode()) count += 1;
    return count;
  });
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
