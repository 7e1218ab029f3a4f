//! Where messages are missing.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur_engine::event::Intent;
use cruddur_engine::view::*;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Stage, conversation, eventually, frame, history, log, message};

fn with_gap(before: i64, after: i64) -> Vec<MessageView> {
    let mut rows = history(0, before);
    rows.extend(history(after, 60));
    rows[before as usize].gap_before = true;
    rows
}

async fn stage() -> Stage {
    let stage = Stage::mount(
        |published| {
            published.conversation.set(conversation(Older::Beginning));
            published.publish_rows(with_gap(50, 55));
        },
        || view! { <ConversationPane/> },
    );
    frame().await;
    stage
}

/// What stands beside each other in the transcript, each by its first word.
fn words(stage: &Stage) -> Vec<String> {
    let found = stage
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
    let stage = stage().await;
    let shown = words(&stage);
    assert!(shown.ends_with(&["49", "Loading", "55", "56", "57", "58", "59"].map(String::from)));
    assert!(stage.text("[role=log]").contains("Loading messages…"));
    stage.button("Try again").click();
    assert_eq!(stage.taken().last(), Some(&Intent::Reload));
}

#[wasm_bindgen_test]
async fn a_gap_that_is_filled_goes_and_the_message_below_it_stays_where_it_is() {
    let stage = stage().await;
    log(&stage).scroll_by_with_x_and_y(0.0, -60.0);
    frame().await;
    let last = || {
        let found = stage
            .host
            .query_selector_all(".bubble")
            .expect("a selector");
        let bubble = found.item(found.length() - 1).expect("a bubble");
        let bubble: leptos::web_sys::Element = wasm_bindgen::JsCast::unchecked_into(bubble);
        bubble.get_bounding_client_rect().top()
    };
    let before = last();
    stage.published.publish_rows(with_gap(53, 55));
    frame().await;
    assert!(
        words(&stage).contains(&"Loading".to_owned()),
        "not all came"
    );
    stage.published.publish_rows(history(0, 60));
    eventually("no gap", || !words(&stage).contains(&"Loading".to_owned())).await;
    frame().await;
    assert!(
        (last() - before).abs() <= 1.0,
        "moved by {}",
        last() - before
    );
    let all = (50..60).map(|n| n.to_string()).collect::<Vec<_>>();
    assert!(words(&stage).ends_with(&all));
}

#[wasm_bindgen_test]
async fn a_gap_is_no_news_and_has_no_count() {
    let stage = stage().await;
    log(&stage).set_scroll_top(0);
    frame().await;
    let mut rows = history(0, 60);
    rows.push(message(60, true, "60: mine"));
    stage.published.publish_rows(rows);
    frame().await;
    assert_eq!(stage.text(".jump"), "Jump to newest");
}
