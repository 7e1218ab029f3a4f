// What the recover screen of boot.js copies. Run by `cargo xtask test unit` (node --test).
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, settled } from "./page.mjs";

const REPORT = "cruddur: 0.1.0\n    0.001 event  Started\npanic: src/main.rs:1:2: planted\n";

/** A page whose app panicked, or trapped without a word, with what is on its screen. */
async function stopped(circumstances, report) {
  const exports = {
    click() {
      if (report) page.emit("cruddur-diagnostics", { detail: report });
      const error = new WebAssembly.RuntimeError("quoted");
      error.stack = "quoted\n at f (http://x/a.wasm:wasm-function[12]:0x34f)\n at quoted";
      throw error;
    },
  };
  const page = open({ exports, ...circumstances });
  await settled();
  assert.throws(page.wasm.click);
  return { page, ...parts(page) };
}

function parts(page) {
  const { children } = page.body.children[0].children[0];
  const copy = children.find(({ textContent }) => textContent === "Copy diagnostics");
  const said = children.find(({ attributes }) => attributes.role === "status");
  return { copy: copy.listeners.click, said, shown: children[children.indexOf(said) + 1] };
}

test("after a panic the app's own diagnostics are copied, and it is announced", async () => {
  const { page, copy, said, shown } = await stopped({}, REPORT);
  assert.equal(said.textContent, "");
  await copy();
  assert.deepEqual(page.copied, [REPORT]);
  assert.equal(said.textContent, "Diagnostics copied");
  assert.deepEqual(shown.children, []);
});

test("where the browser does not copy, the text is shown and selected, once", async () => {
  const { copy, said, shown } = await stopped({ copies: false }, REPORT);
  await copy();
  await copy();
  assert.match(said.textContent, /did not copy/);
  const [field, ...others] = shown.children;
  assert.deepEqual(others, []);
  assert.equal(field.textContent, REPORT);
  assert.equal(field.attributes["aria-label"], "Diagnostics");
  assert.ok(field.readOnly && field.selected);
});

test("of a trap without a panic its kind and place are copied, no message", async () => {
  const { page, copy } = await stopped({});
  await copy();
  const [text] = page.copied;
  assert.match(text, /^cruddur: .*\ntime: .*\nbrowser: Browser\/1\nlanguage: en-GB\nonline: yes\n/);
  assert.match(text, /error: RuntimeError\nwasm-function\[12\]:0x34f\n$/);
  assert.doesNotMatch(text, /quoted/);
});

test("a start that failed says why", async () => {
  const page = open({ online: false, wasmStatus: 503 });
  await settled();
  await parts(page).copy();
  assert.match(page.copied[0], /online: no\nerror: Error: The app's file answers 503\.\n$/);
});
