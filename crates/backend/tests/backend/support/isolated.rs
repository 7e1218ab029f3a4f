//! A table and a queue of one test, which no deployed function reads, behind a proxy that lets calls fail; and a
//! gateway that writes down frames. What runs in between is the real function.

use std::sync::{Arc, Mutex};

use aws_lambda_events::event::dynamodb::Event;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, ScalarAttributeType,
};
use cruddur_backend::clients::Account;
use cruddur_backend::clock::{now_micros, seconds};
use cruddur_backend::push::Gateway;
use cruddur_backend::stream::{Repairs, Stream};
use cruddur_backend::table::{
    Cursor, LIST_INDEX, LiveSession, NewMessage, StoredMessage, Table, Target,
};
use cruddur_contract::{GroupId, Person, PersonId, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use super::aws::{account, run};
use super::faults::{Call, Fault, proxy};
use super::gateway::FakeGateway;
use super::stack::stack;
use crate::event_source::{Record, Reply};

type Rule = Box<dyn Fn(&Call) -> Fault + Send>;

pub struct Isolated {
    pub gateway: FakeGateway,
    table: String,
    queue: String,
    proxy: String,
    rule: Arc<Mutex<Rule>>,
}

impl Isolated {
    pub fn new() -> Self {
        let name = format!("isolated-{}", Uuid::new_v4().simple());
        let rule: Arc<Mutex<Rule>> = Arc::new(Mutex::new(Box::new(|_| Fault::None)));
        let shared = Arc::clone(&rule);
        let proxy = proxy(&stack().endpoint, move |call| {
            shared.lock().expect("no rule panics")(call)
        });
        run(create_table(&name));
        let queue = run(account().sqs().create_queue().queue_name(&name).send());
        let queue = queue.expect("a queue").queue_url.expect("its address");
        Self {
            gateway: FakeGateway::start(),
            table: name,
            queue,
            proxy,
            rule,
        }
    }

    /// The function's calls have these faults from now on.
    pub fn faults(&self, rule: impl Fn(&Call) -> Fault + Send + 'static) {
        *self.rule.lock().expect("no rule panics") = Box::new(rule);
    }

    /// The table, without faults.
    pub fn table(&self) -> Table {
        Table::new(account().dynamodb(), self.table.as_str())
    }

    /// The function, with faults.
    pub fn stream(&self) -> Stream {
        let account = Account::local(self.proxy.clone());
        Stream {
            table: Table::new(account.dynamodb(), self.table.as_str()),
            gateway: self.posting(),
            repairs: Repairs::new(account.sqs(), self.queue.as_str()),
        }
    }

    /// A client of the gateway.
    pub fn posting(&self) -> Gateway {
        Gateway::new(account().connections(&self.gateway.url))
    }

    /// Lets the function handle a batch.
    pub fn handle(&self, event: &Value) -> Reply {
        let event: Event = serde_json::from_value(event.clone()).expect("an event");
        let answer = run(async { self.stream().handle(event, now_micros()).await });
        Reply::Answer(serde_json::to_value(answer).expect("JSON"))
    }

    /// The bodies of the repairs that are queued, each handled by the function; the answers must name none as failed.
    pub fn repair(&self) -> Vec<Value> {
        let received = run(account()
            .sqs()
            .receive_message()
            .queue_url(&self.queue)
            .max_number_of_messages(10)
            .send());
        let messages = received.expect("received").messages.unwrap_or_default();
        let body = |message: &aws_sdk_sqs::types::Message| message.body.clone().expect("a body");
        let record =
            |message| json!({"messageId": "1", "eventSource": "aws:sqs", "body": body(message)});
        let records: Vec<Value> = messages.iter().map(record).collect();
        if !records.is_empty() {
            let event = json!({ "Records": records });
            let answer = run(async { self.stream().receive(event, now_micros()).await });
            let failures = answer.expect("an event").batch_item_failures;
            assert!(failures.is_empty(), "{failures:?}");
        }
        let parsed = |message| serde_json::from_str(&body(message)).expect("JSON");
        messages.iter().map(parsed).collect()
    }

    /// A person of this table.
    pub fn person(&self, name: &str) -> Person {
        let person = Person {
            uuid: Uuid::new_v4().to_string().into(),
            handle: format!("{name}-{}", &Uuid::new_v4().simple().to_string()[..8]),
            display_name: name.to_owned(),
        };
        run(self.table().create_person(&person)).expect("created");
        person
    }

    /// Opens a connection of this person, ten minutes ago.
    pub fn connect(&self, person: &PersonId, id: &str) {
        let now = now_micros() - 600_000_000;
        let session = LiveSession {
            user_uuid: person.clone(),
            signed_in_at: 0,
            token_expires_at: seconds(now) + 1_200,
        };
        run(self.table().store_connection(id, &session, now)).expect("stored");
    }

    /// Starts the conversation of these people.
    pub fn start(&self, sender: &Person, others: &[Person], text: &str) -> GroupId {
        if let [other] = others {
            return self.send(sender, Target::Person(other.clone()), text);
        }
        let group = GroupId::from(Uuid::new_v4().to_string());
        let table = self.table();
        let started = table.start_group(&group, sender, others, None, now_micros());
        run(started).expect("started");
        self.send(sender, Target::Group(group), text)
    }

    /// Writes into a conversation.
    pub fn write(&self, sender: &Person, group: &GroupId, text: &str) {
        self.send(sender, Target::Group(group.clone()), text);
    }

    fn send(&self, sender: &Person, target: Target, text: &str) -> GroupId {
        let message = NewMessage {
            target,
            text: text.to_owned(),
            client_message_id: None,
        };
        let sent = run(self.table().send(sender, &message, now_micros));
        sent.expect("sent").group
    }

    /// What people wrote in a conversation.
    pub fn stored(&self, group: &GroupId) -> Vec<StoredMessage> {
        let table = self.table();
        let page = table.messages(group, Timestamp::EPOCH, &Cursor::Newest, 100, now_micros());
        let mut messages = run(page).expect("read").expect("a page").messages;
        messages.retain(|message| message.system.is_none());
        messages
    }

    /// What this person's list shows of a conversation.
    pub fn shown(&self, person: &Person, group: &GroupId) -> Option<String> {
        let rows = run(self.table().list(&person.uuid, None, 100)).expect("read");
        let row = rows
            .into_iter()
            .find(|row| row.message_group_uuid == *group);
        row.map(|row| row.message)
    }
}

/// A stream record of this message.
pub fn record(number: usize, message: &StoredMessage) -> Record {
    let image: serde_dynamo::Item = serde_dynamo::to_item(message).expect("an item");
    let pk = format!("MSG#{}", message.of_group);
    let value = json!({
        "eventID": number.to_string(), "eventName": "INSERT", "awsRegion": "us-east-1",
        "dynamodb": {
            "Keys": {"pk": {"S": pk}, "sk": {"S": message.created_at}},
            "NewImage": image,
            "SequenceNumber": number.to_string(),
            "SizeBytes": 1,
            "ApproximateCreationDateTime": 1.7e9,
        },
    });
    Record {
        value,
        written_at: seconds(now_micros()),
    }
}

/// The keys of `infra/template.yaml` and the index that the functions read, without its stream.
async fn create_table(name: &str) {
    let attribute = |name: &str| {
        AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::S)
            .build()
            .expect("complete")
    };
    let key = |name: &str, kind: KeyType| {
        KeySchemaElement::builder()
            .attribute_name(name)
            .key_type(kind)
            .build()
            .expect("complete")
    };
    let all = Projection::builder()
        .projection_type(ProjectionType::All)
        .build();
    let index = LocalSecondaryIndex::builder()
        .index_name(LIST_INDEX)
        .key_schema(key("pk", KeyType::Hash))
        .key_schema(key("last_message_at", KeyType::Range))
        .projection(all)
        .build()
        .expect("complete");
    account()
        .dynamodb()
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(attribute("pk"))
        .attribute_definitions(attribute("sk"))
        .attribute_definitions(attribute("last_message_at"))
        .key_schema(key("pk", KeyType::Hash))
        .key_schema(key("sk", KeyType::Range))
        .local_secondary_indexes(index)
        .send()
        .await
        .expect("a table");
}
