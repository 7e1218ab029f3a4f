//! Copying from a transcript.

use leptos::prelude::*;
use leptos::web_sys::{ClipboardEvent, DataTransfer, Element, Node, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::make;
use crate::support::{Mounted, history, log, message};

/// The text node of the rendered message that begins so.
fn text(mounted: &Mounted, beginning: &str) -> Node {
    let texts = mounted
        .host
        .query_selector_all(".message-text")
        .expect("a selector");
    let text = (0..texts.length())
        .filter_map(|at| texts.item(at))
        .find(|text| {
            text.text_content()
                .unwrap_or_default()
                .starts_with(beginning)
        });
    text.and_then(|text| text.first_child())
        .expect("that message")
}

fn select(from: &Node, at: u32, to: &Node, end: u32) {
    let selection = window()
        .and_then(|window| window.get_selection().ok()?)
        .expect("a selection");
    selection
        .set_base_and_extent(from, at, to, end)
        .expect("in the document");
}

/// Copies what is selected: the text that the app puts on the clipboard, if it does.
fn copied(target: &Element) -> Option<String> {
    let data = DataTransfer::new().expect("a clipboard");
    let options = [
        ("bubbles", true.into()),
        ("cancelable", true.into()),
        ("clipboardData", data.into()),
    ];
    let event: ClipboardEvent = make("ClipboardEvent", "copy", &options).unchecked_into();
    let is_left = target.dispatch_event(&event).expect("a live element");
    let data = event.clipboard_data().expect("a clipboard");
    let text = data.get_data("text/plain").expect("a text");
    (!is_left).then_some(text)
}

/// Without the times, which depend on where the test runs.
fn without_times(text: &str) -> Vec<String> {
    let without = |line: &str| {
        let (name, rest) = line.split_once(", ").expect("a name");
        let (time, text) = rest.split_once(": ").expect("a time");
        assert!(time.contains(|c: char| c.is_ascii_digit()), "{line}");
        format!("{name}: {text}")
    };
    text.lines().map(without).collect()
}

#[wasm_bindgen_test]
async fn several_messages_are_copied_with_who_wrote_them_and_when() {
    let mut deleted = message(2, true, "");
    deleted.deleted = true;
    let mounted = Mounted::conversation(vec![
        message(1, false, "The first one"),
        deleted,
        message(3, true, "The third one"),
    ])
    .await;
    select(
        &text(&mounted, "The first"),
        4,
        &text(&mounted, "The third"),
        9,
    );
    let copied = copied(&log(&mounted)).expect("the app's own text");
    assert_eq!(
        without_times(&copied),
        [
            "Bayko: first one",
            "Andrew Brown: Message deleted",
            "Andrew Brown: The third"
        ]
    );
}

#[wasm_bindgen_test]
async fn a_part_of_one_message_is_copied_as_it_stands() {
    let mounted = Mounted::conversation(vec![
        message(1, false, "One"),
        message(2, true, "Two words"),
    ])
    .await;
    let two = text(&mounted, "Two");
    select(&two, 0, &two, 3);
    assert_eq!(copied(&log(&mounted)), None);
    // What is typed is no message, whatever else is selected.
    select(&text(&mounted, "One"), 0, &two, 3);
    assert_eq!(copied(&mounted.find("textarea")), None);
}

#[wasm_bindgen_test]
async fn select_all_copies_the_messages_that_are_not_rendered_too() {
    let mounted = Mounted::conversation(history(0, 200)).await;
    assert!(mounted.count("article") < 200, "some are not rendered");
    let selection = window()
        .and_then(|window| window.get_selection().ok()?)
        .expect("a selection");
    selection
        .select_all_children(&document().body().expect("a body"))
        .expect("a selection");
    let copied = copied(&document().body().expect("a body")).expect("the app's own text");
    let lines = without_times(&copied);
    assert_eq!(lines.len(), 200);
    assert!(lines[0].contains(": 0: One reads"), "{}", lines[0]);
    assert!(lines[199].contains(": 199: One reads"), "{}", lines[199]);
    selection.remove_all_ranges().expect("a selection");
}
