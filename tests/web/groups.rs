//! Starting groups and looking after them.

use cruddur::components::closed_notice::ClosedNotice;
use cruddur::components::group_details::DetailsButton;
use cruddur::components::people_search::PeopleSearch;
use cruddur_contract::{ErrorCode, Person};
use cruddur_engine::event::{GroupIntent, Intent};
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::people::conversation;
use crate::support::{Mounted, eventually, frame, me, press};

const FIELD: &str = "[role=combobox]";

async fn search() -> Mounted {
    let mounted = Mounted::mount(
        |signals| signals.session.set(me()),
        || view! { <PeopleSearch/> },
    );
    frame().await;
    mounted
}

/// The search finds this person.
async fn find(mounted: &Mounted, handle: &str) {
    type_into(&mounted.find(FIELD), handle);
    mounted.signals.people.set(PeopleView {
        query: handle.into(),
        people: Some(vec![Person {
            uuid: handle.into(),
            handle: handle.into(),
            display_name: handle.to_uppercase(),
        }]),
        ..PeopleView::default()
    });
    eventually("the person", || mounted.count("[role=option]") == 1).await;
}

async fn pick(mounted: &Mounted, handle: &str) {
    find(mounted, handle).await;
    let field = mounted.find(FIELD);
    press(&field, "ArrowDown");
    press(&field, " ");
    let chip = format!("[aria-label='Remove {}']", handle.to_uppercase());
    eventually("the chip", || mounted.count(&chip) == 1).await;
}

fn group_intents(mounted: &Mounted) -> Vec<GroupIntent> {
    let intents = mounted.taken().into_iter();
    let of_groups = |intent| match intent {
        Intent::Group(GroupIntent::Dismiss) => None,
        Intent::Group(intent) => Some(intent),
        _ => None,
    };
    intents.filter_map(of_groups).collect()
}

fn focused_id() -> String {
    document()
        .active_element()
        .map(|element| element.id())
        .unwrap_or_default()
}

