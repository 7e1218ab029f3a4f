// The names in a wasm file. Its sections and their encoding: https://webassembly.github.io/spec/core/binary
const CUSTOM = 0;
const IMPORTS = 2;
const EXPORTS = 7;
const HEADER = 8;

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
  const out = [bytes.subarray(0, HEADER)];
  const input = reader(bytes, HEADER);
  while (input.at < bytes.length) {
    const id = input.byte();
    const body = input.bytes(input.number());
    if (id === CUSTOM) continue;
    out.push(Uint8Array.of(id), sized(changes[id] ? list(id, body, changes[id]) : body));
  }
  return Buffer.concat(out);
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

function reader(bytes, start = 0) {
  return {
    at: start,
    byte() {
      return bytes[this.at++];
    },
    bytes(length) {
      this.at += length;
      return bytes.subarray(this.at - length, this.at);
    },
    name() {
      return Buffer.from(this.bytes(this.number())).toString();
    },
    /** LEB128, of 32 bits at most. */
    number() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.byte();
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
      }
    },
  };
}

function number(value) {
  const bytes = [];
  for (let rest = value; bytes.length === 0 || rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
  }
  return Uint8Array.from(bytes);
}

const sized = (bytes) => Buffer.concat([number(bytes.length), bytes]);
const text = (string) => sized(Buffer.from(string));
