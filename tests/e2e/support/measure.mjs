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

/**
 * What the main thread does while something runs: the CPU time of its longest task, milliseconds, and how often it
 * drew a frame and laid the page out.
 */
export async function mainThread(page, run) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await run();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const threads = traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}/${tid}`);
  const events = traceEvents.filter(({ pid, tid }) => threads.includes(`${pid}/${tid}`));
  const tasks = events.filter(
    // The task that ends the trace has no end in it.
    ({ name, tdur }) => name.endsWith('RunTask') && Number.isFinite(tdur),
  );
  if (tasks.length === 0) throw new Error('The trace holds no task of a page.');
  const count = (wanted) => events.filter(({ name }) => name === wanted).length;
  return {
    longest: Math.max(...tasks.map(({ tdur }) => tdur)) / 1000,
    frames: count('FireAnimationFrame'),
    layouts: count('Layout'),
  };
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
