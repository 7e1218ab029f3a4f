//! What stays true in a page that a translator works on. As Google's does, it moves each text node into elements of
//! its own, changes it there, and leaves alone what is marked `translate="no"`.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur::components::group_link::GroupLink;
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::{Element, Node};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, conversation, frame, group, history};

/// Translates all that is below an element.
fn translate(element: &Element) {
    let nodes = element.child_nodes();
    let nodes: Vec<Node> = (0..nodes.length())
        .filter_map(|at| nodes.item(at))
        .collect();
    for node in nodes {
        match node.dyn_into::<Element>() {
            Ok(child) => translate(&child),
            Err(node) if node.node_type() == Node::TEXT_NODE => translate_text(element, &node),
            Err(_) => {}
        }
    }
}

fn translate_text(parent: &Element, text: &Node) {
    let [outer, inner] =
        ["font"; 2].map(|name| document().create_element(name).expect("an element"));
    let _ = parent.replace_child(&outer, text);
    let _ = outer.append_child(&inner);
    let _ = inner.append_child(text);
    if parent
        .closest("[translate=no]")
        .expect("a selector")
        .is_none()
    {
        let translated = format!("«{}»", text.text_content().unwrap_or_default());
        inner.set_text_content(Some(&translated));
    }
}

#[wasm_bindgen_test]
async fn the_heading_names_whom_one_writes_to_after_the_page_was_translated() {
    let mounted = Mounted::mount(
        |signals| {
            signals.conversation.set(conversation(Older::Beginning));
            signals.connection.set(ConnectionStatus::Reconnecting);
            signals.publish_rows(history(0, 3));
        },
        || view! { <ConversationPane/> },
    );
    frame().await;
    translate(&mounted.host);
    assert_eq!(mounted.text("h1"), "Bayko", "a name is not translated");
    assert_eq!(mounted.text("[role=status]"), "«Reconnecting…»");

    let mut other = conversation(Older::Beginning).expect("one");
    other.key = ConversationKey::Group("g2".into());
    other.display_name = "Londo Mollari".into();
    other.handle = "londo".into();
    mounted.signals.conversation.set(Some(other));
    mounted.signals.connection.set(ConnectionStatus::Offline);
    frame().await;
    assert_eq!(mounted.text("h1"), "Londo Mollari");
    assert_eq!(mounted.text(".pane-subtitle"), "@londo");
    assert_eq!(mounted.text(".pane-header .avatar"), "L");
    assert_eq!(mounted.text("[role=status]"), "Offline");

    let mut edited = history(0, 3);
    edited[2].text = "2: now https://a.example/ instead".into();
    mounted.signals.publish_rows(edited);
    frame().await;
    let text = mounted.text("article:last-of-type .message-text");
    assert_eq!(text, "2: now https://a.example/ instead");
}

#[wasm_bindgen_test]
async fn a_row_of_the_list_shows_its_person_and_message_after_the_page_was_translated() {
    let row = RwSignal::new(Some(group(1, "Bayko", "hello")));
    let mounted = Mounted::mount(
        |_| {},
        move || view! { <GroupLink group=row.into() is_open=Signal::stored(false)/> },
    );
    translate(&mounted.host);
    assert_eq!(mounted.text(".group-name"), "Bayko");
    assert_eq!(mounted.text(".group-preview"), "«hello»");
    row.set(Some(group(1, "Londo", "greetings")));
    frame().await;
    assert_eq!(mounted.text(".group-name"), "Londo");
    assert_eq!(mounted.text(".group-preview"), "greetings");
    assert_eq!(mounted.text(".group .avatar"), "L");
}
