//! How dense a transcript is, and that nothing in it moves or covers anything.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::{DomRect, HtmlElement};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{
    Mounted, conversation, eventually, frame, history, message, row, scroll_from_top,
};

async fn mounted(people: Option<usize>, messages: Vec<MessageView>) -> Mounted {
    let mounted = Mounted::mount(
        move |signals| {
            let mut view = conversation(Older::Beginning);
            if let Some(view) = &mut view {
                view.people = people;
            }
            signals.conversation.set(view);
            signals.publish_rows(messages);
        },
        || view! { <ConversationPane/> },
    );
    frame().await;
    mounted
}

fn rect(element: &HtmlElement) -> DomRect {
    element.get_bounding_client_rect()
}

fn bubble(mounted: &Mounted, key: &str) -> DomRect {
    rect(&mounted.find(&format!("[data-row='{key}'] > .bubble")))
}

/// Two runs, of two and three messages.
fn runs() -> Vec<MessageView> {
    [(0, false), (1, false), (2, true), (3, true), (4, true)]
        .map(|(n, mine)| message(n, mine, "A line"))
        .to_vec()
}

#[wasm_bindgen_test]
async fn a_message_of_one_line_costs_40_to_48_pixels_with_its_time_in_that_line() {
    let mounted = mounted(None, runs()).await;
    for (before, after, between) in [("m0", "m1", 2.0), ("m1", "m2", 8.0), ("m2", "m3", 2.0)] {
        let (above, below) = (bubble(&mounted, before), bubble(&mounted, after));
        assert_eq!(
            below.top() - above.bottom(),
            between,
            "{before} and {after}"
        );
        let cost = below.top() - above.top();
        assert!((40.0..=48.0).contains(&cost), "{cost}");
    }
    let text = rect(&mounted.find("[data-row=m0] .message-text"));
    let time = rect(&mounted.find("[data-row=m0] .time"));
    assert!(
        time.left() >= text.right()
            && time.top() >= text.top()
            && time.bottom() <= text.bottom() + 4.0
    );
    assert!(time.right() <= bubble(&mounted, "m0").right());
}

#[wasm_bindgen_test]
async fn a_text_as_wide_as_its_bubble_has_the_time_below_it() {
    let wide = "words ".repeat(60);
    let mounted = mounted(
        None,
        vec![message(0, false, &wide), message(1, true, &"W".repeat(300))],
    )
    .await;
    for key in ["m0", "m1"] {
        let bubble = bubble(&mounted, key);
        let time = rect(&mounted.find(&format!("[data-row={key}] .time")));
        assert!(
            time.right() <= bubble.right() && time.bottom() <= bubble.bottom(),
            "{key}"
        );
    }
}

#[wasm_bindgen_test]
async fn two_people_need_no_names_and_in_a_group_each_run_has_one() {
    let mounted = mounted(None, runs()).await;
    assert_eq!(mounted.count(".log .avatar"), 0);
    assert!(!mounted.text(".log-rows").contains("BaykoA"));
    let plain = bubble(&mounted, "m0").left();
    let mut group = conversation(Older::Beginning).expect("a conversation");
    group.people = Some(3);
    mounted.signals.conversation.set(Some(group));
    eventually("an avatar", || mounted.count(".log .avatar") == 1).await;
    assert_eq!(mounted.text(".run-start bdi"), "Bayko");
    let avatar = rect(&mounted.find(".log .avatar"));
    assert!(
        avatar.right() <= bubble(&mounted, "m0").left(),
        "beside the bubble"
    );
    assert!(avatar.left() >= plain - 1.0, "inside of the column");
}

#[wasm_bindgen_test]
async fn neither_sending_nor_saving_nor_the_focus_changes_a_row() {
    let mut own = message(0, true, "A line");
    own.state = DeliveryState::Sending;
    let mounted = mounted(None, vec![own.clone(), message(1, true, "Another")]).await;
    let place = || {
        let place = bubble(&mounted, "m0");
        (place.left(), place.top(), place.right(), place.bottom())
    };
    let before = place();
    assert!(mounted.text("[data-row=m0]").contains("Sending"));
    own.state = DeliveryState::Sent;
    mounted
        .signals
        .publish_rows(vec![own.clone(), message(1, true, "Another")]);
    eventually("sent", || {
        !mounted.text("[data-row=m0]").contains("Sending")
    })
    .await;
    assert_eq!(place(), before);
    let message = row(&mounted, "m0");
    message.set_tab_index(-1);
    let _ = message.focus();
    assert_eq!(place(), before);
    let content = window()
        .get_computed_style_with_pseudo_elt(&message, "::after")
        .expect("a style")
        .and_then(|style| style.get_property_value("content").ok());
    let full = message.get_attribute("data-time").unwrap_or_default();
    // Firefox gives the name of the attribute.
    let is_full = |content: String| content.contains(&full) || content.contains("data-time");
    assert!(
        !full.is_empty() && content.is_some_and(is_full),
        "the whole time"
    );
}

#[wasm_bindgen_test]
async fn the_button_to_the_newest_is_round_and_covers_no_text() {
    for width in [320, 360, 500, 768, 900, 1280] {
        let mounted = mounted(None, history(0, 60)).await;
        let _ = mounted
            .host
            .style()
            .set_property("width", &format!("{width}px"));
        frame().await;
        scroll_from_top(&mounted, 900);
        eventually("a button", || mounted.try_find(".jump").is_some()).await;
        frame().await;
        let button = rect(&mounted.find(".jump"));
        assert_eq!((button.width(), button.height()), (44.0, 44.0));
        let log = rect(&mounted.find(".log"));
        let bubbles = mounted
            .host
            .query_selector_all(".bubble")
            .expect("a selector");
        for at in 0..bubbles.length() {
            let text: HtmlElement = bubbles.item(at).expect("a bubble").unchecked_into();
            let text = rect(&text);
            // What of it is on screen.
            let bottom = text.bottom().min(log.bottom());
            let apart = text.right() <= button.left()
                || text.left() >= button.right()
                || bottom <= button.top()
                || text.top() >= button.bottom();
            assert!(apart || bottom <= log.top(), "at {width} px");
        }
        let composer = rect(&mounted.find(".composer-field"));
        assert!(button.bottom() <= composer.top(), "at {width} px");
    }
}
