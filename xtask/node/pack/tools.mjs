// The build tools of `.local/npm`, where set-up puts them by xtask/npm/package-lock.json.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = new URL("../../../.local/npm/", import.meta.url);
const require = createRequire(new URL("package.json", folder));

export const { parse } = require("acorn");
export const { minify } = require("terser");

/** Runs wasm-opt of binaryen, whose words go to this program's own output. */
export function wasmOpt(given) {
  const program = fileURLToPath(new URL("node_modules/binaryen/bin/wasm-opt", folder));
  execFileSync(process.execPath, [program, ...given], { stdio: "inherit" });
}
