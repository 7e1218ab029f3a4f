// A trap that ends the app's own wasm, as a panic of the release build makes one.

/**
 * Makes the pages of a context ready; call it before the app opens. The returned `trap(page)` lets the
 * app's next call out of its wasm run into a real trap, which ends the wasm's calls above it as one of its
 * own would; `calls(page)` counts such calls.
 */
export async function trappable(context) {
  await context.addInitScript(() => {
    const { instantiateStreaming } = WebAssembly;
    // (module (func (export "trap") unreachable))
    const hex = '0061736d0100000001040160000003020100070801047472617000000a05010300000b';
    const bytes = Uint8Array.from(hex.match(/../g), (digits) => parseInt(digits, 16));
    const trap = () => new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.trap();
    window.wasm = { armed: false, calls: 0 };
    WebAssembly.instantiateStreaming = async (source, imports) => {
      const watched = (call) =>
        function (...given) {
          window.wasm.calls += 1;
          if (window.wasm.armed) {
            window.wasm.armed = false;
            trap();
          }
          return call(...given);
        };
      const each = (part, change) => Object.fromEntries(Object.entries(part).map(change));
      const all = each(imports, ([module, calls]) => [
        module,
        each(calls, ([name, call]) => [name, typeof call === 'function' ? watched(call) : call]),
      ]);
      return instantiateStreaming(source, all);
    };
  });
  return {
    trap: (page) =>
      page.evaluate(() => {
        window.wasm.armed = true;
      }),
    calls: (page) => page.evaluate(() => window.wasm.calls),
  };
}
