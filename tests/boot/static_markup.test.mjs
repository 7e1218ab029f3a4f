// The Trusted Types policy of src/boot.js: which markup may reach innerHTML.
// Run by `cargo xtask test unit` (node --test).
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./page.mjs";

const { name, rules } = open({ online: false }).policy;

test("the policy is the default one and makes markup only", () => {
  assert.equal(name, "default");
  assert.deepEqual(Object.keys(rules), ["createHTML"]);
});

for (const markup of [
  '<p class="quiet">No conversations yet. Find people to write to.</p>',
  '<svg viewBox="0 0 24 24" aria-hidden="true" class="icon"><path d="M3 12h18" fill="none" stroke="currentColor" stroke-width="2"/></svg>',
  '<label for="email">Email</label>',
  '<section id="online-now" class="online-now" popover="auto"><button popovertarget="online-now"></button></section>',
  '<input id="email" type="email" autocomplete="username" required aria-describedby="email-error">',
  "<div><!><span></span><!----></div>",
  "<h1 tabindex=\"-1\">Sign in &amp; read</h1>",
  '<a href="/messages/new" class="button">New message</a>',
  '<a href="#main">Skip to messages</a>',
]) {
  test(`let through: ${markup}`, () => assert.equal(rules.createHTML(markup), markup));
}

for (const markup of [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '<p onclick="alert(1)">x</p>',
  '<p style="color:red">x</p>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="https://evil.example">x</a>',
  '<iframe srcdoc="x"></iframe>',
  '<form action="https://evil.example"></form>',
  '<button formaction="https://evil.example">x</button>',
  "<svg><use href=\"#x\"></use></svg>",
  "<svg><foreignObject></foreignObject></svg>",
  "<svg><animate attributeName=\"href\"/></svg>",
  "<style>body{}</style>",
  '<meta http-equiv="refresh" content="0">',
  '<base href="/">',
  "<!-- a comment --><p>x</p>",
  "<p class='single'>x</p>",
  "<P>upper case</P>",
  '<p class="a"onclick="x">x</p>',
  "<template><p>x</p></template>",
  "1 < 2",
]) {
  test(`refused: ${markup}`, () => assert.throws(() => rules.createHTML(markup), { name: "TypeError" }));
}

test("a long hostile text is refused in a moment", () => {
  const started = performance.now();
  assert.throws(() => rules.createHTML(`<p ${'class="a" '.repeat(20000)}!`));
  assert.throws(() => rules.createHTML(`${"<p>".repeat(20000)}<`));
  assert.ok(performance.now() - started < 1000);
});
