//! Counts by rows and messages, in whatever order they come.

use cruddur_contract::{GroupId, GroupRow, Timestamp};

use super::{Mark, Reads};

fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(second * 1_000_000).expect("in range")
}

fn row(second: i64, version: u64, unread: u64) -> GroupRow {
    let text = format!(
        r#"{{"uuid":"g","display_name":"B","handle":"b","message":"","created_at":"{}","unread_count":{unread},"read_version":{version}}}"#,
        at(second)
    );
    serde_json::from_str(&text).expect("a row")
}

fn group() -> GroupId {
    "g".into()
}

fn unread(reads: &Reads) -> Option<u64> {
    reads.unread(&group(), None)
}

#[test]
fn messages_after_the_row_count_once_until_a_row_tells_of_them() {
    let mut reads = Reads::default();
    reads.row(&row(5, 0, 2));
    reads.heard(&group(), at(6), false);
    reads.heard(&group(), at(6), false);
    reads.heard(&group(), at(4), false);
    assert_eq!(unread(&reads), Some(3));
    reads.row(&row(6, 0, 3));
    assert_eq!(unread(&reads), Some(3));
    reads.row(&row(5, 0, 2));
    assert_eq!(unread(&reads), Some(3), "an older row");
}

#[test]
fn who_writes_has_read_what_is_before_whatever_comes_first() {
    let mut reads = Reads::default();
    reads.heard(&group(), at(8), false);
    reads.heard(&group(), at(7), true);
    reads.row(&row(5, 0, 2));
    reads.heard(&group(), at(6), false);
    assert_eq!(unread(&reads), Some(1));
}

#[test]
fn of_two_rows_with_one_last_message_the_later_marker_counts() {
    let mut reads = Reads::default();
    reads.row(&row(5, 3, 1));
    reads.row(&row(5, 2, 0));
    assert_eq!(
        unread(&reads),
        Some(1),
        "marked as unread, then read: reordered"
    );
    reads.row(&row(5, 4, 0));
    assert_eq!(unread(&reads), Some(0));
}

#[test]
fn a_mark_is_shown_at_once_and_until_the_row_of_its_version_comes() {
    let mut reads = Reads::default();
    reads.row(&row(5, 1, 3));
    let (message, until) = ("m".into(), at(5));
    reads.mark(&group(), Mark::Read { message, at: until });
    assert_eq!(unread(&reads), Some(0));
    reads.done(&group(), Some(2));
    reads.row(&row(5, 1, 3));
    assert_eq!(unread(&reads), Some(0), "a row of before");
    reads.row(&row(5, 3, 1));
    assert_eq!(unread(&reads), Some(1), "marked as unread elsewhere");
}

#[test]
fn a_refused_mark_is_taken_back_and_one_of_the_past_changes_nothing() {
    let mut reads = Reads::default();
    reads.row(&row(5, 1, 2));
    let mark = |second| Mark::Read {
        message: format!("m{second}").as_str().into(),
        at: at(second),
    };
    reads.mark(&group(), mark(5));
    reads.mark(&group(), mark(3));
    assert_eq!(unread(&reads), Some(0));
    reads.done(&group(), None);
    assert_eq!(unread(&reads), Some(2));
}

#[test]
fn what_is_marked_as_unread_is_one_and_what_comes_after() {
    let mut reads = Reads::default();
    reads.row(&row(5, 1, 0));
    reads.mark(&group(), Mark::Unread { until: at(5) });
    assert_eq!(unread(&reads), Some(1));
    reads.heard(&group(), at(6), false);
    assert_eq!(unread(&reads), Some(2));
    reads.heard(&group(), at(7), true);
    assert_eq!(unread(&reads), Some(0), "the person has answered");
}

#[test]
fn a_server_without_counts_has_none() {
    let mut reads = Reads::default();
    let seed = GroupRow {
        unread_count: None,
        ..row(5, 0, 0)
    };
    reads.row(&seed);
    reads.heard(&group(), at(6), false);
    assert_eq!(unread(&reads), None);
    assert!(!reads.is_supported);
}