#[wasm_bindgen_test]
async fn several_people_and_a_name_start_a_group() {
    let mounted = search().await;
    assert!(mounted.try_find(".start-group").is_none());
    pick(&mounted, "oto").await;
    assert!(mounted.try_find("#group-name").is_none(), "of two");
    pick(&mounted, "eva").await;
    eventually("the name", || mounted.count("#group-name") == 1).await;
    type_into(&mounted.find("#group-name"), "The room");
    mounted.button("Start conversation").click();
    let expected = GroupIntent::Start {
        handles: vec!["oto".into(), "eva".into()],
        title: "The room".into(),
    };
    assert_eq!(group_intents(&mounted), [expected]);
    let refused = Trouble::Refused(vec![ErrorCode::GroupFull]);
    let failed = (None, GroupTask::Start, TaskState::Failed(refused));
    mounted.signals.tasks.set(TasksView(vec![failed]));
    eventually("the reason", || {
        mounted.count(".start-group [role=alert]") == 1
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_chip_and_backspace_take_people_out_again() {
    let mounted = search().await;
    pick(&mounted, "oto").await;
    pick(&mounted, "eva").await;
    mounted.button("Remove OTO").click();
    eventually("one", || mounted.count(".chip") == 1).await;
    assert_eq!(focused_id(), "people-query");
    press(&mounted.find(FIELD), "Backspace");
    eventually("none", || mounted.count(".chip") == 0).await;
}

#[wasm_bindgen_test]
async fn a_picked_person_is_marked_and_the_box_picks_with_the_pointer() {
    let mounted = search().await;
    find(&mounted, "oto").await;
    mounted.find(".person-box").click();
    eventually("the chip", || mounted.count(".chip") == 1).await;
    find(&mounted, "oto").await;
    let option = mounted.find("[role=option]");
    assert_eq!(
        option.get_attribute("aria-checked").as_deref(),
        Some("true")
    );
    // Once somebody is picked, a press picks, too.
    option.click();
    eventually("out again", || mounted.count(".chip") == 0).await;
}

fn member(handle: &str, is_creator: bool, is_me: bool) -> MemberView {
    MemberView {
        user_uuid: handle.into(),
        display_name: handle.to_uppercase(),
        handle: handle.into(),
        is_creator,
        is_me,
    }
}

fn in_group(is_creator: bool) -> Option<ConversationView> {
    let mut view = conversation(Older::Beginning)?;
    view.people = Some(3);
    view.group = Some(GroupDetails {
        title: Some("The room".into()),
        members: vec![
            member("andrewbrown", is_creator, true),
            member("oto", !is_creator, false),
            member("eva", false, false),
        ],
        is_creator,
    });
    Some(view)
}

async fn details(is_creator: bool) -> Mounted {
    let mounted = Mounted::mount(
        |signals| {
            signals.session.set(me());
            signals.conversation.set(in_group(is_creator));
        },
        || view! { <DetailsButton/> },
    );
    mounted.button("Conversation details").click();
    eventually("the dialog", || mounted.count("dialog[open]") == 1).await;
    frame().await;
    mounted
}

#[wasm_bindgen_test]
async fn the_conversation_of_two_has_no_details() {
    let mounted = Mounted::mount(
        |signals| signals.conversation.set(conversation(Older::Beginning)),
        || view! { <DetailsButton/> },
    );
    frame().await;
    assert_eq!(mounted.count("button"), 0);
}

#[wasm_bindgen_test]
async fn only_who_started_the_group_removes_others_and_is_asked_first() {
    let mounted = details(false).await;
    assert_eq!(mounted.count(".member"), 3);
    assert_eq!(mounted.count(".member button"), 0);
    assert!(mounted.text(".member:nth-child(2)").contains("creator"));
    drop(mounted);
    let mounted = details(true).await;
    assert_eq!(mounted.count(".member button"), 2, "not oneself");
    mounted.button("Remove EVA").click();
    eventually("the question", || mounted.count("dialog[open]") == 2).await;
    mounted.button("Cancel").click();
    eventually("the answer", || mounted.count("dialog[open]") == 1).await;
    assert_eq!(group_intents(&mounted), []);
    eventually("the focus", || focused_id() == "details-close").await;
    mounted.button("Remove EVA").click();
    eventually("the question", || mounted.count("dialog[open]") == 2).await;
    mounted.find("dialog dialog .button--danger").click();
    let expected = [GroupIntent::Remove("eva".into())];
    assert_eq!(group_intents(&mounted), expected);
}

#[wasm_bindgen_test]
async fn a_name_is_saved_and_leaving_asks() {
    let mounted = details(false).await;
    let field = mounted.find("#group-title");
    type_into(&field, "Other");
    mounted.button("Save").click();
    mounted.button("Leave").click();
    eventually("the question", || mounted.count("dialog[open]") == 2).await;
    mounted.find("dialog dialog .button--danger").click();
    let expected = [GroupIntent::Title("Other".into()), GroupIntent::Leave];
    assert_eq!(group_intents(&mounted), expected);
}

#[wasm_bindgen_test]
async fn the_dialog_goes_with_the_group() {
    let mounted = details(false).await;
    let mut view = in_group(false).expect("a view");
    view.group = None;
    mounted.signals.conversation.set(Some(view));
    eventually("no dialog", || mounted.count("dialog") == 0).await;
}

#[wasm_bindgen_test]
async fn a_closed_conversation_shows_what_was_not_sent_and_takes_the_focus() {
    let closed = ClosedView {
        left: false,
        unsent: vec!["<b>first</b>".into(), "half a sentence".into()],
    };
    let mounted = Mounted::mount(
        |_| {},
        move || {
            let closed = Memo::new(move |_| Some(closed.clone()));
            view! { <ClosedNotice closed=closed/> }
        },
    );
    if let Some(element) = document().active_element() {
        use wasm_bindgen::JsCast;
        let _ = element.unchecked_into::<HtmlElement>().blur();
    }
    eventually("the focus", || focused_id() == "closed-notice").await;
    assert_eq!(mounted.count(".unsent li"), 2);
    assert_eq!(mounted.text(".unsent li"), "<b>first</b>");
    assert!(
        mounted
            .text("[role=alert]")
            .starts_with("You are no longer")
    );
}
