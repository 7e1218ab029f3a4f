// What boot.js does when the app cannot start. Run by `cargo xtask test unit` (node --test).
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, settled } from "./page.mjs";

const PAGE = async () => '<link type="application/wasm">';
const SCREEN = /could not load.*Check the connection.*Reload/;

test("a file that is missing has the page loaded again once, then the screen", async () => {
  const storage = {};
  const first = open({ served: PAGE, storage });
  await settled();
  assert.equal(first.reloads, 1);
  assert.equal(first.body.text, "");

  const second = open({ served: PAGE, storage });
  await settled();
  assert.equal(second.reloads, 0);
  assert.match(second.body.text, SCREEN);
});

for (const [name, circumstances] of [
  ["offline", { online: false, served: PAGE }],
  [
    "the site cannot be reached",
    {
      served: async () => {
        throw new TypeError("Failed to fetch");
      },
    },
  ],
  ["another's page answers", { served: async () => "Sign in to this network" }],
  ["nothing can be stored", { served: PAGE, storage: null }],
]) {
  test(`${name}: never loaded again by itself`, async () => {
    const page = open(circumstances);
    await settled();
    assert.equal(page.reloads, 0);
    assert.match(page.body.text, SCREEN);
  });
}

test("the button loads the page again", async () => {
  const page = open({ online: false });
  await settled();
  const [screen] = page.body.children;
  const [panel] = screen.children;
  assert.equal(panel.attributes.role, "alert");
  panel.children.find(({ name }) => name === "button").listeners.click();
  assert.equal(page.reloads, 1);
});

test("a cached wasm that is not the one the page names is fetched again", async () => {
  const page = open({ exports: { call: () => 1 }, stale: true });
  await settled();
  assert.equal(page.wasm?.call(), 1);
  assert.deepEqual(page.errors, []);
});

test("the reason is in the details and in the console", async () => {
  const page = open({ online: false, wasmStatus: 503 });
  await settled();
  assert.match(page.body.text, /Details.*The app's file answers 503\./);
  assert.match(page.errors.join(), /The app's file answers 503\./);
});

for (const [name, style] of [
  ["beside the sheets of an extension", { sheet: { cssRules: [{}] } }],
  ["with its own sheet of another origin", { sheet: { get cssRules() { throw new DOMException("", "SecurityError"); } } }],
  ["with the sheet disabled by an extension", { sheet: null, disabled: true }],
  ["with the sheet taken away by an extension", null],
]) {
  test(`the app starts ${name}`, async () => {
    const page = open({ exports: { call: () => 1 }, style });
    await settled();
    assert.equal(page.wasm?.call(), 1);
    assert.deepEqual(page.errors, []);
  });
}

for (const sheet of [null, { cssRules: [] }]) {
  test(`a stylesheet that did not load is a failed start (${JSON.stringify(sheet)})`, async () => {
    const page = open({ online: false, exports: {}, style: { sheet, disabled: false } });
    await settled();
    assert.match(page.body.text, SCREEN);
    assert.match(page.body.text, /The stylesheet is missing/);
  });
}
