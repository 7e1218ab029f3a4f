//! Long messages.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur_engine::view::*;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, conversation, eventually, frame, log, message};

fn lines(count: usize) -> String {
    let lines: Vec<String> = (0..count).map(|n| format!("line {n}")).collect();
    lines.join("\n")
}

async fn mounted() -> Mounted {
    let mounted = Mounted::mount(
        move |signals| {
            signals.conversation.set(conversation(Older::Beginning));
            signals.publish_rows(vec![
                message(1, false, "Before"),
                message(2, false, &lines(120)),
            ]);
        },
        || view! { <ConversationPane/> },
    );
    frame().await;
    eventually("the long one", || mounted.count("article") == 2).await;
    frame().await;
    mounted
}

fn long_text(mounted: &Mounted) -> String {
    mounted.text("article:last-of-type .message-text")
}

fn top_of_long(mounted: &Mounted) -> f64 {
    mounted
        .find("article:last-of-type .bubble")
        .get_bounding_client_rect()
        .top()
}

#[wasm_bindgen_test]
async fn a_long_message_shows_its_beginning_and_the_rest_when_asked() {
    let mounted = mounted().await;
    assert!(long_text(&mounted).ends_with("line 19…"));
    assert!(
        log(&mounted).scroll_height() < 900,
        "no more than a screen or two"
    );
    let button = mounted.find(".fold");
    assert_eq!(button.inner_text(), "Show more");
    assert_eq!(
        button.get_attribute("aria-expanded").as_deref(),
        Some("false")
    );
    let _ = button.focus();
    // WebKit scrolls to what has the focus after its next layout only.
    frame().await;
    let top = top_of_long(&mounted);
    button.click();
    eventually("all of it", || long_text(&mounted).ends_with("line 119")).await;
    frame().await;
    assert_eq!(button.inner_text(), "Show less");
    assert_eq!(
        button.get_attribute("aria-expanded").as_deref(),
        Some("true")
    );
    assert_eq!(document().active_element().as_ref(), Some(button.as_ref()));
    let moved = top_of_long(&mounted) - top;
    assert!(moved.abs() < 1.0, "moved by {moved}");

    // Whatever else comes, what the reader opened stays open.
    mounted.signals.publish_rows(vec![
        message(1, false, "Before"),
        message(2, false, &lines(120)),
        message(3, false, "News"),
    ]);
    eventually("the news", || mounted.count("article") == 3).await;
    assert!(mounted.text("[role=log]").contains("line 119"));

    mounted.find(".fold").click();
    eventually("the beginning", || {
        !mounted.text("[role=log]").contains("line 119")
    })
    .await;
    frame().await;
    frame().await;
    let (button, frame) = (
        mounted.find(".fold").get_bounding_client_rect(),
        log(&mounted).get_bounding_client_rect(),
    );
    assert!(
        button.top() >= frame.top() && button.bottom() <= frame.bottom() + 1.0,
        "the button is on screen"
    );
}
