//! What an earlier start left on the device.

use cruddur_engine::view::{DeliveryState, SessionView};

use crate::stage::{Stage, session};
use crate::text;

/// A message that waits to be sent, as the app keeps it.
const GOOD: &str =
    r#"["0a0a0a0a-0000-4000-8000-000000000001","g1","","kept","1800000100000000","7","","",""]"#;

/// A record of the device: the name in the first line, its text in the rest; `session` is the stored
/// session, `journal` the journal of the page before. One that cannot be read takes nothing along: the message beside it is sent.
pub fn stored(bytes: &[u8]) {
    let text = text(bytes);
    let (name, value) = text.split_once('\n').unwrap_or((&text, ""));
    let mut stage = Stage::new();
    let good = "1/s/out/0a0a0a0a-0000-4000-8000-000000000001";
    stage.kept.insert(good.to_owned(), GOOD.to_owned());
    if name == "session" {
        return stored_session(stage, value);
    }
    if name == "journal" {
        stage.journal = Some(value.to_owned());
    } else {
        stage.kept.insert(format!("1/s/{name}"), value.to_owned());
    }
    stage.start(Some(session()));
    stage.open();
    stage.recover();
    let kept = |row: &cruddur_engine::view::MessageView| row.text == "kept";
    let rows = stage.engine.messages();
    let state = rows.iter().find(|row| kept(row)).map(|row| &row.state);
    let beside = if name == "journal" {
        !value.contains("out/")
    } else {
        format!("1/s/{name}") != good
    };
    if beside {
        assert_eq!(state, Some(&DeliveryState::Sent), "beside {name}");
    }
}

fn stored_session(mut stage: Stage, value: &str) {
    stage.start(Some(value.to_owned()));
    let view = stage.engine.session_view();
    assert_ne!(*view, SessionView::Restoring, "waits for ever: {value}");
    stage.open();
    stage.recover();
}
