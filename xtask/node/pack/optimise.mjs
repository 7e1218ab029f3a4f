// wasm-opt, as the release uses it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bodies, withNames } from "./functions.mjs";
import { places } from "./order.mjs";
import { wasmOpt } from "./tools.mjs";

// What rustc's wasm target has and all browsers know; wasm-opt takes nothing for granted.
const FEATURES = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
].map((feature) => `--enable-${feature}`);

/** From bytes of wasm, or its text, to fewer bytes, in an order of functions that packs well. */
export function optimised(bytes) {
  // Blocks rebuilt from the flow of control pack better: 1.1 kB of the app's wasm (measured).
  const small = run(["--flatten", "--rereloop", "-Oz"], bytes);
  const names = places(bodies(small)).map((place) => `f${`${place}`.padStart(6, "0")}`);
  const sorting = ["--skip-pass=reorder-functions", "--reorder-functions-by-name"];
  // -Oz once more: reading a file and writing it alone makes it larger again.
  return run(["-Oz", ...sorting], withNames(small, names));
}

function run(passes, bytes) {
  const folder = mkdtempSync(join(tmpdir(), "cruddur-pack-"));
  const [from, to] = [join(folder, "from.wasm"), join(folder, "to.wasm")];
  try {
    writeFileSync(from, bytes);
    wasmOpt([...FEATURES, ...passes, from, "-o", to]);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
