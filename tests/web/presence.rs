//! Who is online and who is typing, on the screen.

use cruddur::components::conversation_header::ConversationHeader;
use cruddur::components::group_link::GroupLink;
use cruddur::components::typing_line::TypingLine;
use cruddur_contract::{GroupRow, Member, PersonId, Timestamp};
use cruddur_engine::view::*;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, conversation, eventually, frame, group};

fn member(name: &str) -> Member {
    Member {
        user_uuid: PersonId(format!("p-{name}")),
        handle: name.to_lowercase(),
        display_name: name.into(),
        last_read_message_uuid: None,
        read_at: None,
    }
}

fn here(names: &[&str]) -> PresenceView {
    PresenceView {
        here: names.iter().map(|name| member(name)).collect(),
        online: names.iter().map(|name| member(name).user_uuid).collect(),
        ..PresenceView::default()
    }
}

fn typing(names: &[&str]) -> PresenceView {
    let mut view = PresenceView::default();
    for name in names {
        view.add_typist(&"g1".into(), name);
    }
    view
}

fn header(people: Option<usize>) -> Mounted {
    Mounted::mount(
        |_| {},
        move || {
            let (name, handle) = (
                |_: Option<&String>| "Bayko".to_owned(),
                |_: Option<&String>| "bayko".to_owned(),
            );
            view! { <ConversationHeader name=Memo::new(name) handle=Memo::new(handle) people=Memo::new(move |_| people)/> }
        },
    )
}

#[wasm_bindgen_test]
async fn those_who_are_online_are_listed_with_their_number() {
    let mounted = header(Some(3));
    frame().await;
    assert_eq!(mounted.count(".online-now"), 0, "nobody is");
    mounted.signals.presence.set(here(&["Bayko", "Londo"]));
    eventually("a list", || {
        mounted.count("ul[aria-label='Online now'] li") == 2
    })
    .await;
    assert_eq!(mounted.text("h2"), "Online now (2)");
    let button = mounted.button("Online now (2)");
    assert_eq!(button.text_content().as_deref(), Some("2"));
    let is_open = || mounted.find(".online-now").matches(":popover-open") == Ok(true);
    assert!(!is_open());
    button.click();
    assert!(is_open(), "a phone's list opens");
    assert_eq!(
        mounted.count(".person-avatar--online"),
        0,
        "a group has no dot"
    );
    mounted.signals.presence.set(PresenceView::default());
    eventually("nobody", || mounted.count(".online-now") == 0).await;
}

#[wasm_bindgen_test]
async fn of_two_people_the_other_has_a_dot_or_a_time_last_seen() {
    let mounted = header(None);
    mounted.signals.presence.set(here(&["Bayko"]));
    eventually("a dot", || mounted.count(".person-avatar--online") == 1).await;
    assert_eq!(mounted.text(".last-seen"), "");
    let now = Timestamp::from_micros(mounted.app.now.get_untracked() * 1_000).expect("in range");
    mounted.signals.presence.set(PresenceView {
        last_seen: Some(now),
        ..PresenceView::default()
    });
    eventually("a time", || {
        mounted.text(".last-seen").starts_with("Last seen ")
    })
    .await;
    assert_eq!(mounted.count(".person-avatar--online"), 0);
}

#[wasm_bindgen_test]
async fn who_types_is_said_in_one_line_and_announced_once_per_person() {
    let mounted = Mounted::mount(
        |signals| signals.conversation.set(conversation(Older::Beginning)),
        || view! { <TypingLine/> },
    );
    let line = || mounted.text(".typing-line");
    let said = || mounted.text("[aria-live=polite]");
    for (names, words) in [
        (&["Ann"][..], "Ann is typing…"),
        (&["Ann", "Bob"], "Ann and Bob are typing…"),
        (&["Ann", "Bob", "Cy"], "3 people are typing…"),
    ] {
        mounted.signals.presence.set(typing(names));
        eventually(words, || line() == words).await;
    }
    // Of each the newcomer alone.
    eventually("the last", || said() == "Cy is typing…").await;
    mounted.signals.presence.set(PresenceView::default());
    eventually("nobody", || line().is_empty()).await;
    mounted.signals.presence.set(typing(&["Ann"]));
    eventually("again", || line() == "Ann is typing…").await;
    frame().await;
    // The region is emptied before anything else is said.
    assert_eq!(said(), "Cy is typing…", "she was announced");
}

#[wasm_bindgen_test]
async fn a_row_of_the_list_has_a_dot_with_a_word_and_says_who_types_instead_of_the_preview() {
    let mounted = Mounted::mount(
        |_| {},
        || {
            let row = GroupRow {
                user_uuid: Some("p-Bayko".into()),
                ..(*group(1, "Bayko", "the last message")).clone()
            };
            let row = ArcRwSignal::new(Some(std::sync::Arc::new(row)));
            view! { <GroupLink group=row is_open=Signal::stored(false)/> }
        },
    );
    frame().await;
    assert_eq!(mounted.text(".group-name"), "Bayko");
    mounted.signals.presence.set(here(&["Bayko"]));
    eventually("a word", || mounted.text(".group-name") == "Bayko online").await;
    assert_eq!(mounted.count(".person-avatar--online"), 1);
    mounted.signals.presence.set(typing(&["Bayko"]));
    eventually("typing", || mounted.text(".typing") == "Bayko is typing…").await;
    assert_eq!(mounted.count(".group-preview--typing"), 1);
    assert_eq!(mounted.text(".group-name"), "Bayko");
}
