// An app as wasm-bindgen makes it, small: its glue, and its wasm as text, which wasm-opt reads as well.

export const glue = `export class Stream {
    free() { wasm.__wbg_stream_free(this.__wbg_ptr); }
    get type() { return wasm.stream_type(this.__wbg_ptr); }
}
if (Symbol.dispose) Stream.prototype[Symbol.dispose] = Stream.prototype.free;
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_length_0123456789abcdef: function(arg0) { return arg0.length; },
        __wbg_log_0123456789abcdef: function(arg0, arg1) { said.push(text(arg0, arg1)); },
        __wbg_log_fedcba9876543210: function(arg0, arg1) { said.push(text(arg0, arg1)); },
        __wbindgen_close: function(arg0) { closeStream(arg0); },
    };
    return {
        __proto__: null,
        "./app_bg.js": import0,
    };
}
const StreamFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_stream_free(ptr));
function closeStream(ptr) { said.push('closed ' + ptr); }
const said = [];
function text(ptr, len) { return decoder.decode(new Uint8Array(wasm.memory.buffer, ptr, len)); }
let decoder = new TextDecoder('utf-8', { fatal: true });
decoder.decode();
let wasm;
function initSync(module) { return new WebAssembly.Instance(module, __wbg_get_imports()); }
async function __wbg_init({ module_or_path }) {
    const { instance } = await WebAssembly.instantiate(module_or_path, __wbg_get_imports());
    wasm = instance.exports;
    wasm.__wbindgen_start();
    return { said, names: Object.keys(wasm) };
}
export { initSync, __wbg_init as default };
`;

export const wasm = Buffer.from(`(module
  (import "./app_bg.js" "__wbg_length_0123456789abcdef" (func $length (param externref) (result i32)))
  (import "./app_bg.js" "__wbg_log_fedcba9876543210" (func $log2 (param i32 i32)))
  (import "./app_bg.js" "__wbg_log_0123456789abcdef" (func $log (param i32 i32)))
  (import "./app_bg.js" "__wbindgen_close" (func $close (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "Hello, world")
  (func (export "__wbindgen_start")
    (call $log (i32.const 8) (i32.const 5))
    (call $log2 (i32.const 15) (i32.const 5)))
  (func (export "__wbg_stream_free") (param i32) (call $close (local.get 0)))
  (func (export "stream_type") (param externref) (result i32) (call $length (local.get 0))))`);
