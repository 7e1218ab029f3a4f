// The glue without what nobody uses: wasm-bindgen exports the classes of every library, used or not.
import { declared, edited, mentioned, statements } from "./source.mjs";

/** All that the default export needs, as a module that exports nothing else. */
export function shaken(source) {
  const parts = statements(source).map((node) => ({
    node,
    names: declared(node),
    mentions: mentioned(node),
  }));
  const start = defaultExport(parts);
  const live = reached(parts.filter(({ node }) => !node.specifiers?.length), start);
  const kept = [...live].toSorted((a, b) => a.node.start - b.node.start);
  const texts = kept.map(({ node }) => {
    const { start: from, end } = node.declaration ?? node;
    return source.slice(from, end);
  });
  return [...texts, `export { ${start} as default };`, ""].join("\n");
}

/** The name that `export { name as default }` exports. */
function defaultExport(parts) {
  for (const { node } of parts) {
    if (/^Import|^ExportAll|^ExportDefault/.test(node.type)) {
      throw new Error(`The glue has a statement that xtask/node/pack does not know: ${node.type}.`);
    }
    const found = node.specifiers?.find(({ exported }) => exported.name === "default");
    if (found) return found.local.name;
  }
  throw new Error("The glue has no default export.");
}

/**
 * The statements that a name needs. One that declares nothing, such as `cache.decode()`, belongs to the
 * names it mentions and lives where one of them does, or where it mentions none.
 */
function reached(parts, start) {
  const names = new Set([start]);
  const ours = new Set(parts.flatMap((part) => part.names));
  const live = new Set();
  const isLive = (part) => {
    if (part.names.length) return part.names.some((name) => names.has(name));
    const own = [...part.mentions].filter((name) => ours.has(name));
    return !own.length || own.some((name) => names.has(name));
  };
  for (let before = -1; before < live.size; ) {
    before = live.size;
    for (const part of parts.filter((each) => !live.has(each) && isLive(each))) {
      live.add(part);
      for (const name of part.mentions) names.add(name);
    }
  }
  return live;
}
