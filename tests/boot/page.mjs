// A page just large enough for boot.js: the tests say what the network and the browser answer.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const source = readFileSync(new URL("../../src/boot.js", import.meta.url), "utf8");

/** An element that remembers what was put into it. */
function node(name) {
  return {
    name,
    children: [],
    listeners: {},
    attributes: {},
    append(...children) {
      this.children.push(...children);
    },
    replaceChildren(...children) {
      this.children = children;
    },
    setAttribute(key, value) {
      this.attributes[key] = value;
    },
    addEventListener(event, call) {
      this.listeners[event] = call;
    },
    focus() {},
    select() {
      this.selected = true;
    },
    get firstChild() {
      return this.children[0];
    },
    get text() {
      return [this.textContent, ...this.children.map((child) => child.text)].join(" ").trim();
    },
  };
}

// The app's glue: instantiates what boot.js gives it, as wasm-bindgen's does.
const GLUE = `data:text/javascript,export default ({ module_or_path }) => module_or_path.instantiate();`;

/**
 * Runs boot.js in such a page: `{ policy, body, reloads, storage, errors, copied, emit, wasm }`. Without `exports`, the
 * functions of a wasm, the page names no files, and no start succeeds. `wasm` has the exports as the app's glue
 * gets them. `stale`: what the browser has cached of the wasm fails the check of its integrity.
 * `copies`: there is a clipboard. `style`: the link to the app's stylesheet, `null` if something has taken it away.
 */
export function open(circumstances = {}) {
  const { online = true, served = async () => "", storage = {}, exports, wasmStatus = 200, stale = false, copies = true, style = { sheet: { cssRules: [{}] } } } = circumstances;
  const seen = { policy: {}, body: node("body"), reloads: 0, storage, errors: [], copied: [] };
  const listeners = {};
  seen.emit = (name, event) => listeners[name]?.(event);
  const WebAssembly = { instantiateStreaming: async () => ({ instance: { exports }, module: {} }) };
  const response = {
    text: served,
    ok: wasmStatus === 200,
    status: wasmStatus,
    async instantiate() {
      const { instance } = await WebAssembly.instantiateStreaming();
      seen.wasm = instance.exports;
    },
  };
  const named = exports || wasmStatus !== 200;
  const window = {
    trustedTypes: { createPolicy: (name, rules) => Object.assign(seen.policy, { name, rules }) },
  };
  const document = {
    baseURI: "https://cruddur.example/",
    body: seen.body,
    createElement: node,
    documentElement: { dataset: {} },
    addEventListener() {},
    querySelector: (selector) => (selector.includes("stylesheet") ? style : named ? { href: GLUE } : null),
    // An extension's, of another origin.
    styleSheets: [{ get cssRules() { throw new DOMException("Not allowed to access cross-origin stylesheet", "SecurityError"); } }],
  };
  const context = vm.createContext({
    AbortSignal,
    WebAssembly,
    addEventListener: (name, call) => (listeners[name] = call),
    console: { error: (...words) => seen.errors.push(words.join(" ")) },
    document,
    fetch: async (_, { cache } = {}) => {
      if (stale && cache === "default") throw new TypeError("Failed to fetch");
      return response;
    },
    location: { reload: () => (seen.reloads += 1) },
    navigator: {
      onLine: online,
      userAgent: "Browser/1",
      language: "en-GB",
      clipboard: copies && { writeText: async (text) => seen.copied.push(text) },
    },
    get sessionStorage() {
      if (!storage) throw new Error("blocked");
      return storage;
    },
    window,
  });
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  new vm.Script(source, { importModuleDynamically }).runInContext(context);
  return seen;
}

/** Everything that boot.js was about to do has been done. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
