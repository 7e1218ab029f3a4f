//! Made-up people and what they wrote.

use std::sync::Arc;

use cruddur_contract::{GroupId, GroupRow, Timestamp};
use cruddur_engine::view::*;

const MINUTE: i64 = 60_000_000;

/// The signed-in person.
pub fn me() -> SessionView {
    SessionView::SignedIn(Me {
        handle: "andrewbrown".into(),
        display_name: "Andrew Brown".into(),
        email: "andrewbrown@example.com".into(),
    })
}

/// The conversation with Bayko, loaded, with or without something before its oldest row.
pub fn conversation(older: Older) -> Option<ConversationView> {
    Some(ConversationView {
        key: ConversationKey::Group("g1".into()),
        display_name: "Bayko".into(),
        handle: "bayko".into(),
        people: None,
        group: None,
        closed: None,
        load: Load::Ready,
        saved: false,
        older,
        position: None,
        first_unread: None,
        keeps_reads: false,
        seen: None,
    })
}

/// Message number `n`, two hours after number `n - 1`… of Andrew's when `mine`, else of Bayko's.
pub fn message(n: i64, mine: bool, text: &str) -> MessageView {
    let (name, handle) = if mine {
        ("Andrew Brown", "andrewbrown")
    } else {
        ("Bayko", "bayko")
    };
    MessageView {
        key: RowKey(format!("m{n}")),
        mine,
        display_name: name.into(),
        handle: handle.into(),
        text: text.into(),
        at: Timestamp::from_micros(1_790_000_000_000_000 + n * 7 * MINUTE).expect("in range"),
        state: DeliveryState::Sent,
        edited_at: None,
        deleted: false,
        system: None,
        gap_before: false,
        waits: false,
        version: mine.then_some(1),
        edit: EditState::None,
    }
}

/// Bayko's message, to be announced.
pub fn announcement(text: &str) -> Announcement {
    Announcement {
        sender: "Bayko".into(),
        text: text.into(),
    }
}

/// Messages of different lengths, numbered `from..to`.
pub fn history(from: i64, to: i64) -> Vec<MessageView> {
    (from..to)
        .map(|n| {
            let words =
                "One reads this and scrolls on. ".repeat(1 + (n.rem_euclid(7) as usize) * 2);
            message(n, n.rem_euclid(5) < 2, &format!("{n}: {words}"))
        })
        .collect()
}

/// A conversation in the list.
pub fn group(n: i64, name: &str, text: &str) -> Arc<GroupRow> {
    Arc::new(GroupRow {
        uuid: GroupId(format!("g{n}")),
        display_name: name.into(),
        handle: name.to_lowercase(),
        message: text.into(),
        created_at: Timestamp::from_micros(1_790_000_000_000_000 - n * 600 * MINUTE)
            .expect("in range"),
        user_uuid: None,
        last_message_uuid: None,
        last_read_message_uuid: None,
        unread_count: None,
        read_version: None,
        title: None,
        members: None,
        member_count: None,
        created_by: None,
        last_system: None,
    })
}
