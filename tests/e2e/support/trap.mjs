// A trap in the app's own wasm, as a panic of the release build makes one.

/**
 * Makes the pages of a context ready; call it before the app opens. The returned `trap(page)` lets the
 * app's next call out of its wasm run into a real trap inside; `calls(page)` counts such calls.
 */
export async function trappable(context) {
  await context.addInitScript(() => {
    const { instantiateStreaming } = WebAssembly;
    window.wasm = { armed: false, calls: 0 };
    WebAssembly.instantiateStreaming = async (source, imports) => {
      let made;
      const watched = (call) =>
        function (...given) {
          window.wasm.calls += 1;
          if (window.wasm.armed) {
            window.wasm.armed = false;
            // Memory for 4 GiB that begins at a multiple of three: no such thing, which ends in `unreachable`.
            made.instance.exports.__wbindgen_export(-1, 3);
          }
          return call(...given);
        };
      const each = (part, change) => Object.fromEntries(Object.entries(part).map(change));
      const all = each(imports, ([module, calls]) => [
        module,
        each(calls, ([name, call]) => [name, typeof call === 'function' ? watched(call) : call]),
      ]);
      made = await instantiateStreaming(source, all);
      return made;
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
