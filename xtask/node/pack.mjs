// Makes the release in the folder named on the command line smaller: the wasm, its glue and boot.js. Each
// packed file gets a name by its content, and index.html says so.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packed } from "./pack/app.mjs";
import { minified } from "./pack/minify.mjs";
import { optimised } from "./pack/optimise.mjs";
import { renamed, withFile } from "./pack/page.mjs";

const [folder] = process.argv.slice(2);
const names = readdirSync(folder);

function only(pattern) {
  const found = names.filter((name) => pattern.test(name));
  if (found.length !== 1) throw new Error(`${folder} has ${found.length} files of ${pattern}, not one.`);
  return found[0];
}
const read = (name, form) => readFileSync(join(folder, name), form);

const files = { wasm: only(/_bg\.wasm$/), glue: only(/^cruddur-app-.*\.js$/), boot: only(/^boot-.*\.js$/) };
const app = packed({ glue: read(files.glue, "utf8"), wasm: read(files.wasm) }, optimised);
const results = [
  [files.wasm, app.wasm],
  [files.glue, await minified(app.glue)],
  [files.boot, await minified(read(files.boot, "utf8"))],
];

let page = read("index.html", "utf8");
for (const [from, content] of results) {
  const bytes = Buffer.from(content);
  const to = renamed(from, bytes);
  page = withFile(page, { from, to, bytes });
  rmSync(join(folder, from));
  writeFileSync(join(folder, to), bytes);
  console.log(`${to}: ${bytes.length} bytes`);
}
writeFileSync(join(folder, "index.html"), page);
