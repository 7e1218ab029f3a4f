// An order of functions that brotli packs well: what is alike stands together, so that a reference back is
// short. 7 kB of the app's wasm (measured), which no pass of wasm-opt gives.

// Tried out on the app: shorter pieces find too much, and those in very many functions say nothing.
const PIECE = 4;
const COMMON = 1000;
// Likeness to the last three counts, to each so much less than to the one after it.
const LAST = 3;
const FADING = 0.7;

/** For each body its place: after the first always the one most like the last few that is left. */
export function places(bodies) {
  const pieces = bodies.map(piecesOf);
  const holders = holdersOf(pieces);
  // What has a place, in this order.
  const placed = new Set();
  for (let first = 0; first < bodies.length; first += 1) {
    let last = [];
    for (let next = first; next !== undefined && !placed.has(next); ) {
      placed.add(next);
      last = [next, ...last].slice(0, LAST);
      next = mostAlike(last, pieces, holders, placed);
    }
  }
  const place = new Map([...placed].map((body, at) => [body, at]));
  return bodies.map((_, index) => place.get(index));
}

/** All that many bytes in a row that a body has, as numbers. */
function piecesOf(body) {
  const found = new Set();
  for (let at = 0; at + PIECE <= body.length; at += 1) found.add(body.readUIntBE(at, PIECE));
  return found;
}

/** For each piece that some bodies share, those. */
function holdersOf(pieces) {
  const all = new Map();
  pieces.forEach((set, index) => {
    for (const piece of set) {
      if (!all.has(piece)) all.set(piece, []);
      all.get(piece).push(index);
    }
  });
  for (const [piece, { length }] of all) {
    if (length < 2 || length > COMMON) all.delete(piece);
  }
  return all;
}

/** The body without a place yet that shares most with these, the nearest first, for its size. */
function mostAlike(last, pieces, holders, placed) {
  const shared = new Map();
  const counted = new Set();
  last.forEach((index, distance) => {
    for (const piece of pieces[index]) {
      if (counted.has(piece)) continue;
      counted.add(piece);
      for (const other of holders.get(piece) ?? []) {
        if (!placed.has(other)) shared.set(other, (shared.get(other) ?? 0) + FADING ** distance);
      }
    }
  });
  let best;
  let most = 0;
  for (const [other, count] of shared) {
    const likeness = count / (pieces[other].size + 50) ** 0.8;
    if (likeness > most) [best, most] = [other, likeness];
  }
  return best;
}
