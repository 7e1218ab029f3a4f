//! The reader's place in a transcript.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur_engine::event::Intent;
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::{
    Mounted, announcement, conversation, eventually, frame, history, log, message, press,
    scroll_from_top, to_bottom, to_top,
};

async fn mounted(from: i64, older: Older) -> Mounted {
    let mounted = Mounted::mount(
        move |signals| {
            signals.conversation.set(conversation(older));
            signals.publish_rows(history(from, 200));
        },
        || view! { <ConversationPane/> },
    );
    frame().await;
    mounted
}

/// The upper edge of the bubble that begins with a number.
fn top_of(mounted: &Mounted, number: i64) -> f64 {
    find(mounted, number).expect("that message")
}

fn find(mounted: &Mounted, number: i64) -> Option<f64> {
    let bubbles = mounted
        .host
        .query_selector_all(".bubble")
        .expect("a selector");
    (0..bubbles.length())
        .filter_map(|at| bubbles.item(at))
        .map(wasm_bindgen::JsCast::unchecked_into::<HtmlElement>)
        .find(|bubble| {
            bubble
                .text_content()
                .unwrap_or_default()
                .starts_with(&format!("{number}:"))
        })
        .map(|bubble| bubble.get_bounding_client_rect().top())
}

/// The name of the button to the newest message, while it is there.
fn jump(mounted: &Mounted) -> Option<String> {
    mounted.try_find(".jump")?.get_attribute("aria-label")
}

async fn scroll_to(mounted: &Mounted, top: i32) {
    scroll_from_top(mounted, top);
    frame().await;
}

#[wasm_bindgen_test]
async fn it_opens_at_the_newest_and_stays_there_whatever_comes() {
    let mounted = mounted(150, Older::Beginning).await;
    assert!(
        log(&mounted).scroll_height() > 2 * log(&mounted).client_height(),
        "something to scroll"
    );
    assert_eq!(to_bottom(&mounted), 0);
    mounted.signals.publish_rows(history(150, 203));
    frame().await;
    assert_eq!(to_bottom(&mounted), 0);
    let _ = mounted.host.style().set_property("height", "400px");
    frame().await;
    assert_eq!(to_bottom(&mounted), 0);
    type_into(&mounted.find("textarea"), "1\n2\n3\n4\n5");
    frame().await;
    assert_eq!(to_bottom(&mounted), 0);
}

#[wasm_bindgen_test]
async fn at_the_bottom_it_stays_there_however_the_composer_changes_its_height() {
    let mounted = mounted(150, Older::Beginning).await;
    let field = mounted.find("textarea");
    for length in [
        900, 1_100, 0, 1_100, 300, 900, 40, 1_023, 100, 1_100, 900, 0,
    ] {
        type_into(&field, &"words and ".repeat(200)[..length]);
        for _ in 0..3 {
            frame().await;
            assert_eq!(to_bottom(&mounted), 0, "{length} characters");
            assert_eq!(mounted.count(".jump"), 0, "{length} characters");
        }
    }
}

#[wasm_bindgen_test]
async fn older_messages_put_in_above_do_not_move_the_text_being_read() {
    let mounted = mounted(150, Older::More).await;
    scroll_to(&mounted, 700).await;
    let read = 156;
    let before = top_of(&mounted, read);
    for from in [130, 100, 50] {
        mounted.signals.publish_rows(history(from, 200));
        frame().await;
        let moved = top_of(&mounted, read) - before;
        assert!(
            moved.abs() <= 1.0,
            "moved by {moved} px when {from} came in"
        );
    }
}

#[wasm_bindgen_test]
async fn a_scroll_between_the_change_and_the_next_frame_is_not_undone() {
    let mounted = mounted(150, Older::More).await;
    scroll_to(&mounted, 700).await;
    let before = top_of(&mounted, 156);
    mounted.signals.publish_rows(history(100, 200));
    leptos::task::tick().await;
    log(&mounted).set_scroll_top(log(&mounted).scroll_top() - 50);
    frame().await;
    let moved = top_of(&mounted, 156) - before;
    assert!((moved - 50.0).abs() <= 1.0, "moved by {moved} px");
}

#[wasm_bindgen_test]
async fn a_message_that_comes_in_moves_nothing_above_and_a_button_leads_to_it() {
    let mounted = mounted(150, Older::Beginning).await;
    scroll_to(&mounted, 900).await;
    let top = to_top(&mounted);
    eventually("a button", || {
        jump(&mounted).as_deref() == Some("Jump to newest")
    })
    .await;
    let mut more = history(150, 200);
    more.push(message(200, false, "200: new"));
    mounted.signals.publish_rows(more);
    mounted
        .signals
        .announcements
        .set(vec![announcement("200: new")]);
    eventually("told", || {
        jump(&mounted).as_deref() == Some("Jump to newest, 1 new message")
    })
    .await;
    assert_eq!(to_top(&mounted), top);
    mounted.find(".jump").click();
    frame().await;
    assert_eq!(to_bottom(&mounted), 0);
    eventually("no button", || mounted.try_find(".jump").is_none()).await;
}

