// The order of functions in the wasm. Run by `cargo xtask test unit`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bodies } from "../../xtask/node/pack/functions.mjs";
import { optimised } from "../../xtask/node/pack/optimise.mjs";
import { places } from "../../xtask/node/pack/order.mjs";
import { namesOf } from "../../xtask/node/pack/wasm.mjs";

const body = (...parts) => Buffer.from(parts.join(""));

test("what is alike stands together; each has one place", () => {
  const all = [
    body("the first of one kind", "1"),
    body("of another kind altogether", "2"),
    body("unlike"),
    body("the first of one kind", "3"),
    body("of another kind altogether", "4"),
  ];
  assert.deepEqual(places(all), [0, 2, 4, 1, 3]);
});

test("no functions, and functions too short to be alike", () => {
  assert.deepEqual(places([]), []);
  assert.deepEqual(places([body("a"), body("a"), body("b")]), [0, 1, 2]);
});

/** A function that calls the one import many times in its own way. */
const define = (name, way, times) => `(func (export "${name}") (param i32)
  ${`(call $out (${way} (local.get 0) (i32.const 77777777)))`.repeat(times)})`;

test("wasm-opt puts the functions of a file in that order", () => {
  const text = `(module (import "m" "out" (func $out (param i32)))
    ${define("one", "i32.add", 9)} ${define("two", "i32.xor", 9)} ${define("three", "i32.add", 7)})`;
  const own = optimised(Buffer.from(text));
  const XOR = 0x73;
  assert.deepEqual(bodies(own).map((each) => each.includes(XOR)), [false, false, true]);
  assert.deepEqual(namesOf(own).exports, new Set(["one", "two", "three"]));
});
