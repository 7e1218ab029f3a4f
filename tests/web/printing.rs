//! Printing a conversation.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::window;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::make;
use crate::support::{Mounted, conversation, eventually, frame, history, message, to_bottom};

fn say(kind: &str) {
    let window = window().expect("a window");
    window
        .dispatch_event(&make("Event", kind, &[]))
        .expect("a live window");
}

#[wasm_bindgen_test]
async fn all_that_is_loaded_is_printed_and_long_messages_whole() {
    let mounted = Mounted::mount(
        move |signals| {
            signals.conversation.set(conversation(Older::Beginning));
            let mut rows = history(1, 200);
            rows.insert(0, message(0, false, &"a line\n".repeat(100)));
            signals.publish_rows(rows);
        },
        || view! { <ConversationPane/> },
    );
    frame().await;
    eventually("the newest", || to_bottom(&mounted) == 0).await;
    let before = mounted.count("article");
    assert!(before < 200, "the screen is bounded");
    say("beforeprint");
    eventually("every message", || mounted.count("article") == 200).await;
    let first = mounted.text("article .message-text");
    assert_eq!(first.lines().count(), 100, "not folded");
    say("afterprint");
    eventually("a bounded screen", || {
        mounted.count("article") <= before + 50
    })
    .await;
    frame().await;
    assert_eq!(to_bottom(&mounted), 0, "the place is kept");
}
