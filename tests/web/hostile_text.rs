//! What a person writes is text and nothing else.

use cruddur::components::message_text::MessageText;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::Mounted;

fn mounted(text: &str) -> Mounted {
    let text = text.to_owned();
    Mounted::mount(|_| {}, move || view! { <MessageText text=text/> })
}

#[wasm_bindgen_test]
fn markup_is_shown_as_it_was_written() {
    for text in [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "</p><h1>x</h1>",
        "&lt;b&gt; &amp; <b>",
        "<!-- x -->",
        "{{constructor}} ${1} javascript:alert(1)",
        "\u{202E}abc\u{0000}\u{FEFF}",
    ] {
        let mounted = mounted(text);
        assert_eq!(mounted.text("p"), text);
        assert_eq!(mounted.count("p *"), 0, "{text}");
        assert_eq!(mounted.count("*"), 1, "{text}");
    }
}

#[wasm_bindgen_test]
fn line_breaks_are_kept() {
    let mounted = mounted("one\ntwo\n\n  three");
    assert_eq!(mounted.find("p").inner_text(), "one\ntwo\n\n  three");
}

#[wasm_bindgen_test]
fn a_link_shows_its_whole_address_and_gives_nothing_away() {
    let mounted = mounted("see https://a.example/x?<y>=\"z\" and http://b.example");
    assert_eq!(mounted.count("a"), 2);
    let link = mounted.find("a");
    assert_eq!(link.get_attribute("href"), link.text_content());
    assert_eq!(
        link.get_attribute("rel").as_deref(),
        Some("noopener noreferrer nofollow")
    );
    assert_eq!(link.get_attribute("target").as_deref(), Some("_blank"));
}

#[wasm_bindgen_test]
fn no_address_but_web_and_mail_becomes_a_link() {
    for text in [
        "javascript:alert(1)",
        "JaVaScRiPt://x.example/%0aalert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
    ] {
        assert_eq!(mounted(text).count("a"), 0, "{text}");
    }
}
