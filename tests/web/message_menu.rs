//! The menu of a message, and the keyboard in a transcript.

use cruddur_engine::event::Intent;
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::{HtmlElement, Range};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::{With, make, press_with};
use crate::support::{
    Mounted, eventually, focus_on, focused_text, frame, history, log, menu_items, message, press,
    row,
};

fn two() -> Vec<MessageView> {
    vec![message(1, false, "theirs"), message(2, true, "mine")]
}

fn focused() -> Option<leptos::web_sys::Element> {
    document().active_element()
}

/// A pointer event at an element. True when the browser would still do what it does by itself.
fn point(element: &HtmlElement, kind: &str, pointer: &str) -> bool {
    let event = make(
        "PointerEvent",
        kind,
        &[
            ("bubbles", true.into()),
            ("cancelable", true.into()),
            ("isPrimary", true.into()),
            ("pointerType", pointer.into()),
        ],
    );
    element.dispatch_event(&event).expect("a live element")
}

async fn open_by_button(mounted: &Mounted, row: &HtmlElement) {
    let button: HtmlElement = row
        .query_selector(".message-more")
        .expect("a selector")
        .expect("a button")
        .unchecked_into();
    assert_eq!(
        button.get_attribute("aria-label").as_deref(),
        Some("Message actions")
    );
    button.click();
    eventually("a menu", || mounted.try_find("[role=menu]").is_some()).await;
}

#[wasm_bindgen_test]
async fn its_items_are_what_can_be_done_with_the_message() {
    let mut of_seed_server = message(3, true, "no versions");
    of_seed_server.version = None;
    let mut deleted = message(4, true, "");
    deleted.deleted = true;
    deleted.version = None;
    let mut on_its_way = message(5, true, "on its way");
    on_its_way.state = DeliveryState::Sending;
    on_its_way.version = Some(0);
    let mut failed = message(6, true, "failed");
    failed.state = DeliveryState::NotSent(Trouble::Network);
    failed.version = Some(0);
    let messages = [two(), vec![of_seed_server, deleted, on_its_way, failed]].concat();
    let mounted = Mounted::conversation(messages).await;
    for (key, items) in [
        ("m1", &["Copy text"][..]),
        ("m2", &["Copy text", "Edit", "Delete"]),
        ("m3", &["Copy text"]),
        ("m5", &["Copy text", "Edit"]),
        ("m6", &["Copy text", "Edit", "Delete"]),
    ] {
        open_by_button(&mounted, &row(&mounted, key)).await;
        assert_eq!(menu_items(&mounted), items, "{key}");
        press(&mounted.find("[role=menuitem]"), "Escape");
        eventually("closed", || mounted.try_find("[role=menu]").is_none()).await;
    }
    assert!(
        row(&mounted, "m4")
            .query_selector(".message-more")
            .expect("a selector")
            .is_none()
    );
}

#[wasm_bindgen_test]
async fn its_button_appears_with_the_focus_and_moves_nothing() {
    let mounted = Mounted::conversation(two()).await;
    let bubble = mounted.find(".bubble");
    let place = || {
        let rect = bubble.get_bounding_client_rect();
        (rect.left(), rect.top(), rect.width(), rect.height())
    };
    let opacity = || {
        let button = mounted.find(".message-more");
        let style = window().get_computed_style(&button).expect("a style");
        style.and_then(|style| style.get_property_value("opacity").ok())
    };
    let before = place();
    assert_eq!(opacity().as_deref(), Some("0"));
    focus_on(&row(&mounted, "m1"));
    assert_eq!(opacity().as_deref(), Some("1"));
    assert_eq!(place(), before);
}

#[wasm_bindgen_test]
async fn one_tab_stop_leads_to_the_newest_message_and_arrows_move_from_there() {
    let mounted = Mounted::conversation(history(0, 4)).await;
    let log = log(&mounted);
    assert_eq!(log.get_attribute("tabindex").as_deref(), Some("0"));
    let _ = log.focus();
    eventually("the newest", || {
        focused().as_ref() == Some(row(&mounted, "m3").as_ref())
    })
    .await;
    eventually("Shift+Tab leaves", || {
        log.get_attribute("tabindex").as_deref() == Some("-1")
    })
    .await;
    for (key, to) in [
        ("ArrowUp", "m2"),
        ("ArrowUp", "m1"),
        ("ArrowDown", "m2"),
        ("Home", "m0"),
        ("ArrowUp", "m0"),
        ("End", "m3"),
        ("ArrowDown", "m3"),
        ("ArrowUp", "m2"),
    ] {
        let here: HtmlElement = focused().expect("a message").unchecked_into();
        assert!(!press(&here, key), "{key} must not scroll as well");
        assert_eq!(
            focused().as_ref(),
            Some(row(&mounted, to).as_ref()),
            "{key}"
        );
    }
    let _ = row(&mounted, "m2").blur();
    eventually("a stop again", || {
        log.get_attribute("tabindex").as_deref() == Some("0")
    })
    .await;
    let _ = log.focus();
    eventually("where it was", || {
        focused().as_ref() == Some(row(&mounted, "m2").as_ref())
    })
    .await;
}

