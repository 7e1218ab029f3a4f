// What boot.js does when the app's wasm traps. Run by `cargo xtask test unit` (node --test).
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, settled } from "./page.mjs";

const trap = () => {
  throw new WebAssembly.RuntimeError("unreachable");
};
const trapped = { name: "RuntimeError" };

test("a panic's message and place are on the recover screen, as text, and the trap in the console", async () => {
  const panic = "panicked at src/runtime/driver.rs:12:5:\n<b>no</b> such row";
  const exports = {
    click() {
      page.emit("cruddur-panic", { detail: panic });
      trap();
    },
  };
  const page = open({ exports });
  await settled();
  assert.throws(page.wasm.click, trapped);
  assert.match(page.body.text, /Cruddur stopped.*Reload.*Details/);
  const [[panel]] = page.body.children.map((screen) => screen.children);
  const details = panel.children.find(({ name }) => name === "details");
  assert.equal(details.children.at(-1).textContent, panic);
  assert.match(page.errors.join(), /Cruddur stopped.*unreachable/);
});

test("a trap without a panic says what it is itself", async () => {
  const page = open({ exports: { trap } });
  await settled();
  assert.throws(page.wasm.trap, trapped);
  assert.match(page.body.text, /Cruddur stopped.*Details RuntimeError: unreachable/);
});

test("nothing of the app runs after a trap", async () => {
  let calls = 0;
  const page = open({ exports: { trap, call: () => (calls += 1), memory: 1 } });
  await settled();
  assert.equal(page.wasm.call(), 1);
  assert.throws(page.wasm.trap, trapped);
  assert.throws(page.wasm.call, trapped);
  assert.equal(calls, 1);
});

test("an error that the app's own calls throw is no trap", async () => {
  const exports = {
    refuse() {
      throw new TypeError("Not allowed.");
    },
  };
  const page = open({ exports });
  await settled();
  assert.throws(page.wasm.refuse, { name: "TypeError" });
  assert.doesNotMatch(page.body.text, /Cruddur stopped/);
});
