// JavaScript for browsers: without what people need to read it.
import { minify } from "./tools.mjs";

/** Of a module. Nothing in it is called by `new`, so that functions without `this` may be arrows. */
export async function minified(source) {
  const { code } = await minify(source, {
    module: true,
    compress: { ecma: 2020, passes: 3, unsafe_arrows: true },
    format: { ecma: 2020 },
  });
  return code;
}
