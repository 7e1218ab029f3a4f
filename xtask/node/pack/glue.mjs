// What wasm-bindgen's glue gives to the wasm and calls in it, and the glue with less of it.
import { edited, nodes, statements } from "./source.mjs";

/** The object of the functions that the wasm imports, those, and the name of their module. */
function given(source) {
  const made = statements(source).find(({ id }) => id?.name === "__wbg_get_imports");
  const [variable, answer, ...more] = made?.body.body ?? [];
  const own = (object) => object?.properties?.filter(({ key }) => key.name !== "__proto__") ?? [];
  const object = variable?.declarations?.[0].init;
  const modules = own(answer?.argument);
  if (more.length || modules.length !== 1 || !own(object).length) {
    throw new Error("wasm-bindgen's glue does not make its imports as xtask/node/pack expects it.");
  }
  return { object, functions: own(object), module: modules[0].key };
}

const nameOf = ({ key }) => key.name ?? key.value;
const textOf = (source, { value }) => source.slice(value.start, value.end);

/** The names of the functions that the wasm may import. */
export const importable = (source) => new Set(given(source).functions.map(nameOf));

/** Every `name` of a `wasm.name`. */
function uses(source) {
  const all = statements(source).flatMap((statement) => [...nodes(statement)]);
  const found = all.filter(({ type, object }) => type === "MemberExpression" && object.name === "wasm");
  if (found.some(({ computed }) => computed)) {
    throw new Error("The glue calls the wasm by names that it makes while it runs.");
  }
  return found.map(({ property }) => property);
}

/** The names of the wasm's exports that the glue uses. */
export const used = (source) => new Set(uses(source).map(({ name }) => name));

/** The glue with only these functions for the wasm. */
export function withImports(source, names) {
  const { object, functions } = given(source);
  const kept = functions.filter((each) => names.has(nameOf(each)));
  const text = kept.map(({ start, end }) => source.slice(start, end)).join(",\n");
  return edited(source, [{ ...object, text: `{ __proto__: null,\n${text} }` }]);
}

/** For the name of every function that the wasm may import: the first with the very same text. */
export function twins(source) {
  const firsts = new Map();
  return new Map(
    given(source).functions.map((each) => {
      const text = textOf(source, each);
      if (!firsts.has(text)) firsts.set(text, nameOf(each));
      return [nameOf(each), firsts.get(text)];
    }),
  );
}

/** The glue that calls the wasm's exports by other names. */
export function withExports(source, names) {
  return edited(source, uses(source).map((use) => ({ ...use, text: names.get(use.name) })));
}

/**
 * The glue that gives its functions as an array in this order, so that their names are numbers and need not
 * be sent. Their module's name is empty.
 */
export function numbered(source, order) {
  const { object, functions, module } = given(source);
  const texts = new Map(functions.map((each) => [nameOf(each), textOf(source, each)]));
  const list = [...order].map((name) => texts.get(name)).join(",\n");
  return edited(source, [{ ...object, text: `[${list}]` }, { ...module, text: '""' }]);
}
