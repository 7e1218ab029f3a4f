//! Where messages are missing.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur_engine::event::Intent;
use cruddur_engine::view::*;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{
    Mounted, conversation, eventually, frame, history, log, message, scroll_from_top,
};

fn with_gap(before: i64, after: i64) -> Vec<MessageView> {
    let mut rows = history(0, before);
    rows.extend(history(after, 60));
    rows[before as usize].gap_before = true;
    rows
}

async fn mounted() -> Mounted {
    let mounted = Mounted::mount(
        |signals| {
            signals.conversation.set(conversation(Older::Beginning));
            signals.publish_rows(with_gap(50, 55));
        },
        || view! { <ConversationPane/> },
    );
    frame().await;
    mounted
}

/// What stands beside each other in the transcript, each by its first word.
fn words(mounted: &Mounted) -> Vec<String> {
    let found = mounted
        .host
        .query_selector_all("[role=log] .bubble, [role=log] .older-mark");
    let found = found.expect("a selector");
    (0..found.length())
        .filter_map(|at| found.item(at)?.text_content())
        .map(|text| text.split([':', ' ']).next().unwrap_or_default().to_owned())
        .collect()
}

#[wasm_bindgen_test]
async fn a_gap_is_a_row_between_messages_and_can_be_asked_for() {
    let mounted = mounted().await;
    let shown = words(&mounted);
    assert!(shown.ends_with(&["49", "Loading", "55", "56", "57", "58", "59"].map(String::from)));
    assert!(mounted.text("[role=log]").contains("Loading messages…"));
    mounted.button("Try again").click();
    assert_eq!(mounted.taken().last(), Some(&Intent::Reload));
}

#[wasm_bindgen_test]
async fn a_gap_that_is_filled_goes_and_the_message_below_it_stays_where_it_is() {
    let mounted = mounted().await;
    log(&mounted).scroll_by_with_x_and_y(0.0, -60.0);
    frame().await;
    let last = || {
        let found = mounted
            .host
            .query_selector_all(".bubble")
            .expect("a selector");
        let bubble = found.item(found.length() - 1).expect("a bubble");
        let bubble: leptos::web_sys::Element = wasm_bindgen::JsCast::unchecked_into(bubble);
        bubble.get_bounding_client_rect().top()
    };
    let before = last();
    mounted.signals.publish_rows(with_gap(53, 55));
    frame().await;
    assert!(
        words(&mounted).contains(&"Loading".to_owned()),
        "not all came"
    );
    mounted.signals.publish_rows(history(0, 60));
    eventually("no gap", || {
        !words(&mounted).contains(&"Loading".to_owned())
    })
    .await;
    frame().await;
    assert!(
        (last() - before).abs() <= 1.0,
        "moved by {}",
        last() - before
    );
    let all = (50..60).map(|n| n.to_string()).collect::<Vec<_>>();
    assert!(words(&mounted).ends_with(&all));
}

#[wasm_bindgen_test]
async fn a_gap_is_not_announced_and_has_no_count() {
    let mounted = mounted().await;
    scroll_from_top(&mounted, 0);
    frame().await;
    let mut rows = history(0, 60);
    rows.push(message(60, true, "60: mine"));
    mounted.signals.publish_rows(rows);
    frame().await;
    let name = mounted.find(".jump").get_attribute("aria-label");
    assert_eq!(name.as_deref(), Some("Jump to newest"));
}
