//! What shows what is unread, and who has read.

use std::sync::Arc;

use cruddur::components::conversation_pane::ConversationPane;
use cruddur::components::groups_pane::GroupsPane;
use cruddur::components::page_heading::use_title;
use cruddur::routes::Place;
use cruddur_contract::GroupRow;
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos_router::components::Router;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, conversation, eventually, frame, group, message};

fn unread(count: u64) -> GroupsView {
    let row = |n, name, unread| {
        Arc::new(GroupRow {
            unread_count: Some(unread),
            ..(*group(n, name, "hello")).clone()
        })
    };
    GroupsView {
        rows: vec![row(1, "Bayko", count), row(2, "Londo", 0)],
        load: Load::Ready,
        ..GroupsView::default()
    }
}

#[wasm_bindgen_test]
async fn the_list_and_the_title_tell_how_much_is_unread() {
    #[component]
    fn Page() -> impl IntoView {
        use_title(|| "Messages".to_owned());
        let place = Memo::new(|_| Place::Groups);
        view! { <Router><GroupsPane place=place/></Router> }
    }
    let mounted = Mounted::mount(
        |signals| signals.publish_groups(unread(3)),
        || view! { <Page/> },
    );
    frame().await;
    let link = || mounted.text("a.group");
    assert!(link().ends_with(", 3 unread"), "{}", link());
    assert!(mounted.text(".groups-top").contains("3"));
    eventually("a title", || document().title().starts_with("(3) Messages")).await;
    mounted.signals.publish_groups(unread(0));
    frame().await;
    assert_eq!(mounted.count(".unread"), 0);
    eventually("a title", || document().title().starts_with("Messages")).await;
}

#[wasm_bindgen_test]
async fn the_line_and_the_receipt_stand_at_their_rows() {
    let shown = |first_unread: Option<&str>, seen: Option<usize>, people| {
        let view = conversation(Older::Beginning);
        view.map(|view| ConversationView {
            first_unread: first_unread.map(|row| RowKey(row.into())),
            seen: seen.map(|by| SeenView {
                row: RowKey("m1".into()),
                by,
            }),
            people,
            ..view
        })
    };
    let mounted = Mounted::mount(
        move |signals| {
            signals.conversation.set(shown(Some("m2"), Some(1), None));
            let rows = [message(1, true, "mine"), message(2, false, "theirs")];
            signals.publish_rows(rows.to_vec());
        },
        || view! { <ConversationPane/> },
    );
    frame().await;
    eventually("a line", || mounted.count("[role=separator]") == 1).await;
    let line = mounted.find("[role=separator]");
    assert_eq!(
        line.get_attribute("aria-label").as_deref(),
        Some("New messages")
    );
    let below = mounted.find("[role=separator] ~ article");
    assert_eq!(below.get_attribute("data-row").as_deref(), Some("m2"));
    // Above the name of a run, which belongs to the message.
    assert_eq!(mounted.count("[role=separator] + .run-start"), 1);
    let above = mounted.find("[data-row=m1] + .seen");
    assert_eq!(above.text_content().as_deref(), Some("Seen"));
    mounted
        .signals
        .conversation
        .set(shown(None, Some(2), Some(4)));
    eventually("no line", || mounted.count("[role=separator]") == 0).await;
    assert_eq!(mounted.text(".seen"), "Seen by 2");
}
