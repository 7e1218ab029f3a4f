// How a wasm file is written: https://webassembly.github.io/spec/core/binary

export const CUSTOM = 0;
export const IMPORTS = 2;
export const EXPORTS = 7;
export const CODE = 10;
const MAGIC = Buffer.from("\0asm\x01\0\0\0");

/** The sections of a file, `{ id, body }`. */
export function sections(bytes) {
  const found = [];
  const input = reader(bytes, MAGIC.length);
  while (input.at < bytes.length) {
    const id = input.byte();
    found.push({ id, body: input.bytes(input.number()) });
  }
  return found;
}

/** A file of such sections. */
export const file = (all) =>
  Buffer.concat([MAGIC, ...all.flatMap(({ id, body }) => [Uint8Array.of(id), sized(body)])]);

/** Reads bytes from a place on. */
export function reader(bytes, start = 0) {
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

/** The same number, written. */
export function number(value) {
  const bytes = [];
  for (let rest = value; bytes.length === 0 || rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
  }
  return Uint8Array.from(bytes);
}

/** Bytes after their length, as vectors and sections are written. */
export const sized = (bytes) => Buffer.concat([number(bytes.length), bytes]);
/** A name, written. */
export const text = (string) => sized(Buffer.from(string));
