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
    get firstChild() {
      return this.children[0];
    },
    get text() {
      return [this.textContent, ...this.children.map((child) => child.text)].join(" ").trim();
    },
  };
}

/**
 * Runs boot.js in such a page: `{ policy, body, reloads, storage }`. No start succeeds here: there are no
 * modules to load.
 */
export function open({ online = true, served = async () => "", storage = {} } = {}) {
  const seen = { policy: {}, body: node("body"), reloads: 0, storage };
  const window = {
    trustedTypes: { createPolicy: (name, rules) => Object.assign(seen.policy, { name, rules }) },
  };
  const document = {
    baseURI: "https://cruddur.example/",
    body: seen.body,
    createElement: node,
    querySelector: () => null,
    styleSheets: [{ cssRules: [{}] }],
  };
  vm.runInNewContext(source, {
    AbortSignal,
    console: { error() {} },
    document,
    fetch: async () => ({ text: served }),
    location: { reload: () => (seen.reloads += 1) },
    navigator: { onLine: online },
    get sessionStorage() {
      if (!storage) throw new Error("blocked");
      return storage;
    },
    window,
  });
  return seen;
}

/** Everything that boot.js was about to do has been done. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
