// The glue and the wasm of the app, made smaller together.
import * as glues from "./glue.mjs";
import { checkSame, numbers, words } from "./names.mjs";
import { shaken } from "./shake.mjs";
import * as wasms from "./wasm.mjs";

/**
 * `{ glue, wasm }` without what neither needs of the other, under short names. `optimised` is wasm-opt: it
 * drops what no export reaches, so that the glue may drop what no import asks for, and so on.
 */
export function packed(app, optimised) {
  let glue = shaken(app.glue);
  // Imports that do the same become one, and wasm-opt then finds functions that do the same.
  let wasm = wasms.renamed(app.wasm, { imports: glues.twins(glue) });
  let before;
  do {
    before = glues.used(glue);
    wasm = optimised(wasms.withExports(wasm, before));
    glue = shaken(glues.withImports(glue, wasms.namesOf(wasm).imports));
  } while (glues.used(glue).size < before.size);
  return renamed(glue, wasm);
}

function renamed(glue, wasm) {
  const { modules, imports, exports } = wasms.namesOf(wasm);
  if (modules.size !== 1) throw new Error(`The wasm imports from ${modules.size} modules, not from one.`);
  checkSame("imports", imports, glues.importable(glue));
  checkSame("exports", exports, glues.used(glue));
  const names = words(exports);
  return {
    glue: glues.withExports(glues.numbered(glue, imports), names),
    wasm: wasms.renamed(wasm, { module: "", imports: numbers(imports), exports: names }),
  };
}
