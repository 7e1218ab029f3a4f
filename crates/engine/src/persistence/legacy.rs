//! The formats of version 1, read, never written: lists of texts whose position says what they are.

use cruddur_contract::{ClientMessageId, ErrorCode, GroupId, Timestamp};

use crate::effect::StoreChange;
use crate::outbox::{FailureRecord, OutboxRecord, Recipient, StateRecord};

/// A message: id, group, handle, text, time written, place, time tried after, fault, time sent. Times
/// are microseconds; an empty text stands for "none".
pub fn message(text: &str) -> Option<OutboxRecord> {
    let words: Vec<String> = serde_json::from_str(text).ok()?;
    let [
        id,
        group,
        handle,
        text,
        at,
        sequence,
        after,
        fault,
        sent,
        ..,
    ] = words.as_slice()
    else {
        return None;
    };
    let to = if group.is_empty() {
        Recipient::Person(handle.clone())
    } else {
        Recipient::Group(GroupId(group.clone()))
    };
    let state = match (time(sent), fault.strip_prefix('!')) {
        (Some(at), _) => StateRecord::Sent {
            at: Some(at).filter(|at| *at != Timestamp::EPOCH),
        },
        (None, Some(fault)) => StateRecord::NotSent {
            because: failure(fault),
        },
        (None, None) => StateRecord::Queued,
    };
    Some(OutboxRecord {
        client_id: ClientMessageId(id.clone()),
        to,
        text: text.clone(),
        written_at: time(at)?,
        sequence: sequence.parse().ok()?,
        tried_after: time(after),
        state,
        delayed: false,
        edited: false,
    })
}

/// A journal: the person's prefix, then keys and values by turns, an empty value for a removal.
pub fn journal(text: &str) -> Option<(String, Vec<StoreChange>)> {
    let words: Vec<String> = serde_json::from_str(text).ok()?;
    let (prefix, changes) = words.split_first()?;
    let changes = changes.chunks_exact(2).map(|pair| StoreChange {
        key: pair[0].clone(),
        value: Some(pair[1].clone()).filter(|value| !value.is_empty()),
    });
    Some((prefix.clone(), changes.collect()))
}

fn time(text: &str) -> Option<Timestamp> {
    Timestamp::from_micros(text.parse().ok()?)
}

fn failure(fault: &str) -> FailureRecord {
    match fault {
        "404" => FailureRecord::NotFound,
        "?" => FailureRecord::Unknown,
        codes => FailureRecord::Refused {
            codes: codes.split_whitespace().map(ErrorCode::from).collect(),
        },
    }
}
