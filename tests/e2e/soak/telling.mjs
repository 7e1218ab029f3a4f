// What a person sees of a soak.

/** A line every few seconds, until it is cleared; `cargo xtask soak` shows the last one every 20. */
export function tellProgress(book, browsers) {
  return setInterval(() => {
    const troubles = Object.values(book.counts).reduce((sum, count) => sum + count, 0);
    const now = browsers.map((each) => `${each.now} (${each.tabs.length})`).join(', ');
    console.log(
      `… sent ${book.written.length}, acknowledged ${acknowledged(browsers)},` +
        ` ${troubles} troubles; now: ${now}`,
    );
  }, 5_000);
}

function acknowledged(browsers) {
  return browsers.reduce((sum, each) => sum + each.acknowledged.size, 0);
}

/** The figures and what is wrong; whether nothing is. */
export function tellResult(book, browsers, served, shown, faults) {
  const pages = browsers.flatMap((each) => each.watched.faults.map((fault) => `page: ${fault}`));
  const all = [...faults, ...pages];
  console.log(`\n  troubles: ${JSON.stringify(book.counts)}`);
  console.log(`  sent ${book.written.length}, acknowledged by an answer ${acknowledged(browsers)}`);
  console.log(`  on the server ${served.length} (with the opening one)`);
  for (const [who, texts] of Object.entries(shown)) {
    console.log(`  shown to ${who} ${texts.length}`);
  }
  for (const hitch of book.hitches) console.log(`  could not be done: ${hitch}`);
  const count = (what) => all.filter((fault) => what.test(fault)).length;
  console.log(`  lost ${count(/^(lost|not shown)/)}, doubled ${count(/^(doubled|shown twice)/)}`);
  for (const fault of all) console.log(`✗ ${fault}`);
  return all.length === 0;
}
