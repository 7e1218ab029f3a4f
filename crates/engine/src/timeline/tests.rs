//! One conversation's rows against pages and frames in any order.

use std::collections::HashSet;

use cruddur_contract::{MessageId, MessageRow, Predecessor, Timestamp};

use super::*;
use crate::api::Page;
use crate::effect::RequestId;
use crate::view::{Load, Older, RowKey, Trouble};

fn row(n: i64) -> MessageRow {
    MessageRow {
        uuid: MessageId(format!("m{n:04}")),
        display_name: "Bayko".into(),
        handle: "bayko".into(),
        message: format!("text {n}"),
        created_at: Timestamp::from_micros(n * 1_000_000).expect("in range"),
        user_uuid: None,
        client_message_id: None,
        previous_message_uuid: if n == 0 {
            Predecessor::First
        } else {
            Predecessor::Message(MessageId(format!("m{:04}", n - 1)))
        },
        version: Some(1),
        edited_at: None,
        deleted_at: None,
        system: None,
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(second * 1_000_000).expect("in range")
}

fn page(rows: impl Iterator<Item = i64>, has_prev: bool) -> LoadedPage {
    LoadedPage {
        rows: rows.map(row).collect(),
        has_prev,
        settled_until: None,
    }
}

fn after(n: i64) -> Page {
    Page::After(row(n).uuid)
}

fn before(n: i64) -> Page {
    Page::Before(row(n).uuid)
}

fn shown(timeline: &Timeline) -> Vec<i64> {
    timeline
        .entries()
        .map(|(entry, _)| entry.row.created_at.micros() / 1_000_000)
        .collect()
}

fn gaps(timeline: &Timeline) -> Vec<i64> {
    timeline
        .entries()
        .filter(|(_, gap)| *gap)
        .map(|(entry, _)| entry.row.created_at.micros() / 1_000_000)
        .collect()
}

fn opened(rows: std::ops::Range<i64>, has_prev: bool) -> Timeline {
    let mut timeline = Timeline::new("g".into());
    merge(&mut timeline, Page::Newest, rows, has_prev);
    timeline
}

fn merge(timeline: &mut Timeline, asked: Page, rows: std::ops::Range<i64>, has_prev: bool) -> bool {
    timeline.merge_page(&asked, page(rows, has_prev), ME)
}

const ME: &str = "andrewbrown";
const NONE: [i64; 0] = [];

#[test]
fn a_gap_before_a_late_row_stays_until_the_message_is_written_or_can_be_no_more() {
    let late = |settled_until| LoadedPage {
        rows: [5, 6, 8, 9].map(row).to_vec(),
        has_prev: true,
        settled_until: Some(at(settled_until)),
    };
    let mut timeline = Timeline::new("g".into());
    timeline.merge_page(&Page::Newest, late(7), ME);
    assert_eq!(gaps(&timeline), [8], "message 7 may be being written");
    assert!(timeline.is_held());
    assert_eq!(timeline.next_page(), None, "not read again at once");
    let mut written = opened(5..7, true);
    written.merge_page(&Page::Newest, late(7), ME);
    written.merge_live(&row(7), true, ME);
    assert_eq!(
        (gaps(&written), shown(&written)),
        (vec![], vec![5, 6, 7, 8, 9])
    );
    timeline.stale = true;
    timeline.merge_page(&Page::Newest, late(17), ME);
    assert_eq!(gaps(&timeline), NONE, "it never will be");
    assert!(!timeline.is_held());
}

#[test]
fn pages_and_frames_in_any_order_give_the_same_rows_once() {
    let mut timeline = opened(5..10, true);
    timeline.merge_live(&row(11), true, ME);
    timeline.merge_live(&row(10), true, ME);
    timeline.merge_live(&row(11), true, ME);
    merge(&mut timeline, before(5), 0..7, false);
    assert_eq!(shown(&timeline), (0..12).collect::<Vec<_>>());
    assert_eq!(*timeline.older, Older::Beginning);
    assert_eq!(timeline.next_page(), None);
}

#[test]
fn a_row_whose_predecessor_is_missing_is_a_gap_until_all_pages_came() {
    let mut timeline = opened(0..3, false);
    timeline.merge_live(&row(7), true, ME);
    timeline.merge_live(&row(8), true, ME);
    assert_eq!(gaps(&timeline), [7]);
    assert_eq!(timeline.next_page(), Some(after(2)));
    merge(&mut timeline, after(2), 3..6, true);
    assert_eq!(gaps(&timeline), [7]);
    assert_eq!(timeline.next_page(), Some(after(5)));
    merge(&mut timeline, after(5), 6..9, true);
    assert_eq!(shown(&timeline), (0..9).collect::<Vec<_>>());
    assert_eq!((gaps(&timeline), timeline.next_page()), (vec![], None));
}

#[test]
fn the_message_a_gap_waited_for_closes_it() {
    let mut timeline = opened(0..3, false);
    timeline.merge_live(&row(4), true, ME);
    timeline.merge_live(&row(3), true, ME);
    assert_eq!(gaps(&timeline), NONE);
}

#[test]
fn the_oldest_row_is_no_gap_and_the_newest_gap_is_filled_first() {
    let mut timeline = opened(10..13, true);
    assert_eq!((gaps(&timeline), timeline.next_page()), (vec![], None));
    timeline.merge_live(&row(20), true, ME);
    timeline.merge_live(&row(30), true, ME);
    assert_eq!(gaps(&timeline), [20, 30]);
    assert_eq!(timeline.next_page(), Some(after(20)));
}

#[test]
fn a_newest_page_that_does_not_meet_what_is_here_leaves_a_gap() {
    let mut timeline = opened(0..3, false);
    timeline.stale = true;
    assert_eq!(timeline.next_page(), Some(Page::Newest));
    merge(&mut timeline, Page::Newest, 50..60, true);
    assert_eq!(gaps(&timeline), [50]);
    assert_eq!(*timeline.older, Older::Beginning);
    assert_eq!(timeline.next_page(), Some(after(2)));
}

#[test]
fn a_gap_that_one_end_cannot_fill_is_filled_from_the_other() {
    let mut timeline = opened(0..3, false);
    timeline.merge_live(&row(7), true, ME);
    assert!(!merge(&mut timeline, after(2), 3..3, true));
    assert_eq!(timeline.next_page(), Some(before(7)));
    assert!(merge(&mut timeline, before(7), 4..7, true));
    assert_eq!(timeline.next_page(), Some(before(4)));
    assert_eq!(
        *timeline.older,
        Older::Beginning,
        "nothing to do with the gap"
    );
    assert!(merge(&mut timeline, before(4), 3..4, true));
    assert_eq!(timeline.next_page(), None);
}

#[test]
fn rows_beside_each_other_in_a_page_have_no_gap_between() {
    let without = |rows: std::ops::Range<i64>, lost: i64| LoadedPage {
        rows: rows.filter(|n| *n != lost).map(row).collect(),
        has_prev: true,
        settled_until: None,
    };
    let mut timeline = Timeline::new("g".into());
    timeline.merge_page(&Page::Newest, without(5..10, 7), ME);
    assert_eq!(gaps(&timeline), NONE, "in the middle");
    timeline.merge_live(&row(11), true, ME);
    timeline.merge_page(&after(9), without(10..12, 10), ME);
    assert_eq!(gaps(&timeline), NONE, "after the cursor");
    timeline.merge_page(&before(5), without(2..5, 4), ME);
    assert_eq!(gaps(&timeline), NONE, "before the cursor");
    timeline.merge_page(&before(2), page(0..0, false), ME);
    assert_eq!(*timeline.older, Older::Beginning);
}

#[test]
fn where_rows_name_no_predecessor_a_page_that_meets_nothing_replaces_what_was_before_it() {
    let seed = |rows: std::ops::Range<i64>| LoadedPage {
        rows: rows
            .map(|n| MessageRow {
                previous_message_uuid: Predecessor::Unknown,
                ..row(n)
            })
            .collect(),
        has_prev: false,
        settled_until: None,
    };
    let mut timeline = Timeline::new("g".into());
    timeline.merge_page(&Page::Newest, seed(0..3), ME);
    timeline.merge_page(&Page::Newest, seed(2..5), ME);
    assert_eq!(shown(&timeline), [0, 1, 2, 3, 4]);
    timeline.merge_page(&Page::Newest, seed(50..52), ME);
    assert_eq!(shown(&timeline), [50, 51]);
    assert_eq!(timeline.next_page(), None);
}

#[test]
fn a_frame_before_the_first_page_stays_or_opens_a_gap() {
    for (news, gap) in [(3, vec![]), (5, vec![5])] {
        let mut timeline = Timeline::new("g".into());
        timeline.merge_live(&row(news), true, ME);
        merge(&mut timeline, Page::Newest, 0..3, false);
        assert_eq!(shown(&timeline), [0, 1, 2, news]);
        assert_eq!(gaps(&timeline), gap);
    }
}

#[test]
fn reading_the_newest_page_again_keeps_the_older_pages() {
    let mut timeline = opened(10..20, true);
    merge(&mut timeline, before(10), 0..10, false);
    merge(&mut timeline, Page::Newest, 12..22, true);
    assert_eq!(shown(&timeline), (0..22).collect::<Vec<_>>());
    assert_eq!(*timeline.older, Older::Beginning);
}

#[test]
fn the_oldest_row_shows_whether_it_is_the_beginning() {
    let mut timeline = Timeline::begun("g".into());
    timeline.merge_live(&row(3), true, ME);
    assert_eq!(*timeline.older, Older::More, "it names one before it");
    merge(&mut timeline, before(3), 0..3, true);
    assert_eq!(*timeline.older, Older::Beginning, "the first is here");
    let mut timeline = Timeline::new("g".into());
    timeline.merge_live(&row(2), true, ME);
    merge(&mut timeline, Page::Newest, 0..0, false);
    assert_eq!(*timeline.older, Older::More, "the page was made too early");
}

#[test]
fn frames_from_before_the_oldest_row_are_left_out() {
    let mut timeline = opened(5..8, true);
    timeline.merge_live(&row(2), true, ME);
    timeline.merge_live(&row(5), true, ME);
    assert_eq!(shown(&timeline), [5, 6, 7]);
    timeline.merge_live(&row(9), false, ME);
    assert_eq!(gaps(&timeline), [9], "within, even where it is an edit");
}

#[test]
fn a_load_that_failed_changes_only_what_it_was_for() {
    let mut timeline = opened(5..8, true);
    timeline.failed(&after(6), Trouble::Network);
    timeline.failed(&before(7), Trouble::Network);
    assert_eq!((&*timeline.older, timeline.stale), (&Older::More, false));
    timeline.failed(&Page::Newest, Trouble::Network);
    assert_eq!((&*timeline.load, timeline.stale), (&Load::Ready, true));
    timeline.failed(&before(5), Trouble::Network);
    assert_eq!(*timeline.older, Older::Failed(Trouble::Network));
    let mut timeline = Timeline::new("g".into());
    timeline.failed(&Page::Newest, Trouble::Server);
    assert_eq!(*timeline.load, Load::Failed(Trouble::Server));
}

#[test]
fn the_higher_version_wins_in_either_order() {
    let edited = MessageRow {
        message: "edited".into(),
        version: Some(2),
        ..row(1)
    };
    for order in [[row(1), edited.clone()], [edited.clone(), row(1)]] {
        let mut timeline = opened(0..1, false);
        for row in order {
            timeline.merge_live(&row, true, ME);
        }
        assert_eq!(
            timeline.get(&edited.uuid).map(|e| e.row.message.as_str()),
            Some("edited")
        );
    }
}

#[test]
fn no_client_id_takes_the_name_of_another_row() {
    let own = |n: i64, client: &str| MessageRow {
        handle: ME.into(),
        client_message_id: Some(client.into()),
        ..row(n)
    };
    let mut timeline = opened(0..2, false);
    for row in [
        own(2, "m0001"),
        own(3, "/m0001"),
        own(4, "m0005"),
        row(5),
        own(6, "m0001"),
    ] {
        timeline.merge_live(&row, true, ME);
    }
    timeline.name_row(&row(5).uuid, &RowKey("named".into()));
    timeline.merge_live(&own(7, "named"), true, ME);
    let keys: HashSet<_> = timeline.entries().map(|(entry, _)| &entry.key).collect();
    assert_eq!(keys.len(), 8, "{keys:?}");
}

#[test]
fn only_ones_own_client_ids_name_rows() {
    let with_client = |n: i64, handle: &str| MessageRow {
        handle: handle.into(),
        client_message_id: Some("c".into()),
        ..row(n)
    };
    let mut timeline = opened(0..1, false);
    timeline.merge_live(&with_client(1, "bayko"), true, ME);
    timeline.merge_live(&with_client(2, "AndrewBrown"), true, ME);
    let keys: Vec<_> = timeline
        .entries()
        .map(|(entry, _)| entry.key.0.as_str())
        .collect();
    assert_eq!(keys, ["/m0000", "/m0001", "c"]);
}

fn news(timeline: &mut Timeline) -> Vec<String> {
    let news = timeline.take_announcements().into_iter();
    news.map(|news| news.text).collect()
}

fn entered(rows: std::ops::Range<i64>, has_prev: bool) -> Timeline {
    let mut timeline = opened(rows, has_prev);
    assert_eq!(news(&mut timeline), NOTHING, "what is there is no news");
    timeline
}

const NOTHING: [&str; 0] = [];

#[test]
fn each_message_of_another_is_announced_once() {
    let mut timeline = entered(0..3, false);
    let mine = MessageRow {
        handle: ME.into(),
        ..row(4)
    };
    let edited = MessageRow {
        message: "edited".into(),
        version: Some(2),
        ..row(3)
    };
    for row in [&row(3), &row(3), &mine, &edited, &row(5)] {
        timeline.merge_live(row, true, ME);
    }
    assert_eq!(news(&mut timeline), ["text 3", "text 5"]);
    merge(&mut timeline, Page::Newest, 1..6, false);
    assert_eq!(news(&mut timeline), NOTHING);
    timeline.merge_live(&row(6), true, ME);
    timeline.entered();
    assert_eq!(news(&mut timeline), NOTHING, "there when the reader came");
}

#[test]
fn what_fills_a_gap_before_the_newest_message_shown_is_not_announced() {
    let mut timeline = opened(10..13, true);
    timeline.merge_live(&row(17), true, ME);
    assert_eq!(news(&mut timeline), NOTHING);
    merge(&mut timeline, after(12), 13..17, true);
    merge(&mut timeline, before(10), 0..10, false);
    assert_eq!(news(&mut timeline), NOTHING);
    timeline.merge_live(&row(18), true, ME);
    assert_eq!(news(&mut timeline), ["text 18"]);
}

#[test]
fn messages_whose_frames_were_lost_are_announced_when_they_are_found() {
    let mut timeline = entered(0..3, false);
    timeline.merge_live(&row(5), true, ME);
    assert_eq!(news(&mut timeline), ["text 5"]);
    merge(&mut timeline, after(2), 3..6, true);
    assert_eq!(news(&mut timeline), ["text 3", "text 4"]);
    timeline.merge_live(&row(6), true, ME);
    assert_eq!(news(&mut timeline), ["text 6"]);
}

#[test]
fn of_a_long_conversation_that_is_left_only_what_can_be_read_again_is_forgotten() {
    let mut timeline = opened(0..500, false);
    timeline.fetch = Some((Some(RequestId(1)), before(0)));
    timeline.left();
    assert_eq!(timeline.count(), 500, "a page is on its way");
    timeline.fetch = None;
    timeline.left();
    assert_eq!(shown(&timeline), (300..500).collect::<Vec<_>>());
    assert_eq!((&*timeline.older, gaps(&timeline)), (&Older::More, vec![]));
    merge(&mut timeline, before(300), 250..300, true);
    assert_eq!((timeline.count(), gaps(&timeline)), (250, vec![]));
    let seed = (0..500).map(|n| MessageRow {
        previous_message_uuid: Predecessor::Unknown,
        ..row(n)
    });
    let mut timeline = Timeline::new("g".into());
    let rows = seed.collect();
    let page = LoadedPage {
        rows,
        has_prev: false,
        settled_until: None,
    };
    timeline.merge_page(&Page::Newest, page, ME);
    timeline.left();
    assert_eq!(timeline.count(), 500, "a seed server has no older pages");
}
