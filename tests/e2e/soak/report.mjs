// What a soak prints.

/** A line every few seconds, until it is cleared; `cargo xtask soak` shows the last one every 20. */
export function printProgress(record, browsers) {
  return setInterval(() => {
    const faults = Object.values(record.counts).reduce((sum, count) => sum + count, 0);
    const now = browsers.map((each) => `${each.fault} (${each.tabs.length})`).join(', ');
    console.log(
      `… sent ${record.shown.length}, acknowledged ${acknowledged(browsers)},` +
        ` ${faults} faults; now: ${now}`,
    );
  }, 5_000);
}

function acknowledged(browsers) {
  return browsers.reduce((sum, each) => sum + each.acknowledged.size, 0);
}

/** Prints the figures and the defects; gives whether there are none. */
export function printResult(record, browsers, served, displayed, defects) {
  const pages = browsers.flatMap((each) => each.watched.faults.map((fault) => `page: ${fault}`));
  const all = [...defects, ...pages];
  console.log(`\n  faults: ${JSON.stringify(record.counts)}`);
  console.log(`  sent ${record.shown.length}, acknowledged by an answer ${acknowledged(browsers)}`);
  console.log(`  on the server ${served.length} (with the opening one)`);
  for (const [who, texts] of Object.entries(displayed)) {
    console.log(`  shown to ${who} ${texts.length}`);
  }
  for (const step of record.skipped) console.log(`  could not be done: ${step}`);
  const count = (what) => all.filter((defect) => what.test(defect)).length;
  console.log(`  lost ${count(/^(lost|not shown)/)}, doubled ${count(/^(doubled|shown twice)/)}`);
  for (const defect of all) console.log(`✗ ${defect}`);
  return all.length === 0;
}
