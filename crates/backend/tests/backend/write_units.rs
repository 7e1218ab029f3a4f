//! What a message costs, in write units as DynamoDB counts them (docs/backend.md, "What a message costs").

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextMut, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::put_item::{PutItemInput, PutItemOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{
    TransactWriteItemsInput, TransactWriteItemsOutput,
};
use aws_sdk_dynamodb::operation::update_item::{UpdateItemInput, UpdateItemOutput};
use aws_sdk_dynamodb::types::ReturnConsumedCapacity::Total;
use aws_sdk_dynamodb::types::{
    BillingMode, GlobalSecondaryIndex, GlobalSecondaryIndexDescription, LocalSecondaryIndex,
    LocalSecondaryIndexDescription,
};
use cruddur_backend::clock::now_micros;
use cruddur_backend::table::{NewMessage, Table, Target};
use cruddur_contract::{GroupId, Person};
use uuid::Uuid;

use crate::support::aws;
use crate::support::stack::stack;

/// Adds up the write units of a client's calls, with indexes. A write whose condition fails costs one too (AWS: "at least
/// one write unit"), which the error does not say.
#[derive(Clone, Debug, Default)]
struct Meter(Arc<AtomicU64>);

impl Meter {
    fn add(&self, units: f64) {
        self.0.fetch_add(units.round() as u64, Ordering::Relaxed);
    }
}

impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "write units"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut();
        if let Some(input) = input.downcast_mut::<PutItemInput>() {
            input.return_consumed_capacity = Some(Total);
        } else if let Some(input) = input.downcast_mut::<UpdateItemInput>() {
            input.return_consumed_capacity = Some(Total);
        } else if let Some(input) = input.downcast_mut::<TransactWriteItemsInput>() {
            input.return_consumed_capacity = Some(Total);
        }
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let is_write = context.input().is_some_and(|input| {
            input.downcast_ref::<PutItemInput>().is_some()
                || input.downcast_ref::<UpdateItemInput>().is_some()
        });
        match context.output_or_error() {
            Some(Ok(output)) => {
                let one = |units: Option<f64>| self.add(units.unwrap_or_default());
                if let Some(output) = output.downcast_ref::<PutItemOutput>() {
                    one(output
                        .consumed_capacity()
                        .and_then(|units| units.capacity_units()));
                } else if let Some(output) = output.downcast_ref::<UpdateItemOutput>() {
                    one(output
                        .consumed_capacity()
                        .and_then(|units| units.capacity_units()));
                } else if let Some(output) = output.downcast_ref::<TransactWriteItemsOutput>() {
                    for units in output.consumed_capacity() {
                        one(units.capacity_units());
                    }
                }
            }
            Some(Err(_)) if is_write => self.add(1.0),
            _ => {}
        }
        Ok(())
    }
}

/// People without accounts.
fn people(count: usize) -> Vec<Person> {
    let person = |number| Person {
        uuid: Uuid::new_v4().to_string().into(),
        handle: format!("person-{number}"),
        display_name: format!("Person {number}"),
    };
    (0..count).map(person).collect()
}

/// Write units of a message by the first of them into a conversation they have: storing it, and moving the rows.
async fn of_a_message(table: &Table, meter: &Meter, sender: &Person, group: &GroupId) -> u64 {
    let message = NewMessage {
        text: "Shall we meet at the fountain?".to_owned(),
        target: Target::Group(group.clone()),
        client_message_id: Some(Uuid::new_v4().to_string().into()),
    };
    let before = meter.0.load(Ordering::Relaxed);
    let sent = table
        .send(sender, &message, now_micros)
        .await
        .expect("stored");
    let moved = table.move_rows(&sent.message).await.expect("moved");
    assert!(!moved.is_empty());
    meter.0.load(Ordering::Relaxed) - before
}

/// A table like the deployed one, whose stream no function reads: it would move the rows as well.
async fn metered() -> (Table, Meter) {
    let meter = Meter::default();
    let client = aws::account().dynamodb();
    let config = client
        .config()
        .to_builder()
        .interceptor(meter.clone())
        .build();
    let client = Client::from_conf(config);
    let described = client
        .describe_table()
        .table_name(&stack().table)
        .send()
        .await;
    let like = described.expect("described").table.expect("a table");
    let name = format!("units-{}", Uuid::new_v4());
    let create = client
        .create_table()
        .table_name(&name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(like.attribute_definitions)
        .set_key_schema(like.key_schema)
        .set_local_secondary_indexes(like.local_secondary_indexes.map(|all| {
            let local = |one: LocalSecondaryIndexDescription| {
                LocalSecondaryIndex::builder()
                    .set_index_name(one.index_name)
                    .set_key_schema(one.key_schema)
                    .set_projection(one.projection)
                    .build()
                    .expect("an index")
            };
            all.into_iter().map(local).collect()
        }))
        .set_global_secondary_indexes(like.global_secondary_indexes.map(|all| {
            let global = |one: GlobalSecondaryIndexDescription| {
                GlobalSecondaryIndex::builder()
                    .set_index_name(one.index_name)
                    .set_key_schema(one.key_schema)
                    .set_projection(one.projection)
                    .build()
                    .expect("an index")
            };
            all.into_iter().map(global).collect()
        }));
    create.send().await.expect("created");
    (Table::new(client, name), meter)
}

#[test]
fn a_message_between_two_people_costs_nine_write_units() {
    let two = people(2);
    let units = aws::run(async {
        let (table, meter) = metered().await;
        let first = NewMessage {
            text: "Hello".to_owned(),
            target: Target::Person(two[1].clone()),
            client_message_id: Some(Uuid::new_v4().to_string().into()),
        };
        let sent = table
            .send(&two[0], &first, now_micros)
            .await
            .expect("stored");
        of_a_message(&table, &meter, &two[0], &sent.group).await
    });
    assert_eq!(units, 9);
}

#[test]
fn a_message_in_a_group_costs_little_more_than_a_row_for_each_member() {
    for (count, expected) in [(8, 27), (32, 100)] {
        let units = aws::run(async {
            let (table, meter) = metered().await;
            let all = people(count);
            let (creator, others) = all.split_first().expect("people");
            let group = GroupId::from(Uuid::new_v4().to_string());
            let started = table.start_group(&group, creator, others, None, now_micros());
            started.await.expect("started");
            of_a_message(&table, &meter, creator, &group).await
        });
        assert_eq!(units, expected, "{count} members");
    }
}
