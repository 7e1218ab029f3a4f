//! The list of conversations.

use cruddur_contract::{GroupId, GroupRow};

use crate::support::{Someone, until};

/// Waits until the person's list shows that message as the conversation's last.
fn shown(someone: &Someone, group: &GroupId, text: &str) -> GroupRow {
    until("the list shows the last message", || {
        someone.group(group).filter(|row| row.message == text)
    })
}

#[test]
fn a_first_message_puts_the_conversation_into_both_lists_at_once() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "hello");
    let hers = ann
        .group(&sent.message_group_uuid)
        .expect("in the sender's list");
    let his = bob
        .group(&sent.message_group_uuid)
        .expect("in the receiver's list");
    assert_eq!(
        (hers.display_name.as_str(), hers.handle.as_str()),
        ("bob", bob.handle())
    );
    assert_eq!(
        (his.display_name.as_str(), his.handle.as_str()),
        ("ann", ann.handle())
    );
    assert_eq!(his.user_uuid.as_ref(), Some(&ann.person.uuid));
    assert_eq!(his.message, "hello");
    assert_eq!(Some(his.created_at), sent.created_at);
    assert_eq!(his.last_message_uuid, sent.message_uuid);
    assert_eq!(his.members.as_ref().map(Vec::len), Some(2));
}

#[test]
fn unread_counts_equal_what_the_messages_say() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    ann.write_in(&group, "two");
    let last = ann.write_in(&group, "three");
    let his = shown(&bob, &group, "three");
    assert_eq!(
        (his.unread_count, his.last_read_message_uuid),
        (Some(3), None)
    );
    let hers = shown(&ann, &group, "three");
    assert_eq!(hers.unread_count, Some(0));
    assert_eq!(hers.last_read_message_uuid, last.message_uuid);
    let answer = bob.write_in(&group, "four");
    let his = shown(&bob, &group, "four");
    assert_eq!(his.unread_count, Some(0), "who answers has read");
    assert_eq!(his.last_read_message_uuid, answer.message_uuid);
    assert_eq!(shown(&ann, &group, "four").unread_count, Some(1));
}

#[test]
fn the_conversation_with_the_newest_message_is_first_for_everybody() {
    let ann = Someone::new("ann");
    let others = [
        Someone::new("bob"),
        Someone::new("carol"),
        Someone::new("dave"),
    ];
    let groups: Vec<GroupId> = others
        .iter()
        .map(|one| ann.write_to(one, "hello").message_group_uuid)
        .collect();
    let order = || {
        ann.groups()
            .into_iter()
            .map(|row| row.uuid)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        order(),
        [&groups[2], &groups[1], &groups[0]].map(Clone::clone)
    );
    others[0].write_in(&groups[0], "back on top");
    shown(&ann, &groups[0], "back on top");
    assert_eq!(
        order(),
        [&groups[0], &groups[2], &groups[1]].map(Clone::clone)
    );
}

#[test]
fn lists_are_paged_without_gaps_or_duplicates() {
    let ann = Someone::new("ann");
    let groups: Vec<GroupId> = (0..7)
        .map(|_| {
            ann.write_to(&Someone::new("other"), "hello")
                .message_group_uuid
        })
        .collect();
    let mut seen = Vec::new();
    let mut next = Some("/api/message_groups?limit=3".to_owned());
    while let Some(path) = next {
        let reply = ann.get(&path);
        let rows: Vec<GroupRow> = reply.json();
        assert!(rows.len() <= 3);
        seen.extend(rows.into_iter().map(|row| row.uuid));
        next = reply.link("next");
        assert_eq!(reply.link("prev"), None);
    }
    let newest_first: Vec<GroupId> = groups.into_iter().rev().collect();
    assert_eq!(seen, newest_first);
    assert_eq!(ann.get("/api/message_groups?limit=7").link("next"), None);
}
