// Starts the app under a strict CSP: no inline script, no eval, Trusted Types on. Trunk puts the
// hashed, integrity-checked files into index.html as preload links; this file finds them there.

// Leptos puts markup that its macros know at compile time into a <template> by innerHTML, which
// Trusted Types lets through only by a policy. This one knows the grammar of such markup: a few
// harmless tags and attributes, no handlers, no styles, no addresses but paths of this site.
// Whatever a person wrote reaches the page as text nodes and never comes by here.
const tags =
  "a|article|aside|b|bdi|br|button|code|dd|details|dialog|div|dl|dt|em|fieldset|footer|form|h[1-6]|header|hr|i|" +
  "input|kbd|label|legend|li|main|nav|ol|optgroup|option|output|p|pre|progress|section|select|small|span|strong|" +
  "sub|summary|sup|table|tbody|td|textarea|th|thead|time|tr|ul|" +
  "circle|defs|desc|ellipse|g|line|path|polygon|polyline|rect|svg|title";
const attributes =
  "aria-[a-z]+|autocapitalize|autocomplete|autocorrect|checked|class|cols|colspan|data-[a-z-]+|datetime|dir|disabled|" +
  "draggable|enterkeyhint|for|hidden|id|inert|inputmode|lang|max|maxlength|min|minlength|multiple|name|novalidate|" +
  "open|pattern|placeholder|popover|popovertarget|readonly|required|role|rows|rowspan|scope|selected|spellcheck|step|tabindex|title|" +
  "translate|type|value|wrap|" +
  "clip-rule|cx|cy|d|fill|fill-opacity|fill-rule|focusable|height|opacity|points|preserveAspectRatio|r|rx|ry|stroke|" +
  "stroke-dasharray|stroke-linecap|stroke-linejoin|stroke-opacity|stroke-width|transform|viewBox|width|x|x1|x2|y|y1|y2";
const attribute =
  `(?:${attributes})(?:="[^"<>]*")?|href="(?:/(?!/)|#)[\\w/-]*"|xmlns="http://www.w3.org/2000/svg"`;
const staticMarkup = new RegExp(
  `^(?:[^<>]|<!>|<!---->|</(?:${tags})>|<(?:${tags})(?: +(?:${attribute}))* */?>)*$`,
);

// No createScript and no createScriptURL: those sinks stay shut. A dynamic import is none of them.
window.trustedTypes?.createPolicy("default", {
  createHTML(html) {
    if (staticMarkup.test(html)) return html;
    throw new TypeError("Refused: not the static markup that src/boot.js allows.");
  },
});

// A trap ends the app in the middle of a change: nothing of it may run again. So every call into the
// wasm goes through a guard. One that traps, or runs out of stack, shows the recover screen; later ones
// are refused.
let trap;

// What a panic says and where: src/main.rs sends it, then the wasm traps.
let panic;
addEventListener("cruddur-panic", (event) => (panic = event.detail));

// The diagnostics, which the panicking app still writes (src/runtime/diagnostics.rs).
let diagnostics;
addEventListener("cruddur-diagnostics", (event) => (diagnostics = event.detail));

function guarded(call) {
  return (...given) => {
    if (trap) throw trap;
    try {
      return call(...given);
    } catch (error) {
      if (!trap && /^(Runtime|Range|Internal)Error$/.test(error?.name)) stop(error);
      throw error;
    }
  };
}

function stop(error) {
  trap = error;
  console.error("Cruddur stopped:", error);
  // Another tab goes on with the live line and the queue, instead of waiting for this one.
  navigator.locks?.request(lockName(), { steal: true }, () => {});
  showFailure(
    "Cruddur stopped",
    "Reload the page to go on. Drafts and unsent messages kept in this browser are still there.",
    panic ?? error,
    diagnostics ?? environment(error.name, error.stack),
  );
}

// As src/platform/tabs.rs names it.
function lockName() {
  try {
    return "cruddur.3." + localStorage["cruddur.tabs"].split(".")[0];
  } catch {
    // Without storage each tab works alone, and has no lock.
    return "cruddur.3";
  }
}

// What can be said without the app. Of a trap its kind and where in the wasm, no message: it may quote something.
function environment(error, stack) {
  const script = document.querySelector('link[rel="modulepreload"]')?.href.split("/").pop() ?? "unknown";
  const places = String(stack).match(/wasm-function\[\d+\]:0x[\da-f]+/g) ?? [];
  return [
    `cruddur: ${script}`,
    `time: ${new Date().toISOString()}`,
    `browser: ${navigator.userAgent}`,
    `language: ${navigator.language}`,
    `online: ${navigator.onLine ? "yes" : "no"}`,
    `error: ${error}`,
    ...places.slice(0, 20),
    "",
  ].join("\n");
}

