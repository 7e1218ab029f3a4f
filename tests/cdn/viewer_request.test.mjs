// The CloudFront function, run as CloudFront runs it. The local server is tested with the same paths (xtask/src/serve).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const source = read("../../infra/cdn/viewer-request.js");
const { pages, files } = JSON.parse(read("paths.json"));

/** Where the function leads a request, of a site below `base`. */
function answeredBy(uri, base = "") {
  const script = source.replace("const BASE = '';", `const BASE = '${base}';`);
  return vm.runInNewContext(`${script}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`);
}

for (const base of ["", "/chat"]) {
  test(`a page is index.html, a file stays a file, below '${base}/'`, () => {
    for (const page of pages) assert.equal(answeredBy(base + page, base), `${base}/index.html`, page);
    for (const file of files) assert.equal(answeredBy(base + file, base), base + file, file);
  });
}

test("what is not below the site's path is left alone", () => {
  assert.equal(answeredBy("/chat", "/chat"), "/chat/index.html");
  for (const uri of ["/", "/chatter", "/other/messages"]) assert.equal(answeredBy(uri, "/chat"), uri);
});
