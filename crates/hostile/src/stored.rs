//! Records that an earlier session left in the browser.

use cruddur_engine::view::{DeliveryState, SessionView};

use crate::harness::{Harness, session};
use crate::text;

/// An unsent message, as an earlier version stored it.
const UNSENT: &str =
    r#"["0a0a0a0a-0000-4000-8000-000000000001","g1","","unsent","1800000100000000","7","","",""]"#;

/// A stored record: its name in the first line, its value in the rest; `session` is the stored session,
/// `journal` the journal of the page before. An unreadable one harms no other: the unsent message beside it is
/// sent.
pub fn stored(bytes: &[u8]) {
    let text = text(bytes);
    let (name, value) = text.split_once('\n').unwrap_or((&text, ""));
    let mut harness = Harness::new();
    let unsent = "1/s/out/0a0a0a0a-0000-4000-8000-000000000001";
    harness.stored.insert(unsent.to_owned(), UNSENT.to_owned());
    if name == "session" {
        return stored_session(harness, value);
    }
    if name == "journal" {
        harness.journal = Some(value.to_owned());
    } else {
        harness
            .stored
            .insert(format!("1/s/{name}"), value.to_owned());
    }
    harness.start(Some(session()));
    harness.open();
    harness.recover();
    let is_unsent = |row: &cruddur_engine::view::MessageView| row.text == "unsent";
    let rows = harness.engine.messages();
    let state = rows.iter().find(|row| is_unsent(row)).map(|row| &row.state);
    let beside = if name == "journal" {
        !value.contains("out/")
    } else {
        format!("1/s/{name}") != unsent
    };
    if beside {
        assert_eq!(state, Some(&DeliveryState::Sent), "beside {name}");
    }
}

fn stored_session(mut harness: Harness, value: &str) {
    harness.start(Some(value.to_owned()));
    let view = harness.engine.session_view();
    assert_ne!(*view, SessionView::Restoring, "waits forever: {value}");
    harness.open();
    harness.recover();
}
