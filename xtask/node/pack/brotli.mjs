// Brotli at its best.
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compressed = promisify(brotliCompress);

// Where the encoder ends one kind of statistics and begins another is guesswork: a few bytes more make the app's
// wasm 2 kB larger or smaller. Other sizes of its blocks and other codes for distances guess otherwise, and what
// comes out is the same for every browser. 0: the encoder's own choice.
const BLOCKS = [0, 16, 17, 20];
const DISTANCES = [
  [0, 0],
  [0, 15],
  [1, 0],
  [2, 0],
];

/** The bytes in brotli, quality 11: the smallest of several tries. */
export async function packed(bytes) {
  const tries = BLOCKS.flatMap((block) => DISTANCES.map(([postfix, direct]) => once(bytes, block, postfix, direct)));
  return (await Promise.all(tries)).reduce((best, one) => (one.length < best.length ? one : best));
}

function once(bytes, block, postfix, direct) {
  return compressed(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_LGBLOCK]: block,
      [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
      [constants.BROTLI_PARAM_NDIRECT]: direct,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}
