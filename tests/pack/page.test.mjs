// Names by content, and index.html with them. Run by `cargo xtask test unit`.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { renamed, withFile } from "../../xtask/node/pack/page.mjs";

const from = "cruddur-app-0123456789abcdef_bg.wasm";
const bytes = Buffer.from("new");
const PAGE = `<head><script type=module src=/boot-0123456789abcdef.js integrity=sha384-boot></script>
<link rel="preload" href="/${from}" integrity="sha384-ab+/12==" as="fetch" type="application/wasm"></head>`;

test("a file is named by its content", () => {
  const one = renamed(from, bytes);
  assert.match(one, /^cruddur-app-[0-9a-f]{16}_bg\.wasm$/);
  assert.equal(renamed(from, Buffer.from("new")), one);
  assert.notEqual(renamed(from, Buffer.from("newer")), one);
  assert.match(renamed("boot-0123456789abcdef.js", bytes), /^boot-[0-9a-f]{16}\.js$/);
  assert.throws(() => renamed("boot.js", bytes), /no hash/);
});

test("index.html names the file and the integrity of what is in it, and is otherwise as it was", () => {
  const page = withFile(PAGE, { from, to: "new_bg.wasm", bytes });
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  assert.equal(page, PAGE.replace(from, "new_bg.wasm").replace("sha384-ab+/12==", integrity));
});

for (const [what, page] of [
  ["does not name it", PAGE.replace(from, "other.wasm")],
  ["names it twice", PAGE + PAGE],
  ["has no integrity for it", PAGE.replace("sha384-ab+/12==", "")],
]) {
  test(`an index.html that ${what} fails the build`, () => {
    assert.throws(() => withFile(page, { from, to: "x", bytes }), /just one tag/);
  });
}