#[wasm_bindgen_test]
async fn the_keyboard_reaches_messages_that_are_not_rendered() {
    let mounted = Mounted::conversation(history(0, 1000)).await;
    let _ = log(&mounted).focus();
    frame().await;
    let is_on = |key: &'static str| {
        move || {
            focused()
                .and_then(|it| it.get_attribute("data-row"))
                .as_deref()
                == Some(key)
        }
    };
    let press_on_focused = |key: &str| {
        press(&focused().expect("a message").unchecked_into(), key);
    };
    press_on_focused("Home");
    eventually("the first", is_on("m0")).await;
    press_on_focused("ArrowDown");
    eventually("the second", is_on("m1")).await;
    press_on_focused("End");
    eventually("the last", is_on("m999")).await;
    // Far from the screen, its neighbours are not rendered.
    crate::support::scroll_from_top(&mounted, 10_000);
    frame().await;
    frame().await;
    press_on_focused("ArrowUp");
    eventually("the one before the last", is_on("m998")).await;
    let place = row(&mounted, "m998").get_bounding_client_rect();
    let frame = log(&mounted).get_bounding_client_rect();
    assert!(
        place.top() >= frame.top() && place.bottom() <= frame.bottom(),
        "on screen"
    );
}

#[wasm_bindgen_test]
async fn keys_open_it_and_escape_gives_the_focus_back() {
    let mounted = Mounted::conversation(two()).await;
    let own = row(&mounted, "m2");
    let shift = With {
        shift: true,
        ..With::default()
    };
    for (key, with) in [
        ("Enter", With::default()),
        ("ContextMenu", With::default()),
        ("F10", shift),
    ] {
        focus_on(&own);
        assert!(!press_with(&own, key, with), "{key}");
        eventually("the first item", || focused_text() == "Copy text").await;
        press(&mounted.find("[role=menuitem]"), "Escape");
        eventually("closed", || mounted.try_find("[role=menu]").is_none()).await;
        assert_eq!(focused().as_ref(), Some(own.as_ref()), "{key}");
    }
}

#[wasm_bindgen_test]
async fn the_browsers_own_menu_stays_on_links_and_on_selected_text() {
    let text = "see https://example.org/ there";
    let mounted =
        Mounted::conversation(vec![message(1, false, text), message(2, true, "mine")]).await;
    let text = row(&mounted, "m2")
        .query_selector("p")
        .expect("a selector")
        .expect("a text");
    assert!(!point(text.unchecked_ref(), "contextmenu", "mouse"));
    eventually("a menu", || mounted.try_find("[role=menu]").is_some()).await;
    press(&mounted.find("[role=menuitem]"), "Escape");
    eventually("closed", || mounted.try_find("[role=menu]").is_none()).await;
    assert!(
        point(&mounted.find("article a"), "contextmenu", "mouse"),
        "a link"
    );
    let range = Range::new().expect("a range");
    range.select_node_contents(&text).expect("its text");
    let selection = window()
        .get_selection()
        .ok()
        .flatten()
        .expect("a selection");
    selection.remove_all_ranges().expect("nothing selected");
    selection.add_range(&range).expect("selected");
    assert!(
        point(text.unchecked_ref(), "contextmenu", "mouse"),
        "selected"
    );
    selection.remove_all_ranges().expect("nothing selected");
    frame().await;
    assert_eq!(mounted.count("[role=menu]"), 0);
}

