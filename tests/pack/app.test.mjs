// What the release build does to the wasm and its glue together. Run by `cargo xtask test unit`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { packed } from "../../xtask/node/pack/app.mjs";
import { minified } from "../../xtask/node/pack/minify.mjs";
import { checkSame } from "../../xtask/node/pack/names.mjs";
import { optimised } from "../../xtask/node/pack/optimise.mjs";
import { namesOf } from "../../xtask/node/pack/wasm.mjs";
import * as sample from "./sample.mjs";

const binary = optimised(sample.wasm);
const pack = (glue = sample.glue) => packed({ glue, wasm: binary }, optimised);

test("the packed app runs as before", async () => {
  const { glue, wasm } = pack();
  const { default: start } = await import(`data:text/javascript,${encodeURIComponent(await minified(glue))}`);
  const { said, names } = await start({ module_or_path: wasm });
  assert.deepEqual(said, ["Hello", "world"]);
  assert.deepEqual(names.sort(), ["a", "b"]);
});

test("what only a class nobody uses needs is in neither file", () => {
  const { glue, wasm } = pack();
  assert.doesNotMatch(glue, /Stream|initSync|close|length/);
  const { modules, imports, exports } = namesOf(wasm);
  assert.deepEqual([[...modules], [...exports].sort()], [[""], ["a", "b"]]);
  assert.deepEqual([...imports], ["0"], "two functions that do the same are one");
});

test("the same input gives the same bytes", async () => {
  const [one, other] = [pack(), pack()];
  assert.deepEqual(one, other);
  assert.equal(await minified(one.glue), await minified(other.glue));
});

for (const [what, from, to] of [
  ["lacks a function that the wasm imports", "__wbg_log_0123456789abcdef:", "__wbg_other:"],
  ["calls what the wasm does not export", "wasm.__wbindgen_start()", "wasm.__wbindgen_main()"],
  ["calls exports by names made while it runs", "wasm.__wbindgen_start()", "wasm['__wbindgen_' + 'start']()"],
  ["makes its imports in another way", "function __wbg_get_imports", "function imports"],
  ["imports another file", "const said", "import './snippet.js';\nconst said"],
]) {
  test(`a glue that ${what} fails the build`, () => {
    assert.ok(sample.glue.includes(from));
    assert.throws(() => pack(sample.glue.replace(from, to)), /[Gg]lue/);
  });
}

test("a name that only one side has is named", () => {
  assert.throws(() => checkSame("exports", new Set("ab"), new Set("bc")), /exports: a, c\./);
  checkSame("exports", new Set("ab"), new Set("ba"));
});
