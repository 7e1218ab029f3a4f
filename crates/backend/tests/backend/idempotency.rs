//! A send with a client id happens once, however often it is repeated.

use cruddur_contract::message::SendAnswer;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Reply, Someone};

fn body(to: &Someone, text: &str, id: &Uuid) -> Value {
    json!({"handle": to.handle(), "message": text, "client_message_id": id})
}

#[test]
fn the_same_client_id_answers_the_same_and_writes_once() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let id = Uuid::new_v4();
    let first = ann.post("/api/messages", &body(&bob, "once", &id));
    let again = ann.post("/api/messages", &body(&bob, "once", &id));
    assert_eq!((again.status, again.text), (200, first.text.clone()));
    let answer: SendAnswer = first.json();
    assert_eq!(
        answer.client_message_id.map(|id| id.0),
        Some(id.to_string())
    );
    assert_eq!(bob.messages(&answer.message_group_uuid).len(), 1);
}

#[test]
fn the_first_answer_holds_for_another_text_and_receiver_too() {
    let (ann, bob, carol) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("carol"),
    );
    let id = Uuid::new_v4();
    let first: SendAnswer = ann.post("/api/messages", &body(&bob, "first", &id)).json();
    let other: SendAnswer = ann
        .post("/api/messages", &body(&carol, "other", &id))
        .json();
    assert_eq!(other, first);
    assert_eq!(carol.groups(), []);
    let messages = bob.messages(&first.message_group_uuid);
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].message, "first");
}

#[test]
fn concurrent_attempts_write_once() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    for round in 0..5 {
        let body = body(&bob, &format!("round {round}"), &Uuid::new_v4());
        let replies: Vec<Reply> = std::thread::scope(|scope| {
            let send = || ann.post("/api/messages", &body);
            let sends: Vec<_> = (0..2).map(|_| scope.spawn(send)).collect();
            sends
                .into_iter()
                .map(|one| one.join().expect("an answer"))
                .collect()
        });
        let answer: SendAnswer = replies[0].json();
        assert_eq!(replies[1].json::<SendAnswer>(), answer);
        assert_eq!(bob.messages(&answer.message_group_uuid).len(), round + 1);
    }
}

#[test]
fn two_people_may_use_the_same_client_id() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let id = Uuid::new_v4();
    let hers: SendAnswer = ann.post("/api/messages", &body(&bob, "hers", &id)).json();
    let his: SendAnswer = bob.post("/api/messages", &body(&ann, "his", &id)).json();
    assert_eq!(his.message_group_uuid, hers.message_group_uuid);
    assert_ne!(his.message_uuid, hers.message_uuid);
    assert_eq!(ann.messages(&hers.message_group_uuid).len(), 2);
}
