//! A conversation of any length: few elements, nothing moves, a burst is drawn frame by frame.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use cruddur::components::conversation_pane::ConversationPane;
use cruddur::runtime::Pending;
use cruddur_engine::changed::Changed;
use cruddur_engine::transcript::Change;
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{
    Mounted, conversation, eventually, frame, history, log, message, scroll_from_top, to_bottom,
};

async fn mounted(from: i64, to: i64) -> Mounted {
    let mounted = Mounted::mount(
        move |signals| {
            signals.conversation.set(conversation(Older::More));
            signals.publish_rows(history(from, to));
        },
        || view! { <ConversationPane/> },
    );
    frame().await;
    mounted
}

/// The elements and texts of the conversation.
fn nodes(mounted: &Mounted) -> usize {
    fn below(node: &leptos::web_sys::Node) -> usize {
        let children = node.child_nodes();
        let each = (0..children.length()).filter_map(|at| children.item(at));
        1 + each.map(|child| below(&child)).sum::<usize>()
    }
    below(&mounted.host)
}

fn bubbles(mounted: &Mounted) -> Vec<HtmlElement> {
    let found = mounted
        .host
        .query_selector_all(".bubble")
        .expect("a selector");
    (0..found.length())
        .filter_map(|at| found.item(at))
        .map(wasm_bindgen::JsCast::unchecked_into)
        .collect()
}

/// The first bubble that ends within the window: the start of its text, and its upper edge.
fn first_read(mounted: &Mounted) -> (String, f64) {
    let edge = log(mounted).get_bounding_client_rect().top();
    let bubble = bubbles(mounted)
        .into_iter()
        .find(|bubble| bubble.get_bounding_client_rect().bottom() > edge)
        .expect("a bubble on screen");
    (name(&bubble), bubble.get_bounding_client_rect().top())
}

/// The same once it is where it was a frame before.
async fn at_rest(mounted: &Mounted) -> (String, f64) {
    let mut before = first_read(mounted);
    loop {
        frame().await;
        let now = first_read(mounted);
        if now == before {
            return now;
        }
        before = now;
    }
}

fn name(bubble: &HtmlElement) -> String {
    let text = bubble.text_content().unwrap_or_default();
    text.split(':').next().unwrap_or_default().to_owned()
}

fn top_of(mounted: &Mounted, wanted: &str) -> f64 {
    let mut all = bubbles(mounted).into_iter();
    let bubble = all.find(|bubble| name(bubble) == wanted);
    bubble
        .unwrap_or_else(|| panic!("{wanted} on the page"))
        .get_bounding_client_rect()
        .top()
}

/// No hole on screen: rows from the window's upper edge to its lower one.
fn is_filled(mounted: &Mounted) -> bool {
    let frame = log(mounted).get_bounding_client_rect();
    let all = bubbles(mounted);
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return false;
    };
    first.get_bounding_client_rect().top() <= frame.top() + 200.0
        && last.get_bounding_client_rect().bottom() >= frame.bottom() - 200.0
}

#[wasm_bindgen_test]
async fn three_thousand_rows_at_once_are_few_nodes_and_open_at_the_newest() {
    let mounted = mounted(0, 3000).await;
    assert_eq!(to_bottom(&mounted), 0);
    assert!(is_filled(&mounted));
    assert_eq!(bubbles(&mounted).last().map(name), Some("2999".into()));
    let nodes = nodes(&mounted);
    console_log(&format!("nodes of 3,000 rows: {nodes}"));
    assert!(nodes <= 2000, "{nodes}");
}

#[wasm_bindgen_test]
async fn a_hundred_thousand_rows_are_as_few_nodes_and_one_more_is_one_row() {
    let mounted = mounted(0, 100_000).await;
    assert_eq!(to_bottom(&mounted), 0);
    assert_eq!(bubbles(&mounted).last().map(name), Some("99999".into()));
    let held = bubbles(&mounted).pop().expect("a row");
    let change = Change {
        before: 99_999,
        after: 0,
        rows: [
            history(99_998, 100_000),
            vec![message(100_000, false, "100000: new")],
        ]
        .concat(),
    };
    mounted.signals.publish_rows(change);
    frame().await;
    assert_eq!(to_bottom(&mounted), 0);
    assert_eq!(bubbles(&mounted).last().map(name), Some("100000".into()));
    assert!(held.is_connected(), "the row before it");
    let nodes = nodes(&mounted);
    console_log(&format!("nodes of 100,000 rows: {nodes}"));
    assert!(nodes <= 2000, "{nodes}");
}

