//! The same pages and frames in any order, however often, give the same conversation.

use cruddur_contract::{MessageId, MessageRow, Predecessor, Timestamp};
use cruddur_engine::api::Page;
use cruddur_engine::timeline::{Entry, LoadedPage, Timeline};
use cruddur_engine::view::Older;
use proptest::collection::vec;
use proptest::prelude::*;

const ME: &str = "andrewbrown";
const CASES: u32 = 9_000;

/// A message.
#[derive(Clone, Copy, Debug)]
struct Message {
    mine: bool,
    /// Its newest version…
    versions: u64,
    /// …which is its deletion, unless it is the first.
    deleted: bool,
}

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

fn row(n: usize, message: Message, version: u64) -> MessageRow {
    let mine = message.mine;
    let handle = if mine { ME } else { "bayko" };
    let deleted = message.deleted && version > 1 && version == message.versions;
    let time = |at: u64| Timestamp::from_micros(9_000_000 + at as i64);
    MessageRow {
        uuid: id(n),
        display_name: handle.to_uppercase(),
        handle: handle.to_owned(),
        message: if deleted {
            String::new()
        } else {
            format!("text {n} v{version}")
        },
        created_at: Timestamp::from_micros(1_000_000 + n as i64).expect("in range"),
        user_uuid: None,
        client_message_id: mine.then(|| format!("c{n}").as_str().into()),
        previous_message_uuid: Predecessor::from(n.checked_sub(1).map(id)),
        version: Some(version),
        edited_at: time(version).filter(|_| version > 1),
        deleted_at: time(version).filter(|_| deleted),
        system: None,
    }
}

/// A frame for each version of each message, and pages that together hold them all.
fn updates(messages: &[Message], page_size: usize) -> Vec<Update> {
    let mut updates = Vec::new();
    for (message, Message { versions, .. }) in messages.iter().enumerate() {
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

fn message() -> impl Strategy<Value = Message> {
    let (mine, deleted) = (prop::bool::weighted(0.4), prop::bool::weighted(0.3));
    (mine, 1..=3_u64, deleted).prop_map(|(mine, versions, deleted)| Message {
        mine,
        versions,
        deleted,
    })
}

/// Messages, and frames of their changes in any order around a page that was made before all of them.
fn late_pages() -> impl Strategy<Value = (Vec<Message>, Vec<Update>)> {
    vec(message(), 1..=20).prop_flat_map(|messages| {
        let changes = updates(&messages, messages.len()).into_iter();
        let changes = changes.filter(|update| !matches!(update, Update::Frame { version: 1, .. }));
        (Just(messages), shuffled(changes.collect()))
    })
}

fn cases() -> impl Strategy<Value = (Vec<Message>, Vec<Update>, Vec<Update>)> {
    (vec(message(), 1..=40), 2..=9_usize).prop_flat_map(|(messages, page_size)| {
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
            .map(|n| row(n, messages[n], messages[n].versions))
            .collect(),
        has_prev: from > 0,
        settled_until: None,
    };
    for update in updates {
        match *update {
            Update::Frame { message, version } => {
                let row = row(message, messages[message], version);
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

    #[test]
    fn no_page_takes_back_a_change_that_was_made_after_it((messages, updates) in late_pages()) {
        let mut timeline = Timeline::new("g".into());
        timeline.fetch = Some((None, Page::Newest));
        for update in updates {
            if let Update::Frame { message, version } = update {
                timeline.merge_live(&row(message, messages[message], version), false, ME);
                continue;
            }
            timeline.fetch = None;
            let rows = (0..messages.len()).map(|n| row(n, messages[n], 1));
            let page = LoadedPage {
                rows: rows.collect(),
                has_prev: false,
                settled_until: None,
            };
            timeline.merge_page(&Page::Newest, page, ME);
        }
        for (n, message) in messages.iter().enumerate() {
            let shown = timeline.get(&id(n)).map(|entry| entry.row.clone());
            prop_assert_eq!(shown, Some(row(n, *message, message.versions)));
        }
    }
}
