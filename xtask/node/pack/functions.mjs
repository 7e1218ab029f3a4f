// The functions of a wasm file: their bodies, and names for wasm-opt to sort them by.
import { CODE, CUSTOM, IMPORTS, file, number, reader, sections, sized, text } from "./encoding.mjs";

const FUNCTION_NAMES = Uint8Array.of(1);

/** The bytes of every function that the file defines, in its order. */
export function bodies(bytes) {
  const input = reader(vector(bytes, CODE));
  return Array.from({ length: input.number() }, () => input.bytes(input.number()));
}

/** The file with names for the functions it defines, in its order. */
export function withNames(bytes, names) {
  // Numbers of functions count the imported ones first; all imports are functions (wasm.mjs).
  const imported = reader(vector(bytes, IMPORTS)).number();
  const entries = names.flatMap((name, index) => [number(imported + index), text(name)]);
  const list = sized(Buffer.concat([number(names.length), ...entries]));
  const body = Buffer.concat([text("name"), FUNCTION_NAMES, list]);
  return file([...sections(bytes), { id: CUSTOM, body }]);
}

/** What a section lists: nothing where there is none. */
const vector = (bytes, id) =>
  sections(bytes).find((section) => section.id === id)?.body ?? Uint8Array.of(0);
