//! What stands in a transcript.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur_contract::ErrorCode;
use cruddur_engine::event::Intent;
use cruddur_engine::view::*;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, announcement, conversation, eventually, frame, message};

fn mounted(messages: Vec<MessageView>) -> Mounted {
    Mounted::mount(
        move |signals| {
            signals.conversation.set(conversation(Older::Beginning));
            signals.publish_rows(messages);
        },
        || view! { <ConversationPane/> },
    )
}

#[wasm_bindgen_test]
async fn a_failed_message_says_why_and_offers_a_way_out_and_the_focus_is_not_lost() {
    let mut failed = message(1, true, "hello");
    failed.state = DeliveryState::NotSent(Trouble::Refused(vec![ErrorCode::MessageBlank]));
    let mounted = mounted(vec![failed]);
    frame().await;
    eventually("Not sent", || mounted.text("article").contains("Not sent")).await;
    let retry = mounted.button("Retry");
    let _ = retry.focus();
    retry.click();
    assert_eq!(
        mounted.taken().last(),
        Some(&Intent::Retry(RowKey("m1".into())))
    );
    assert_eq!(
        document().active_element().as_ref(),
        Some(mounted.find("textarea").as_ref())
    );
    mounted.button("Delete").click();
    assert_eq!(
        mounted.taken().last(),
        Some(&Intent::Discard(RowKey("m1".into())))
    );
}

#[wasm_bindgen_test]
async fn a_message_that_is_held_up_and_one_the_server_failed_on_offer_the_same_ways_out() {
    let mut held_up = message(1, true, "hello");
    held_up.state = DeliveryState::Sending;
    let mounted = mounted(vec![held_up.clone()]);
    frame().await;
    eventually("Sending", || mounted.text("article").contains("Sending")).await;
    assert_eq!(
        mounted.count(".message-actions button"),
        0,
        "its first attempt"
    );
    held_up.waits = true;
    mounted.signals.publish_rows(vec![held_up.clone()]);
    eventually("buttons", || mounted.count(".message-actions button") == 2).await;
    mounted.button("Retry").click();
    mounted.button("Delete").click();
    let key = || RowKey("m1".into());
    assert_eq!(
        mounted.taken(),
        [Intent::Retry(key()), Intent::Discard(key())]
    );
    held_up.waits = false;
    held_up.state = DeliveryState::NotSent(Trouble::Server);
    mounted.signals.publish_rows(vec![held_up]);
    eventually("not yet", || {
        mounted.text("article").contains("Not sent yet")
    })
    .await;
    assert_eq!(mounted.count(".message-actions button"), 2);
}

#[wasm_bindgen_test]
async fn a_row_keeps_its_element_from_sending_to_sent() {
    let mut sending = message(1, true, "hello");
    sending.state = DeliveryState::Sending;
    let mounted = mounted(vec![sending.clone()]);
    frame().await;
    eventually("Sending", || mounted.text("article").contains("Sending")).await;
    let bubble = mounted.find(".bubble");
    sending.state = DeliveryState::Sent;
    mounted.signals.publish_rows(vec![sending]);
    eventually("no state", || !mounted.text("article").contains("Sending")).await;
    assert_eq!(mounted.find(".bubble"), bubble);
    assert_eq!(mounted.count("article"), 1);
}

#[wasm_bindgen_test]
async fn deleted_and_edited_are_words() {
    let mut edited = message(1, false, "hello");
    edited.edited_at = Some(edited.at);
    let mut deleted = message(2, false, "");
    deleted.deleted = true;
    let mounted = mounted(vec![edited, deleted]);
    eventually("two rows", || mounted.count("article") == 2).await;
    assert!(mounted.text("article:first-of-type").contains("Edited"));
    let title = mounted.find(".message-state").get_attribute("title");
    assert_ne!(title.unwrap_or_default(), "", "when it was edited");
    assert!(mounted.text("[role=log]").contains("Message deleted"));
}

