//! Editing and deleting own messages in several tabs: the followers' wishes go to the leader.

use serde_json::{Value, json};

use super::tabs::Browser;
use super::world::{body, message, messages, time};
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::view::{EditState, RowKey};

const PUT: &str = "PUT /api/messages/g1/m3";
const DELETE: &str = "DELETE /api/messages/g1/m3";

fn own(text: &str, version: u64) -> Value {
    let mut row = message(3);
    row["handle"] = json!("andrewbrown");
    row["client_message_id"] = json!("c3");
    row["message"] = json!(text);
    row["version"] = json!(version);
    row
}

fn key() -> RowKey {
    RowKey("c3".into())
}

/// Two tabs that show g1, with a message of Andrew's at its end.
fn browser() -> Browser {
    let mut browser = Browser::new(true);
    browser.open(None);
    for tab in 0..2 {
        browser.on(tab, |tab| tab.open("g1"));
        let mut page = messages(0..3);
        page.as_array_mut().expect("a list").push(own("mine", 1));
        browser.answer(tab, "GET /api/messages/g1", &page);
    }
    browser
}

fn edit(browser: &mut Browser, at: usize, text: &str, version: u64) {
    let text = text.to_owned();
    let key = key();
    browser.want(at, Intent::Edit { key, text, version });
}

fn shown(browser: &Browser) -> [(String, EditState); 2] {
    [0, 1].map(|at| {
        let row = browser.tabs[at].last();
        (row.text, row.edit)
    })
}

fn both(text: &str, edit: EditState) -> [(String, EditState); 2] {
    [(text.to_owned(), edit.clone()), (text.to_owned(), edit)]
}

fn changes(browser: &Browser, at: usize) -> Vec<String> {
    let waiting = browser.tabs[at].waiting().into_iter();
    let is_change = |call: &String| call.starts_with("PUT") || call.starts_with("DELETE");
    waiting.filter(is_change).collect()
}

fn is_stored(browser: &Browser) -> bool {
    browser.stored.contains_key("1/s/edit/m3")
}

#[test]
fn a_followers_edit_is_made_by_the_leader_and_shows_in_every_tab() {
    let mut browser = browser();
    edit(&mut browser, 1, "better", 1);
    assert_eq!(shown(&browser), both("better", EditState::Saving));
    assert_eq!(
        (changes(&browser, 0), changes(&browser, 1)),
        (vec![PUT.to_owned()], vec![])
    );
    // No frame comes; the answer is enough for all tabs.
    browser.answer(0, PUT, &own("better", 2));
    assert_eq!(shown(&browser), both("better", EditState::None));
    assert!(!is_stored(&browser));
}

#[test]
fn a_followers_deletion_can_be_undone_in_any_tab() {
    for undoes in [0, 1] {
        let mut browser = browser();
        browser.want(1, Intent::Delete(key()));
        assert_eq!(shown(&browser), both("", EditState::Undoable));
        browser.want(undoes, Intent::UndoDelete(key()));
        assert_eq!(shown(&browser), both("mine", EditState::None));
        assert!(!is_stored(&browser));
        browser.on(0, |tab| {
            tab.handle(Event::Timer(TimerKey::DeleteDue("m3".into())))
        });
        assert_eq!(changes(&browser, 0), [""; 0]);
    }
}

#[test]
fn a_followers_deletion_is_asked_for_by_the_leader_when_it_is_due() {
    let mut browser = browser();
    browser.want(1, Intent::Delete(key()));
    assert_eq!(
        browser.tabs[1].timer(&TimerKey::DeleteDue("m3".into())),
        None
    );
    browser.on(0, |tab| {
        tab.handle(Event::Timer(TimerKey::DeleteDue("m3".into())))
    });
    let mut deleted = own("", 2);
    deleted["deleted_at"] = json!(time(9));
    browser.answer(0, DELETE, &deleted);
    assert_eq!(shown(&browser), both("", EditState::None));
    assert!(browser.tabs[1].last().deleted);
}

#[test]
fn two_texts_are_chosen_between_in_any_tab() {
    for keeps in [0, 1] {
        let mut browser = browser();
        edit(&mut browser, 1, "mine too", 1);
        let conflict = json!({"codes": ["version_conflict"], "row": own("theirs", 2)});
        browser.on(0, |tab| tab.answer(PUT, 409, &conflict));
        let mine = "mine too".to_owned();
        assert_eq!(
            shown(&browser),
            both("theirs", EditState::Conflict { mine })
        );
        browser.want(keeps, Intent::KeepEdit(key()));
        let (id, request) = browser.tabs[0].take(PUT);
        assert_eq!(body(&request), json!({"message": "mine too", "version": 2}));
        browser.tabs[0].requests.push((id, request));
        browser.answer(0, PUT, &own("mine too", 3));
        assert_eq!(shown(&browser), both("mine too", EditState::None));
    }
}

#[test]
fn the_next_leader_makes_the_edit_that_the_last_one_had_begun() {
    let mut browser = browser();
    edit(&mut browser, 1, "better", 1);
    browser.close_leader();
    assert_eq!(changes(&browser, 0), [PUT]);
    let conflict = json!({"codes": ["version_conflict"], "row": own("better", 2)});
    browser.on(0, |tab| tab.answer(PUT, 409, &conflict));
    let row = browser.tabs[0].last();
    assert_eq!((row.text.as_str(), row.edit), ("better", EditState::None));
    assert!(!is_stored(&browser));
}

#[test]
fn the_next_leader_holds_a_deletion_back_as_long_again() {
    let mut browser = browser();
    browser.want(1, Intent::Delete(key()));
    browser.close_leader();
    let timer = TimerKey::DeleteDue("m3".into());
    assert!(browser.tabs[0].timer(&timer).is_some());
    browser.on(0, |tab| tab.handle(Event::Timer(timer)));
    assert_eq!(changes(&browser, 0), [DELETE]);
}

#[test]
fn a_follower_that_comes_sees_what_is_to_be_changed() {
    let mut browser = browser();
    edit(&mut browser, 0, "better", 1);
    let third = browser.open(None);
    browser.on(third, |tab| tab.open("g1"));
    let mut page = messages(0..3);
    page.as_array_mut().expect("a list").push(own("mine", 1));
    browser.answer(third, "GET /api/messages/g1", &page);
    let row = browser.tabs[third].last();
    assert_eq!((row.text.as_str(), row.edit), ("better", EditState::Saving));
}

#[test]
fn a_followers_edit_of_an_unsent_message_changes_what_the_leader_sends() {
    let mut browser = browser();
    browser.want(1, Intent::Send("one".into()));
    browser.want(1, Intent::Send("tow".into()));
    let unsent = browser.tabs[1].last();
    browser.want(
        1,
        Intent::Edit {
            key: unsent.key,
            text: "two".into(),
            version: 0,
        },
    );
    assert_eq!(browser.tabs[0].last().text, "two");
    assert_eq!(browser.accept(0, 4), "one");
    assert_eq!(browser.accept(0, 5), "two");
    for tab in &browser.tabs {
        assert_eq!(tab.texts()[4..], ["one", "two"]);
    }
}
