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
  "open|pattern|placeholder|readonly|required|role|rows|rowspan|scope|selected|spellcheck|step|tabindex|title|" +
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

async function start() {
  const glue = document.querySelector('link[rel="modulepreload"]');
  const wasm = document.querySelector('link[type="application/wasm"]');
  const [app, response] = await Promise.all([
    import(glue.href),
    fetch(wasm.href, { integrity: wasm.integrity }),
  ]);
  if (!response.ok) throw new Error(`The app's file answers ${response.status}.`);
  await app.default({ module_or_path: response });
  document.documentElement.dataset.ready = "";
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function showFailure() {
  const panel = document.createElement("main");
  panel.className = "boot boot-failed";
  panel.setAttribute("role", "alert");
  const reload = element("button", "Reload");
  reload.type = "button";
  reload.addEventListener("click", () => location.reload());
  panel.append(
    element("h1", "Cruddur could not load"),
    element("p", "Check the connection, then reload the page. If it stays like this, the browser may be too old."),
    reload,
  );
  document.body.replaceChildren(panel);
}

start().catch((error) => {
  console.error("Cruddur could not start:", error);
  showFailure();
});