// Whether the app's own stylesheet failed to load. Extensions add sheets before it, of other origins too, and
// disable it or take it away for one of theirs: none of that keeps the app from starting.
function styleIsMissing() {
  const link = document.querySelector('link[rel="stylesheet"][integrity]');
  if (!link || link.disabled) return false;
  try {
    return !link.sheet?.cssRules.length;
  } catch {
    // It is there, of another origin.
    return false;
  }
}

async function start() {
  const glue = document.querySelector('link[rel="modulepreload"][integrity]');
  const wasm = document.querySelector('link[type="application/wasm"][integrity]');
  if (styleIsMissing()) throw new Error("The stylesheet is missing.");
  // Trunk names the wasm before wasm-opt, so new bytes may come under a name that the browser has cached.
  const load = (cache) => fetch(wasm.href, { integrity: wasm.integrity, cache });
  const [app, response] = await Promise.all([
    import(glue.href),
    load("default").catch(() => load("reload")),
  ]);
  if (!response.ok) throw new Error(`The app's file answers ${response.status}.`);
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...given) => {
    const { instance, module } = await instantiateStreaming(...given);
    const calls = Object.entries(instance.exports).map(([name, value]) => [
      name,
      typeof value === "function" ? guarded(value) : value,
    ]);
    return { instance: { exports: Object.fromEntries(calls) }, module };
  };
  await app.default({ module_or_path: response });
  document.documentElement.dataset.ready = "";
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function button(text, className, press) {
  const made = element("button", text, className);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

const reload = () => location.reload();

/** Copies a text, or shows it where the browser refuses. */
async function copy(text, said, shown) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "Diagnostics copied";
  } catch {
    const field = element("textarea", text, "diagnostics");
    field.readOnly = true;
    field.rows = 8;
    field.setAttribute("aria-label", "Diagnostics");
    said.textContent = "The browser did not copy them. They are selected below: copy them from there.";
    shown.replaceChildren(field);
    field.focus();
    field.select();
  }
}

/** Replaces the whole page. The reason is for whoever looks into it, the report for whoever helps. */
function showFailure(title, text, reason, report) {
  const screen = document.createElement("main");
  const panel = element("div", "", "boot boot-failed");
  panel.setAttribute("role", "alert");
  const again = button("Reload", "button button--primary", reload);
  const said = element("p", "", "");
  said.setAttribute("role", "status");
  const shown = element("div", "", "boot-diagnostics");
  const copies = button("Copy diagnostics", "button", () => copy(report, said, shown));
  const details = element("details", "", "boot-details");
  details.append(element("summary", "Details", ""), element("pre", String(reason), ""));
  panel.append(element("h1", title, ""), element("p", text, ""), again, copies, said, shown, details);
  screen.append(panel);
  document.body.replaceChildren(screen);
  again.focus();
}

/** The page as it is served now. Nothing: no network, or another's page in its place. */
async function servedPage() {
  const signal = AbortSignal.timeout(8000);
  try {
    const page = await (await fetch(document.baseURI, { cache: "no-cache", signal })).text();
    return page.includes("application/wasm") && page;
  } catch {
    return "";
  }
}

// A page of an older deploy names files that may be gone. Where the site can be reached, a reload brings
// the page of today: once, then the tab's storage remembers it until a start has succeeded.
async function mayReload() {
  try {
    if (sessionStorage.reloaded || !navigator.onLine || !(await servedPage())) return false;
    sessionStorage.reloaded = 1;
    return true;
  } catch {
    // A browser that stores nothing could go round for ever.
    return false;
  }
}

// A new deploy is looked for when the person comes to this tab, every ten minutes at most, and offered.
function watchForNewVersion() {
  let asked = Date.now();
  const base = document.baseURI;
  const spot = element("div", "", "quiet-notices");
  spot.setAttribute("role", "status");
  document.body.append(spot);
  const look = async () => {
    if (document.hidden || spot.firstChild || Date.now() - asked < 600_000) return;
    asked = Date.now();
    const page = await servedPage();
    if (!page) asked = 0;
    // Of the app alone: an extension's own are in no page that is served.
    const files = [...document.querySelectorAll("[integrity]")].filter(({ href, src }) => (href ?? src).startsWith(base));
    if (!page || files.every((file) => page.includes(file.integrity))) return;
    const notice = element("p", "A new version is ready", "quiet-notice");
    const small = "button button--small";
    notice.append(button("Reload", small, reload), button("Later", small, () => notice.remove()));
    spot.append(notice);
  };
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
}

async function recover(error) {
  if (trap) return;
  console.error("Cruddur could not start:", error);
  if (await mayReload()) return reload();
  showFailure(
    "Cruddur could not load",
    "Check the connection, then reload the page. If it stays like this, the browser may be too old.",
    error,
    environment(error),
  );
}

start().then(() => {
  watchForNewVersion();
  try {
    delete sessionStorage.reloaded;
  } catch {
    // Nothing was stored.
  }
}, recover);