#[wasm_bindgen_test]
async fn the_log_has_its_name_and_says_nothing_by_itself() {
    let mounted = mounted(vec![message(1, false, "hello")]);
    frame().await;
    let log = mounted.find("[role=log]");
    assert_eq!(
        log.get_attribute("aria-label").as_deref(),
        Some("Messages with Bayko")
    );
    assert_eq!(log.get_attribute("aria-live").as_deref(), Some("off"));
    assert!(
        mounted
            .text("[role=log]")
            .contains("This is the beginning of your conversation with Bayko.")
    );
    let name = mounted
        .find("article")
        .get_attribute("aria-label")
        .unwrap_or_default();
    assert!(name.starts_with("Bayko, "), "{name}");
}

#[wasm_bindgen_test]
async fn ones_own_messages_are_named_you() {
    let mounted = mounted(vec![message(1, true, "hello")]);
    frame().await;
    let name = mounted
        .find("article")
        .get_attribute("aria-label")
        .unwrap_or_default();
    assert!(name.starts_with("You, "), "{name}");
}

#[wasm_bindgen_test]
async fn new_messages_of_others_are_announced_in_one_go_and_then_no_more() {
    let mounted = mounted(vec![message(10, false, "ten")]);
    frame().await;
    let said = || mounted.text("[data-announcer]");
    assert_eq!(said(), "");
    for text in ["twelve", "thirteen"] {
        mounted.signals.announcements.set(vec![announcement(text)]);
        frame().await;
    }
    eventually("an announcement", || !said().is_empty()).await;
    assert_eq!(said(), "2 new messages from Bayko");
    mounted
        .signals
        .announcements
        .set(vec![announcement("fourteen")]);
    eventually("the next one", || said() == "Bayko: fourteen").await;
}

#[wasm_bindgen_test]
async fn the_same_words_once_more_are_announced_once_more() {
    let mounted = mounted(vec![message(10, false, "ten")]);
    frame().await;
    let said = || mounted.text("[data-announcer]");
    for _ in 0..2 {
        mounted.signals.announcements.set(vec![announcement("ok")]);
        // Emptied first: the same words would be no change.
        eventually("nothing", || said().is_empty()).await;
        eventually("an announcement", || said() == "Bayko: ok").await;
    }
}

#[wasm_bindgen_test]
async fn an_unknown_handle_is_shown_with_a_way_out() {
    let mounted = mounted(Vec::new());
    let mut nobody = conversation(Older::Beginning).expect("a conversation");
    nobody.key = ConversationKey::New("nobody".into());
    nobody.load = Load::Failed(Trouble::NotFound);
    mounted.signals.conversation.set(Some(nobody.clone()));
    eventually("a sentence", || {
        mounted.text("[role=alert]") == "Nobody has the username @nobody."
    })
    .await;
    assert!(mounted.try_find("textarea").is_none());
    assert_eq!(
        mounted.find("a.button").get_attribute("href").as_deref(),
        Some("/messages/new")
    );
    nobody.load = Load::Failed(Trouble::Refused(vec![ErrorCode::ReceiverIsSender]));
    mounted.signals.conversation.set(Some(nobody));
    eventually("a sentence", || {
        mounted.text("[role=alert]") == "You can't write to yourself."
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_page_that_failed_offers_to_try_again() {
    let mounted = mounted(Vec::new());
    let mut failed = conversation(Older::Beginning).expect("a conversation");
    failed.load = Load::Failed(Trouble::Network);
    mounted.signals.conversation.set(Some(failed));
    eventually("a sentence", || mounted.try_find(".error-box").is_some()).await;
    mounted.button("Try again").click();
    assert_eq!(mounted.taken().last(), Some(&Intent::Reload));
}

#[wasm_bindgen_test]
async fn each_day_begins_with_a_heading_and_midnight_changes_its_words() {
    let mounted = mounted(vec![
        message(0, false, "one"),
        message(1, false, "two"),
        message(400, false, "three"),
    ]);
    frame().await;
    assert_eq!(mounted.count("h2.day"), 2);
    let written = message(400, false, "").at.millis();
    mounted.signals.now.set(written);
    let last = || {
        let days = mounted
            .host
            .query_selector_all("h2.day")
            .expect("a selector");
        days.item(days.length() - 1)
            .and_then(|day| day.text_content())
            .unwrap_or_default()
    };
    eventually("Today", || last() == "Today").await;
    mounted.signals.now.set(written + 24 * 3_600_000);
    eventually("Yesterday", || last() == "Yesterday").await;
}