#[wasm_bindgen_test]
async fn rows_paged_in_are_few_nodes_and_move_nothing() {
    let mounted = mounted(2950, 3000).await;
    for from in (0..2950).rev().step_by(50) {
        scroll_from_top(&mounted, 300);
        frame().await;
        let (read, before) = first_read(&mounted);
        mounted.signals.publish_rows(history(from, 3000));
        frame().await;
        let moved = top_of(&mounted, &read) - before;
        assert!(moved.abs() <= 1.0, "{read} moved by {moved} px at {from}");
    }
    let nodes = nodes(&mounted);
    console_log(&format!("nodes of 3,000 rows paged in: {nodes}"));
    assert!(nodes <= 2000, "{nodes}");
}

#[wasm_bindgen_test]
async fn scrolling_through_unseen_rows_moves_as_far_as_was_scrolled() {
    let mounted = mounted(0, 1000).await;
    for _ in 0..60 {
        let (read, before) = at_rest(&mounted).await;
        log(&mounted).scroll_by_with_x_and_y(0.0, -400.0);
        frame().await;
        // WebKit tells of a scroll when it likes: the frame measured may be the one before the place is
        // put right.
        eventually(&format!("{read} 400 px further down"), || {
            let moved = top_of(&mounted, &read) - before;
            (moved - 400.0).abs() <= 1.0 && is_filled(&mounted)
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn a_leap_to_anywhere_shows_rows_and_jump_to_newest_reaches_the_newest() {
    let mounted = mounted(0, 3000).await;
    for part in [0.5, 0.1, 0.9, 0.3] {
        let height = f64::from(log(&mounted).scroll_height());
        scroll_from_top(&mounted, (height * part) as i32);
        frame().await;
        frame().await;
        assert!(is_filled(&mounted), "at {part}");
        assert!(nodes(&mounted) <= 4000);
    }
    eventually("a button", || mounted.try_find(".jump").is_some()).await;
    mounted.find(".jump").click();
    frame().await;
    assert_eq!(to_bottom(&mounted), 0);
    assert_eq!(bubbles(&mounted).last().map(name), Some("2999".into()));
}

#[wasm_bindgen_test]
async fn what_has_the_focus_stays_however_far_it_is() {
    let mut rows = history(0, 1000);
    let mut failed = message(1000, true, "1000: hello");
    failed.state = DeliveryState::NotSent(Trouble::Network);
    rows.push(failed);
    let mounted = mounted(0, 1000).await;
    mounted.signals.publish_rows(rows);
    frame().await;
    let retry = mounted.button("Retry");
    let _ = retry.focus();
    scroll_from_top(&mounted, 10_000);
    frame().await;
    assert_eq!(document().active_element().as_ref(), Some(retry.as_ref()));
    let _ = retry.blur();
    scroll_from_top(&mounted, 12_000);
    frame().await;
    assert!(!retry.is_connected(), "without the focus it goes");
}

#[wasm_bindgen_test]
async fn a_thousand_messages_in_a_second_are_drawn_once_a_frame() {
    let mounted = Rc::new(mounted(0, 200).await);
    let rows = Rc::new(RefCell::new(history(0, 200)));
    let pending = Rc::new(Pending::default());
    let (published, longest) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0.0)));
    let clock = || window().performance().expect("a clock").now();
    let started = clock();
    let (mut frames, mut came) = (0, 200);
    while came < 1200 {
        let due = 200 + (clock() - started) as i64;
        while came < due.min(1200) {
            rows.borrow_mut()
                .push(message(came, false, &format!("{came}: news")));
            came += 1;
            let (mounted, rows, taken) =
                (Rc::clone(&mounted), Rc::clone(&rows), Rc::clone(&pending));
            let (published, longest) = (Rc::clone(&published), Rc::clone(&longest));
            let changed = Changed {
                conversation: true,
                ..Changed::default()
            };
            pending.note(changed, move || {
                assert!(taken.take().conversation);
                published.set(published.get() + 1);
                let before = clock();
                mounted.signals.publish_rows(rows.borrow().clone());
                longest.set(f64::max(longest.get(), clock() - before));
            });
        }
        frame().await;
        frames += 2;
    }
    frame().await;
    console_log(&format!(
        "{} publications in {frames} frames, the longest {} ms",
        published.get(),
        longest.get()
    ));
    assert!(published.get() <= frames + 2);
    assert_eq!(to_bottom(&mounted), 0);
    assert_eq!(bubbles(&mounted).last().map(name), Some("1199".into()));
    assert!(nodes(&mounted) <= 4000);
}

fn console_log(text: &str) {
    leptos::logging::log!("{text}");
}