#[wasm_bindgen_test]
async fn the_button_counts_what_came_while_the_reader_is_elsewhere() {
    let mounted = mounted(150, Older::Beginning).await;
    let came = |texts: &[&str]| {
        let all = texts.iter().map(|text| announcement(text)).collect();
        mounted.signals.announcements.set(all);
    };
    let shown = || jump(&mounted);
    came(&["read where it came in"]);
    frame().await;
    scroll_to(&mounted, 900).await;
    eventually("none yet", || shown().as_deref() == Some("Jump to newest")).await;
    came(&["one"]);
    eventually("one", || {
        shown().as_deref() == Some("Jump to newest, 1 new message")
    })
    .await;
    came(&["two", "three"]);
    eventually("three", || {
        shown().as_deref() == Some("Jump to newest, 3 new messages")
    })
    .await;
    assert_eq!(mounted.text(".jump"), "3");
    let button = mounted.button("Jump to newest, 3 new messages");
    // The same rows again, and history above them.
    mounted.signals.publish_rows(history(100, 200));
    frame().await;
    assert_eq!(shown().as_deref(), Some("Jump to newest, 3 new messages"));
    button.click();
    eventually("gone", || shown().is_none()).await;
    scroll_to(&mounted, 900).await;
    eventually("read", || shown().as_deref() == Some("Jump to newest")).await;
}

#[wasm_bindgen_test]
async fn sending_from_far_up_goes_to_the_newest() {
    let mounted = mounted(150, Older::Beginning).await;
    scroll_to(&mounted, 100).await;
    let field = mounted.find("textarea");
    type_into(&field, "hello");
    press(&field, "Enter");
    let mut more = history(150, 200);
    let mut sending = message(200, true, "200: hello");
    sending.state = DeliveryState::Sending;
    more.push(sending);
    mounted.signals.publish_rows(more);
    frame().await;
    assert_eq!(to_bottom(&mounted), 0);
}

#[wasm_bindgen_test]
async fn older_messages_are_asked_for_near_the_top_and_not_elsewhere() {
    let mounted = mounted(100, Older::More).await;
    let asked = |mounted: &Mounted| mounted.taken().contains(&Intent::LoadOlder);
    assert!(
        !asked(&mounted),
        "at the bottom of a long transcript nothing is asked for"
    );
    scroll_to(&mounted, 500).await;
    assert!(asked(&mounted));
    mounted
        .signals
        .conversation
        .set(conversation(Older::Loading));
    frame().await;
    mounted.taken();
    scroll_to(&mounted, 300).await;
    assert!(!asked(&mounted), "one page at a time");
}

#[wasm_bindgen_test]
async fn at_the_very_top_older_messages_come_in_above_the_screen() {
    let mounted = mounted(150, Older::More).await;
    scroll_to(&mounted, 0).await;
    let before = top_of(&mounted, 150);
    mounted.signals.publish_rows(history(120, 200));
    frame().await;
    assert!((top_of(&mounted, 150) - before).abs() <= 1.0);
}

#[wasm_bindgen_test]
async fn at_the_very_top_what_comes_and_goes_below_moves_nothing() {
    let mounted = mounted(150, Older::Beginning).await;
    scroll_to(&mounted, 0).await;
    let before = top_of(&mounted, 150);
    for to in [180, 200, 175, 190] {
        mounted.signals.publish_rows(history(150, to));
        frame().await;
        assert!((top_of(&mounted, 150) - before).abs() <= 1.0, "{to}");
    }
}

#[wasm_bindgen_test]
async fn the_state_above_the_oldest_message_moves_nothing() {
    let mounted = mounted(150, Older::More).await;
    scroll_to(&mounted, 300).await;
    let before = top_of(&mounted, 152);
    for older in [
        Older::Loading,
        Older::More,
        Older::Failed(Trouble::Network),
        Older::Beginning,
    ] {
        mounted
            .signals
            .conversation
            .set(conversation(older.clone()));
        frame().await;
        assert!((top_of(&mounted, 152) - before).abs() <= 1.0, "{older:?}");
    }
}

#[wasm_bindgen_test]
async fn another_conversation_opens_at_its_newest_message() {
    let mounted = mounted(150, Older::Beginning).await;
    scroll_to(&mounted, 200).await;
    mounted
        .signals
        .announcements
        .set(vec![announcement("in the one before")]);
    eventually("a count", || {
        jump(&mounted).as_deref() == Some("Jump to newest, 1 new message")
    })
    .await;
    let mut other = conversation(Older::Beginning).expect("a conversation");
    other.key = ConversationKey::Group("g2".into());
    let mut rows = history(0, 40);
    for row in &mut rows {
        row.key = RowKey(format!("other-{}", row.key.0));
    }
    mounted.signals.conversation.set(Some(other));
    mounted.signals.publish_rows(rows);
    frame().await;
    assert_eq!(to_bottom(&mounted), 0);
    scroll_to(&mounted, 200).await;
    eventually("no count", || {
        jump(&mounted).as_deref() == Some("Jump to newest")
    })
    .await;
}

#[wasm_bindgen_test]
async fn it_goes_to_a_row_far_away_and_tells_where_the_reader_is() {
    let mounted = mounted(0, Older::Beginning).await;
    let position = |row: &str, offset| ReadingPosition {
        row: RowKey(row.into()),
        offset,
    };
    for (row, number) in [("m15", 15), ("m100", 100), ("m3", 3)] {
        let mut view = conversation(Older::Beginning);
        if let Some(view) = &mut view {
            view.position = Some(position(row, -7));
        }
        mounted.signals.conversation.set(view);
        let there = || {
            let top = log(&mounted).get_bounding_client_rect().top();
            find(&mounted, number).is_some_and(|at| (at - top + 7.0).abs() <= 1.0)
        };
        eventually(row, there).await;
        frame().await;
        assert!(there(), "{row} stays");
    }
    let told = || match mounted
        .taken()
        .into_iter()
        .rev()
        .find(|it| matches!(it, Intent::Position(_)))
    {
        Some(Intent::Position(told)) => told,
        _ => None,
    };
    eventually("told", || told() == Some(position("m3", -7))).await;
    log(&mounted).set_scroll_top(0);
    eventually("told at the bottom", || told().is_none()).await;
}
