// Writes `<file>.br` beside each file named on the command line: brotli, quality 11.
import { readFileSync, writeFileSync } from "node:fs";
import { packed } from "./pack/brotli.mjs";

for (const file of process.argv.slice(2)) writeFileSync(`${file}.br`, await packed(readFileSync(file)));