#[wasm_bindgen_test]
async fn a_finger_that_rests_opens_it_and_one_that_scrolls_does_not() {
    let mounted = Mounted::conversation(two()).await;
    let bubble = mounted.find(".bubble");
    let wait = || async {
        let started = leptos::web_sys::js_sys::Date::now();
        eventually("a long press", || {
            leptos::web_sys::js_sys::Date::now() - started > 650.0
        })
        .await;
    };
    point(&bubble, "pointerdown", "touch");
    point(&bubble, "pointercancel", "touch");
    wait().await;
    assert_eq!(mounted.count("[role=menu]"), 0, "a finger that scrolls");
    point(&bubble, "pointerdown", "mouse");
    wait().await;
    assert_eq!(mounted.count("[role=menu]"), 0, "a mouse");
    point(&bubble, "pointerdown", "touch");
    wait().await;
    assert_eq!(mounted.count("[role=menu]"), 1);
    let lift = make(
        "Event",
        "touchend",
        &[("bubbles", true.into()), ("cancelable", true.into())],
    );
    assert!(
        !bubble.dispatch_event(&lift).expect("a live element"),
        "no click on an item"
    );
    assert_eq!(mounted.count("[role=menu]"), 1);
}

#[wasm_bindgen_test]
async fn it_stays_inside_of_the_pane_and_goes_with_what_it_is_for() {
    let mounted = Mounted::conversation(history(0, 60)).await;
    for key in ["m59", "m57", "m58"] {
        open_by_button(&mounted, &row(&mounted, key)).await;
        let menu = mounted.find(".menu--at").get_bounding_client_rect();
        let pane = mounted.find(".conversation").get_bounding_client_rect();
        assert!(
            menu.left() >= pane.left() && menu.right() <= pane.right(),
            "{key}"
        );
        assert!(
            menu.top() >= pane.top() && menu.bottom() <= pane.bottom(),
            "{key}"
        );
        press(&mounted.find("[role=menuitem]"), "Escape");
        eventually("closed", || mounted.try_find("[role=menu]").is_none()).await;
    }
    open_by_button(&mounted, &row(&mounted, "m58")).await;
    let mut rows = history(0, 60);
    rows[58].deleted = true;
    rows[58].version = None;
    mounted.signals.publish_rows(rows);
    eventually("gone", || mounted.try_find("[role=menu]").is_none()).await;
    frame().await;
    assert_ne!(focused().map(|it| it.tag_name()).as_deref(), Some("BODY"));
}

#[wasm_bindgen_test]
async fn delete_asks_nothing_says_that_it_can_be_undone_and_leaves_the_focus_on_the_message() {
    let mounted = Mounted::conversation(two()).await;
    let own = row(&mounted, "m2");
    focus_on(&own);
    press(&own, "Enter");
    eventually("open", || focused_text() == "Copy text").await;
    mounted.button("Delete").click();
    let key = || RowKey("m2".into());
    assert_eq!(mounted.taken(), [Intent::Delete(key())]);
    let mut deleted = message(2, true, "");
    deleted.deleted = true;
    deleted.version = None;
    deleted.edit = EditState::Undoable;
    mounted
        .signals
        .publish_rows(vec![message(1, false, "theirs"), deleted.clone()]);
    eventually("Undo", || mounted.try_find(".undo").is_some()).await;
    assert!(
        mounted
            .text("article:last-of-type")
            .contains("Message deleted")
    );
    assert_eq!(focused().as_ref(), Some(own.as_ref()));
    eventually("said", || {
        mounted
            .host
            .text_content()
            .unwrap_or_default()
            .contains("You can undo this for 5 seconds.")
    })
    .await;
    mounted.button("Undo").click();
    assert_eq!(mounted.taken(), [Intent::UndoDelete(key())]);
    // It cannot be undone any more, while the button has the focus.
    let height = own.get_bounding_client_rect().height();
    let _ = mounted.find(".undo").focus();
    deleted.edit = EditState::Saving;
    mounted
        .signals
        .publish_rows(vec![message(1, false, "theirs"), deleted]);
    eventually("the message has the focus", || {
        focused().as_ref() == Some(own.as_ref())
    })
    .await;
    assert_eq!(mounted.count(".undo"), 0);
    assert_eq!(
        own.get_bounding_client_rect().height(),
        height,
        "nothing moves"
    );
}

#[wasm_bindgen_test]
async fn what_was_not_sent_is_dropped() {
    let mut failed = message(1, true, "failed");
    failed.state = DeliveryState::NotSent(Trouble::Network);
    failed.version = Some(0);
    let mounted = Mounted::conversation(vec![failed]).await;
    open_by_button(&mounted, &row(&mounted, "m1")).await;
    let items = mounted
        .find("[role=menu]")
        .query_selector_all("button")
        .expect("a selector");
    let delete: HtmlElement = items.item(2).expect("an item").unchecked_into();
    delete.click();
    assert_eq!(mounted.taken(), [Intent::Discard(RowKey("m1".into()))]);
    assert_eq!(
        focused().as_ref(),
        Some(mounted.find("#composer-text").as_ref())
    );
}
