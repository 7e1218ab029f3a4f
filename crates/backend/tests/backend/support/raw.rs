//! Items of the table as they are, for tests of what a crash leaves behind.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;

use super::aws::{account, run};
use super::stack::stack;

/// An item.
pub type Item = HashMap<String, AttributeValue>;

fn client() -> Client {
    account().dynamodb()
}

fn key(pk: &str, sk: &str) -> Item {
    let text = |value: &str| AttributeValue::S(value.to_owned());
    HashMap::from([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))])
}

/// Reads an item.
pub fn get(pk: &str, sk: &str) -> Option<Item> {
    let call = client().get_item().table_name(&stack().table);
    let call = call.set_key(Some(key(pk, sk))).consistent_read(true).send();
    run(call).expect("read").item
}

/// Puts an item, in place of an existing one.
pub fn put(item: Item) {
    let call = client().put_item().table_name(&stack().table);
    run(call.set_item(Some(item)).send()).expect("put");
}

/// Deletes an item that must exist.
pub fn delete(pk: &str, sk: &str) {
    let call = client().delete_item().table_name(&stack().table);
    let call = call.set_key(Some(key(pk, sk)));
    let call = call.condition_expression("attribute_exists(pk)").send();
    run(call).expect("deleted");
}

/// Updates an item.
pub fn update(pk: &str, sk: &str, expression: &str, values: &[(&str, AttributeValue)]) {
    let mut call = client()
        .update_item()
        .table_name(&stack().table)
        .set_key(Some(key(pk, sk)))
        .update_expression(expression);
    for (name, value) in values {
        call = call.expression_attribute_values(*name, value.clone());
    }
    run(call.send()).expect("updated");
}

/// How many items the index over a conversation's rows shows.
pub fn rows_in_index(group: &str) -> usize {
    let call = client()
        .query()
        .table_name(&stack().table)
        .index_name("message-group-sk-index")
        .key_condition_expression("message_group_uuid = :group")
        .expression_attribute_values(":group", AttributeValue::S(group.to_owned()));
    run(call.send())
        .expect("read")
        .items
        .unwrap_or_default()
        .len()
}
