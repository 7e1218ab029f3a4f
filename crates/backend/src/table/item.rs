//! Reading items as records and writing records as items.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Table;
use super::error::TableError;
use super::key::Key;
use super::transaction::ABSENT;

/// An item of the SDK.
pub type Item = HashMap<String, AttributeValue>;

pub fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// The key attributes.
pub fn keys(key: &Key) -> Item {
    HashMap::from([
        ("pk".to_owned(), text(&key.pk)),
        ("sk".to_owned(), text(&key.sk)),
    ])
}

/// A record with its key, as an item.
pub fn item(key: &Key, record: &impl Serialize) -> Result<Item, TableError> {
    let mut item: Item =
        serde_dynamo::to_item(record).map_err(TableError::form("write an item"))?;
    item.extend(keys(key));
    Ok(item)
}

/// Reads an item as a record.
pub fn record<T: DeserializeOwned>(item: Item) -> Result<T, TableError> {
    serde_dynamo::from_item(item).map_err(TableError::form("read an item"))
}

impl Table {
    /// Puts an item, unless there is one with its key; returns whether it did.
    pub(super) async fn put_if_absent(&self, item: Item) -> Result<bool, TableError> {
        let call = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(ABSENT);
        match call.send().await {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(_)) => Ok(false),
                _ => Err(TableError::of("PutItem")(error)),
            },
        }
    }

    /// Puts an item, replacing an existing one.
    pub(super) async fn put(&self, item: Item) -> Result<(), TableError> {
        let call = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item));
        call.send().await.map_err(TableError::of("PutItem"))?;
        Ok(())
    }

    /// Deletes an item and returns its attributes, if it existed.
    pub(super) async fn delete(&self, key: &Key) -> Result<Option<Item>, TableError> {
        let answer = self
            .client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(keys(key)))
            .return_values(aws_sdk_dynamodb::types::ReturnValue::AllOld)
            .send()
            .await
            .map_err(TableError::of("DeleteItem"))?;
        Ok(answer.attributes.filter(|old| !old.is_empty()))
    }
}
