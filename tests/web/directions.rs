//! Lines and names in scripts of both directions.

use cruddur::components::message_text::MessageText;
use cruddur::components::page_heading::PageHeading;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use leptos::web_sys::js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::Mounted;

/// Where the UTF-16 unit at this place of the element's text stands, CSS pixels from the left.
fn left_of(element: &HtmlElement, at: usize) -> f64 {
    let measure = Function::new_with_args(
        "element, at",
        "const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
         let text = texts.nextNode();
         while (at >= text.length) { at -= text.length; text = texts.nextNode(); }
         const range = document.createRange();
         range.setStart(text, at);
         range.setEnd(text, at + 1);
         // WebKit adds rectangles without a width where another line or direction touches.
         return [...range.getClientRects()].find((box) => box.width > 0).left;",
    );
    let left = measure.call2(&JsValue::NULL, element, &JsValue::from(at as u32));
    left.ok().and_then(|left| left.as_f64()).expect("a measure")
}

/// Whether the last character of a line stands right of its first.
fn reads_to_the_right(element: &HtmlElement, text: &str, line: usize) -> bool {
    let before: usize = text
        .split('\n')
        .take(line)
        .map(|line| line.encode_utf16().count() + 1)
        .sum();
    let length = text
        .split('\n')
        .nth(line)
        .map_or(0, |line| line.encode_utf16().count());
    left_of(element, before + length - 1) > left_of(element, before)
}

#[wasm_bindgen_test]
fn each_line_of_a_message_has_its_own_direction() {
    let (hebrew, english) = ("שלום עולם.", "Hello world.");
    for (text, to_the_right) in [
        (format!("{hebrew}\n{english}"), [false, true]),
        (format!("{english}\n{hebrew}"), [true, false]),
    ] {
        let written = text.clone();
        let mounted = Mounted::mount(
            |_| {},
            move || {
                view! { <div class="bubble"><MessageText text=written/></div> }
            },
        );
        let line = mounted.find(".message-text");
        for (at, expected) in to_the_right.into_iter().enumerate() {
            assert_eq!(
                reads_to_the_right(&line, &text, at),
                expected,
                "line {at} of {text}"
            );
        }
    }
}

#[wasm_bindgen_test]
fn an_address_reads_from_left_to_right_and_does_not_turn_its_line() {
    let text = "https://a.example/x/ שלום.";
    let mounted = Mounted::mount(
        |_| {},
        move || {
            view! { <div class="bubble"><MessageText text=text/></div> }
        },
    );
    let link = mounted.find("a");
    let address = "https://a.example/x/";
    assert!(
        reads_to_the_right(&link, address, 0),
        "the slash at its end"
    );
    let line = mounted.find(".message-text");
    assert!(!reads_to_the_right(&line, text, 0), "the full stop is left");
}

#[wasm_bindgen_test]
fn a_name_in_a_heading_has_its_own_direction_and_the_headings_place() {
    let heading = |name: &'static str| {
        Mounted::mount(
            |_| {},
            move || view! { <PageHeading text=name class="pane-title"/> },
        )
    };
    let hebrew = heading("דני (1)");
    let title = hebrew.find("h1");
    assert!(!reads_to_the_right(&title, "דני (1)", 0));
    let left_edge = title.get_bounding_client_rect().left();
    assert!(
        left_of(&title, 6) - left_edge < 2.0,
        "at the left, as names of Latin letters"
    );
}
