// The names in a wasm file, read and changed.
import { CUSTOM, EXPORTS, IMPORTS, file, number, reader, sections, text } from "./encoding.mjs";

/** What a wasm file imports and exports, by the engine's own reading, which also proves it valid. */
export function namesOf(bytes) {
  const module = new WebAssembly.Module(bytes);
  const imports = WebAssembly.Module.imports(module);
  return {
    modules: new Set(imports.map((each) => each.module)),
    imports: new Set(imports.map((each) => each.name)),
    exports: new Set(WebAssembly.Module.exports(module).map((each) => each.name)),
  };
}

/**
 * The file with other names, of imports and exports by maps, and of the module of all imports. What is not
 * given stays. Custom sections, which tell a browser nothing, go.
 */
export function renamed(bytes, { module, imports, exports }) {
  return rewritten(bytes, {
    [IMPORTS]: (from, name) => [module ?? from, imports?.get(name) ?? name],
    [EXPORTS]: (name) => [exports?.get(name) ?? name],
  });
}

/** The file with only these exports. */
export const withExports = (bytes, names) =>
  rewritten(bytes, { [EXPORTS]: (name) => names.has(name) && [name] });

function rewritten(bytes, changes) {
  const kept = sections(bytes).filter(({ id }) => id !== CUSTOM);
  return file(
    kept.map(({ id, body }) => ({ id, body: changes[id] ? list(id, body, changes[id]) : body })),
  );
}

/** Imports, each with two names, or exports, each with one, by their new names; without names it goes. */
function list(id, body, change) {
  const input = reader(body);
  const entries = Array.from({ length: input.number() }, () => {
    const names = id === IMPORTS ? [input.name(), input.name()] : [input.name()];
    const kind = input.byte();
    if (id === IMPORTS && kind !== 0) throw new Error(`The wasm imports ${names}, which is no function.`);
    const rest = [Uint8Array.of(kind), number(input.number())];
    const own = change(...names);
    return own && [...own.map(text), ...rest];
  }).filter(Boolean);
  return Buffer.concat([number(entries.length), ...entries.flat()]);
}
