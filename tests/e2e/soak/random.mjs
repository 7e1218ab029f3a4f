// Chance that can be played again.

/** Draws from a seed; each name is a stream of its own, so that one does not disturb the other. */
export function chance(seed, name) {
  let state = seed >>> 0;
  for (const sign of name) state = (Math.imul(state, 31) + sign.codePointAt(0)) >>> 0;
  /** From 0 to 1 (mulberry32). */
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    draw,
    /** A whole number from `least` to `most`. */
    between: (least, most) => least + Math.floor(draw() * (most - least + 1)),
    /** One of them. */
    one: (things) => things[Math.floor(draw() * things.length)],
  };
}
