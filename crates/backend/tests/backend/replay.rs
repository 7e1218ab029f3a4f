//! Duplicated, late and reordered stream records.

use aws_lambda_events::event::dynamodb::Event;
use cruddur_backend::clock::now_micros;
use cruddur_backend::stream::Repair;
use cruddur_backend::table::{Cursor, StoredMessage};
use cruddur_contract::frame::ServerFrame;
use cruddur_contract::{GroupId, GroupRow, Timestamp};
use serde_json::{Value, json};

use crate::support::{Someone, aws, until};

/// Stream records of these messages, numbered from 1.
fn event<'a>(messages: impl IntoIterator<Item = &'a StoredMessage>) -> Event {
    let record = |(number, message): (usize, &StoredMessage)| -> Value {
        let image: serde_dynamo::Item = serde_dynamo::to_item(message).expect("an item");
        let pk = format!("MSG#{}", message.of_group);
        json!({
            "eventID": number.to_string(), "eventName": "INSERT", "awsRegion": "us-east-1",
            "dynamodb": {
                "Keys": {"pk": {"S": pk}, "sk": {"S": message.created_at}},
                "NewImage": image,
                "SequenceNumber": number.to_string(),
                "SizeBytes": 1,
                "ApproximateCreationDateTime": 1.7e9,
            },
        })
    };
    let records: Vec<Value> = (1..).zip(messages).map(record).collect();
    serde_json::from_value(json!({ "Records": records })).expect("an event")
}

/// Lets the stream function handle the event; returns the records it reports as failed.
fn handle(event: Event) -> Vec<String> {
    let response = aws::run(async { aws::stream().handle(event, now_micros()).await });
    let failures = response.batch_item_failures.into_iter();
    failures
        .filter_map(|failure| failure.item_identifier)
        .collect()
}

fn stored(group: &GroupId) -> Vec<StoredMessage> {
    let table = aws::table();
    let page = table.messages(group, Timestamp::EPOCH, &Cursor::Newest, 100, now_micros());
    aws::run(page).expect("read").expect("a page").messages
}

/// The lists of both, once they show the last message.
fn settled(people: [&Someone; 2], group: &GroupId, last: &str) -> Vec<Vec<GroupRow>> {
    let list = |one: &Someone| {
        until("the list shows the last message", || {
            one.group(group).filter(|row| row.message == last)
        });
        one.groups()
    };
    people.map(list).to_vec()
}

#[test]
fn repeated_and_reordered_records_change_nothing() {
    let (ann, bob, carol) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("carol"),
    );
    let group = ann.write_to(&bob, "one").message_group_uuid;
    bob.write_in(&group, "two");
    let other = ann.write_to(&carol, "aside").message_group_uuid;
    ann.write_in(&group, "three");
    let before = settled([&ann, &bob], &group, "three");
    let (messages, aside) = (stored(&group), stored(&other));
    let all = || messages.iter().chain(&aside);
    for batch in [
        event(all()),
        event(all()),
        event(messages.iter().rev()),
        event(&messages[..1]),
        event([&messages[1], &messages[1], &messages[0]]),
    ] {
        assert_eq!(handle(batch), Vec::<String>::new());
        assert_eq!(vec![ann.groups(), bob.groups()], before);
    }
}

#[test]
fn a_conversation_without_a_record_holds_up_no_other() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    let good = stored(&group).remove(0);
    let mut lost = good.clone();
    lost.of_group = uuid::Uuid::new_v4().to_string().into();
    let mut socket = bob.connect();
    assert_eq!(handle(event([&lost, &good])), Vec::<String>::new());
    let frames = socket.drained();
    assert!(frames.iter().any(|frame| matches!(
        frame,
        ServerFrame::GroupUpdated(row) if row.uuid == group
    )));
}

#[test]
fn the_deployed_function_reads_the_queue_of_repairs() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    settled([&ann, &bob], &group, "one");
    let mut socket = bob.connect();
    let repair = Repair {
        message_group_uuid: group.clone(),
        created_at: stored(&group).remove(0).created_at,
    };
    aws::run(async { aws::stream().repairs.set_aside(&repair).await }).expect("queued");
    let pushed = socket.next();
    assert!(matches!(pushed, ServerFrame::GroupUpdated(row) if row.uuid == group));
}

#[test]
fn records_that_are_no_new_messages_are_skipped() {
    let odd = json!({"Records": [
        {"eventID": "1", "eventName": "REMOVE", "awsRegion": "x",
         "dynamodb": {"Keys": {"pk": {"S": "MSG#x"}, "sk": {"S": "y"}}, "SizeBytes": 1}},
        {"eventID": "2", "eventName": "INSERT", "awsRegion": "x",
         "dynamodb": {"Keys": {"pk": {"S": "GRP#x"}, "sk": {"S": "y"}}, "SizeBytes": 1}},
        {"eventID": "3", "eventName": "INSERT", "awsRegion": "x",
         "dynamodb": {"Keys": {"pk": {"S": "MSG#x"}, "sk": {"S": "y"}}, "SizeBytes": 1,
                      "NewImage": {"message": {"N": "7"}}}}
    ]});
    let event: Event = serde_json::from_value(odd).expect("an event");
    assert_eq!(handle(event), Vec::<String>::new());
}
