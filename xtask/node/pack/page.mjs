// The names of packed files, and index.html with them.
import { createHash } from "node:crypto";

const digest = (kind, bytes, form) => createHash(kind).update(bytes).digest(form);

/** The name of a file by its content: as trunk writes it, `name-<hash>_bg.wasm`, with another hash. */
export function renamed(name, bytes) {
  const hash = digest("sha256", bytes, "hex").slice(0, 16);
  const own = name.replace(/-[0-9a-f]{12,}(?=(_bg)?\.\w+$)/, `-${hash}`);
  if (!own.includes(hash)) throw new Error(`${name} has no hash in its name.`);
  return own;
}

/** The page that loads a file under its new name and with the integrity of its new content. */
export function withFile(page, { from, to, bytes }) {
  const tags = page.match(/<[^>]+>/g)?.filter((tag) => tag.includes(from)) ?? [];
  const [tag] = tags;
  const integrity = tag?.match(/sha384-[A-Za-z0-9+/]+=*/g) ?? [];
  if (tags.length !== 1 || integrity.length !== 1) {
    throw new Error(`index.html does not name ${from} in just one tag with its integrity.`);
  }
  const own = `sha384-${digest("sha384", bytes, "base64")}`;
  return page.replace(tag, () => tag.replace(from, to).replace(integrity[0], () => own));
}
