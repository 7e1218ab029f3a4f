// The names in a wasm file, read and changed. Run by `cargo xtask test unit`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../xtask/node/pack/names.mjs";
import { namesOf, renamed, withExports } from "../../xtask/node/pack/wasm.mjs";

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const section = (id, ...bytes) => [id, bytes.length, ...bytes];
const name = (text) => [text.length, ...Buffer.from(text)];
const TYPES = section(1, 1, 0x60, 0, 0);
const IMPORTS = section(2, 2, ...name("m"), ...name("f"), 0, 0, ...name("m"), ...name("g"), 0, 0);
const EXPORTS = section(7, 2, ...name("one"), 0, 0, ...name("two"), 0, 1);
const CUSTOM = section(0, ...name("producers"), 1, 2, 3);
const file = Buffer.from([...HEADER, ...TYPES, ...IMPORTS, ...EXPORTS, ...CUSTOM]);

test("names are changed, and what is not given stays", () => {
  const long = "x".repeat(300);
  const names = { module: "", imports: new Map([["f", long]]), exports: new Map([["two", "2"]]) };
  const own = renamed(file, names);
  const { modules, imports, exports } = namesOf(own);
  assert.deepEqual([[...modules], [...imports], [...exports]], [[""], [long, "g"], ["one", "2"]]);
});

test("exports without a use go", () => {
  const { imports, exports } = namesOf(withExports(file, new Set(["two"])));
  assert.deepEqual([[...imports], [...exports]], [["f", "g"], ["two"]]);
});

test("custom sections go", () => {
  assert.ok(file.includes("producers"));
  assert.deepEqual(renamed(file, {}), file.subarray(0, file.length - CUSTOM.length));
});

test("an import that is no function is refused", () => {
  const memory = section(2, 1, ...name("m"), ...name("memory"), 2, 0, 1);
  assert.throws(() => renamed(Buffer.from([...HEADER, ...memory]), {}), /m,memory, which is no function/);
});

test("short names go on after z, each once", () => {
  const names = [...words(Array.from({ length: 800 }, (_, index) => index)).values()];
  assert.deepEqual([names[0], names[25], names[26], names[27], names[702]], ["a", "z", "aa", "ab", "aaa"]);
  assert.equal(new Set(names).size, 800);
});
