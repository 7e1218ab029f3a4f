// An order of functions that brotli packs well: what is alike stands together, so that a reference back is
// short. 6 kB of the app's wasm (measured), which no pass of wasm-opt gives.

// Tried out on the app: shorter pieces find too much, and those in very many functions say nothing.
const PIECE = 6;
const COMMON = 1000;

/** For each body its place: after the first always the one most like the last that is left. */
export function places(bodies) {
  const pieces = bodies.map(piecesOf);
  const holders = holdersOf(pieces);
  const place = new Map();
  for (let first = 0; first < bodies.length; first += 1) {
    for (let next = first; next !== undefined && !place.has(next); ) {
      place.set(next, place.size);
      next = mostAlike(next, pieces, holders, place);
    }
  }
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

/** The body without a place yet that shares most with this one, for its size. */
function mostAlike(index, pieces, holders, place) {
  const shared = new Map();
  for (const piece of pieces[index]) {
    for (const other of holders.get(piece) ?? []) {
      if (!place.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
  }
  let best;
  let most = 0;
  for (const [other, count] of shared) {
    const likeness = count / (pieces[other].size + 50) ** 0.8;
    if (likeness > most) [best, most] = [other, likeness];
  }
  return best;
}
