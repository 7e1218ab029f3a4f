// JavaScript as a text with its syntax tree: enough to find things in the glue and to cut them.
import { parse } from "./tools.mjs";

/** The top-level statements of a module. */
export const statements = (source) =>
  parse(source, { ecmaVersion: "latest", sourceType: "module" }).body;

/** Every node below this one, itself first. */
export function* nodes(node) {
  if (typeof node?.type === "string") yield node;
  for (const child of Object.values(node)) {
    if (child && typeof child === "object") yield* nodes(child);
  }
}

/**
 * The variables and functions that a node mentions. A property's name is none; a local variable counts as
 * the global one of its name, so this may find too much and never too little.
 */
export function mentioned(node) {
  const names = new Set();
  const properties = new Set();
  for (const each of nodes(node)) {
    if (each.type === "MemberExpression" && !each.computed) properties.add(each.property);
    if (each.key && !each.computed && !each.shorthand) properties.add(each.key);
    if (each.type === "Identifier" && !properties.has(each)) names.add(each.name);
  }
  return names;
}

/** The names that a top-level statement declares. */
export function declared({ type, declarations, declaration, id }) {
  if (type === "VariableDeclaration") return declarations.map((each) => each.id.name);
  if (declaration) return declared(declaration);
  return id ? [id.name] : [];
}

/** The text with some of its pieces, `{ start, end, text }`, put in place of what was there. */
export function edited(source, pieces) {
  let text = source;
  for (const piece of pieces.toSorted((a, b) => b.start - a.start)) {
    text = text.slice(0, piece.start) + piece.text + text.slice(piece.end);
  }
  return text;
}
