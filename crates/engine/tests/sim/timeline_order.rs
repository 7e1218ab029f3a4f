//! The same pages and frames in any order, however often, give the same conversation.

use cruddur_contract::{MessageId, MessageRow, Predecessor, Timestamp};
use cruddur_engine::api::Page;
use cruddur_engine::timeline::{Entry, LoadedPage, Timeline};
use cruddur_engine::view::Older;
use proptest::collection::vec;
use proptest::prelude::*;

const ME: &str = "andrewbrown";
const CASES: u32 = 9_000;

/// A message: whether it is mine, and its newest version.
type Message = (bool, u64);

/// What a server sends of a conversation; messages are named by their place.
#[derive(Clone, Copy, Debug)]
enum Update {
    Frame { message: usize, version: u64 },
    NewestPage { from: usize },
    PageBefore { from: usize, to: usize },
    PageAfter { from: usize, to: usize },
}

fn id(n: usize) -> MessageId {
    format!("m{n:03}").as_str().into()
}

fn row(n: usize, mine: bool, version: u64) -> MessageRow {
    let handle = if mine { ME } else { "bayko" };
    MessageRow {
        uuid: id(n),
        display_name: handle.to_uppercase(),
        handle: handle.to_owned(),
        message: format!("text {n} v{version}"),
        created_at: Timestamp::from_micros(1_000_000 + n as i64).expect("in range"),
        user_uuid: None,
        client_message_id: mine.then(|| format!("c{n}").as_str().into()),
        previous_message_uuid: Predecessor::from(n.checked_sub(1).map(id)),
        version: Some(version),
        edited_at: None,
        deleted_at: None,
        system: None,
    }
}

/// A frame for each version of each message, and pages that together hold them all.
fn updates(messages: &[Message], page_size: usize) -> Vec<Update> {
    let mut updates = Vec::new();
    for (message, (_, versions)) in messages.iter().enumerate() {
        let frame = |version| Update::Frame { message, version };
        updates.extend((1..=*versions).map(frame));
    }
    let mut to = messages.len();
    let from = to.saturating_sub(page_size);
    updates.push(Update::NewestPage { from });
    while to > 0 {
        let from = to.saturating_sub(page_size);
        if to < messages.len() {
            updates.push(Update::PageBefore { from, to });
        }
        if from > 0 {
            updates.push(Update::PageAfter { from, to });
        }
        to = from;
    }
    updates
}

/// All updates, some of them repeated, shuffled.
fn shuffled(updates: Vec<Update>) -> impl Strategy<Value = Vec<Update>> {
    let repeated = vec(0..updates.len(), 0..=updates.len() / 2);
    repeated.prop_flat_map(move |repeated| {
        let repeated = repeated.into_iter().map(|n| updates[n]);
        let all = updates.iter().copied().chain(repeated);
        Just(all.collect::<Vec<_>>()).prop_shuffle()
    })
}

fn cases() -> impl Strategy<Value = (Vec<Message>, Vec<Update>, Vec<Update>)> {
    let message = (prop::bool::weighted(0.4), 1..=3_u64);
    (vec(message, 1..=40), 2..=9_usize).prop_flat_map(|(messages, page_size)| {
        let updates = updates(&messages, page_size);
        let shuffled = shuffled(updates.clone());
        (Just(messages), Just(updates), shuffled)
    })
}

/// The rows, whether there is a gap before each, and what lies before them all.
type Shown = (Vec<(Entry, bool)>, Older);

fn show(messages: &[Message], updates: &[Update]) -> Shown {
    let mut timeline = Timeline::new("g".into());
    let page = |from: usize, to: usize| LoadedPage {
        rows: (from..to)
            .map(|n| row(n, messages[n].0, messages[n].1))
            .collect(),
        has_prev: from > 0,
    };
    for update in updates {
        match *update {
            Update::Frame { message, version } => {
                let row = row(message, messages[message].0, version);
                timeline.merge_live(&row, version == 1, ME);
            }
            Update::NewestPage { from } => {
                timeline.merge_page(&Page::Newest, page(from, messages.len()), ME);
            }
            Update::PageBefore { from, to } => {
                timeline.merge_page(&Page::Before(id(to)), page(from, to), ME);
            }
            Update::PageAfter { from, to } => {
                timeline.merge_page(&Page::After(id(from - 1)), page(from, to), ME);
            }
        }
    }
    let entries = timeline.entries().map(|(entry, gap)| (entry.clone(), gap));
    (entries.collect(), (*timeline.older).clone())
}

proptest! {
    #![proptest_config(crate::config(CASES, "proptest-regressions/timeline-order.txt"))]

    #[test]
    fn any_order_and_repetition_of_frames_and_pages_gives_the_same_conversation(
        (messages, updates, shuffled) in cases()
    ) {
        let plain = show(&messages, &updates);
        prop_assert_eq!(plain.0.len(), messages.len());
        prop_assert!(plain.0.iter().all(|(_, gap)| !gap));
        prop_assert!(show(&messages, &shuffled) == plain, "another conversation");
    }
}
