// wasm-opt, as the release uses it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

const PASSES = ["-Oz"];

/** From bytes of wasm to fewer bytes. */
export function optimised(bytes) {
  const folder = mkdtempSync(join(tmpdir(), "cruddur-pack-"));
  const [from, to] = [join(folder, "from.wasm"), join(folder, "to.wasm")];
  try {
    writeFileSync(from, bytes);
    wasmOpt([...FEATURES, ...PASSES, from, "-o", to]);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
