//! Typing while nothing has the focus that takes keys.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur_engine::view::Older;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::{With, press_with};
use crate::support::{Mounted, conversation, frame, history, press};

async fn mounted() -> Mounted {
    let mounted = Mounted::mount(
        |signals| {
            signals.conversation.set(conversation(Older::Beginning));
            signals.publish_rows(history(0, 3));
        },
        || {
            view! {
                <ConversationPane/>
                <button type="button" class="other">"Other"</button>
                <input class="search"/>
                <div role="menu"><button type="button" role="menuitem">"Item"</button></div>
            }
        },
    );
    frame().await;
    mounted
}

fn focused() -> Option<Element> {
    document().active_element()
}

fn is_composer(mounted: &Mounted) -> bool {
    focused().as_ref() == Some(mounted.find("textarea").as_ref())
}

#[wasm_bindgen_test]
async fn a_character_typed_on_a_heading_a_message_or_a_button_goes_to_the_composer() {
    let mounted = mounted().await;
    for selector in ["h1", "[role=log]", ".other"] {
        for key in ["a", "é", "1"] {
            let element: HtmlElement = mounted.find(selector);
            let _ = element.focus();
            assert!(press(&element, key), "the browser types {key}");
            assert!(is_composer(&mounted), "{key} on {selector}");
        }
    }
}

#[wasm_bindgen_test]
async fn keys_with_a_meaning_of_their_own_stay_where_they_are() {
    let mounted = mounted().await;
    let stays = |selector: &str, key: &str, with: With| {
        let element = mounted.find(selector);
        let _ = element.focus();
        press_with(&element, key, with);
        assert_eq!(
            focused().as_ref(),
            Some(element.as_ref()),
            "{key} on {selector}"
        );
    };
    for key in ["Tab", "Enter", "ArrowDown", " ", "Escape", "F5"] {
        stays(".other", key, With::default());
    }
    let ctrl = With {
        ctrl: true,
        ..With::default()
    };
    stays(".other", "c", ctrl);
    stays(".search", "a", With::default());
    stays("[role=menuitem]", "a", With::default());
}

#[wasm_bindgen_test]
async fn the_composer_says_who_one_writes_to() {
    let mounted = mounted().await;
    let described = mounted.find("textarea").get_attribute("aria-describedby");
    let described = described.expect("a description");
    let names: Vec<String> = described
        .split(' ')
        .filter_map(|id| mounted.try_find(&format!("#{id}")))
        .map(|element| element.text_content().unwrap_or_default())
        .collect();
    assert_eq!(names, ["Bayko", ""]);
}
