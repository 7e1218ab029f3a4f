//! Concurrent messages get a total order.

use cruddur_contract::Predecessor;
use cruddur_contract::message::SendAnswer;

use crate::support::{Someone, until};

#[test]
fn two_concurrent_first_messages_end_in_one_conversation() {
    for _ in 0..4 {
        let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
        let (hers, his): (SendAnswer, SendAnswer) = std::thread::scope(|scope| {
            let hers = scope.spawn(|| ann.write_to(&bob, "from ann"));
            let his = scope.spawn(|| bob.write_to(&ann, "from bob"));
            (hers.join().expect("sent"), his.join().expect("sent"))
        });
        assert_eq!(hers.message_group_uuid, his.message_group_uuid);
        assert_eq!(ann.messages(&hers.message_group_uuid).len(), 2);
        assert_eq!((ann.groups().len(), bob.groups().len()), (1, 1));
    }
}

#[test]
fn twenty_concurrent_messages_make_one_unbroken_chain() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "first").message_group_uuid;
    std::thread::scope(|scope| {
        for number in 0..20 {
            let (sender, group) = (if number % 2 == 0 { &ann } else { &bob }, &group);
            scope.spawn(move || sender.write_in(group, &format!("number {number}")));
        }
    });
    let rows = ann.messages(&group);
    assert_eq!(rows.len(), 21);
    for pair in rows.windows(2) {
        assert!(pair[0].created_at < pair[1].created_at);
        let before = Predecessor::Message(pair[0].uuid.clone());
        assert_eq!(pair[1].previous_message_uuid, before);
    }
    let last = rows.last().expect("rows");
    for someone in [&ann, &bob] {
        let row = until("the list follows", || {
            someone
                .group(&group)
                .filter(|row| row.last_message_uuid.as_ref() == Some(&last.uuid))
        });
        assert_eq!(row.message, last.message);
        assert_eq!(someone.groups().len(), 1);
    }
}
