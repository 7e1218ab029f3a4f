// Short names for what wasm and glue call in each other, and the check that both mean the same.

/** Numbers for names. */
export const numbers = (names) => new Map([...names].map((name, index) => [name, `${index}`]));

/** Words for names: a…z, aa, ab… */
export const words = (names) => new Map([...names].map((name, index) => [name, word(index)]));

function word(index) {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : word(Math.floor(index / 26) - 1) + letter;
}

/** Fails unless both sides have the same names. */
export function checkSame(what, wasm, glue) {
  const only = (one, other) => [...one].filter((name) => !other.has(name));
  const left = [...only(wasm, glue), ...only(glue, wasm)];
  if (left.length) {
    throw new Error(`The wasm and its glue do not agree on ${what}: ${left.join(", ")}.`);
  }
}
