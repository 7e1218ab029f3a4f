//! Reading items: one, a range, several.

use aws_sdk_dynamodb::types::KeysAndAttributes;
use serde::de::DeserializeOwned;

use super::Table;
use super::error::TableError;
use super::item::{Item, keys, record, text};
use super::key::Key;

/// A query for the items of one partition, in the order of their sort keys.
pub struct Range {
    pub pk: String,
    /// Which sort keys.
    pub sort: Sort,
    /// Smallest sort key first.
    pub ascending: bool,
    /// The most items to read; `usize::MAX` reads to the end. Not for what is filtered later: what is filtered out
    /// would count.
    pub limit: usize,
}

/// A condition on the sort key.
pub enum Sort {
    Any,
    /// This one or greater.
    From(String),
    Prefix(String),
    /// From the first to the second, both included.
    Between(String, String),
}

impl Table {
    /// Reads one item consistently, as a record.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        key: &Key,
    ) -> Result<Option<T>, TableError> {
        self.get_item(key).await?.map(record).transpose()
    }

    /// Reads one item consistently.
    pub(super) async fn get_item(&self, key: &Key) -> Result<Option<Item>, TableError> {
        let call = self.client.get_item().table_name(&self.name);
        let answer = call
            .set_key(Some(keys(key)))
            .consistent_read(true)
            .send()
            .await
            .map_err(TableError::of("GetItem"))?;
        Ok(answer.item)
    }

    /// Reads the items of a range consistently, up to `limit` or the end.
    pub(super) async fn range<T: DeserializeOwned>(
        &self,
        range: Range,
    ) -> Result<Vec<T>, TableError> {
        let mut found = Vec::new();
        let mut from: Option<Item> = None;
        loop {
            let left = range.limit - found.len();
            let mut call = self
                .client
                .query()
                .table_name(&self.name)
                .consistent_read(true)
                .scan_index_forward(range.ascending)
                .set_limit(i32::try_from(left).ok())
                .set_exclusive_start_key(from)
                .expression_attribute_values(":pk", text(&range.pk));
            let condition = match &range.sort {
                Sort::Any => "pk = :pk",
                Sort::From(_) => "pk = :pk AND sk >= :sk",
                Sort::Between(..) => "pk = :pk AND sk BETWEEN :sk AND :to",
                Sort::Prefix(_) => "pk = :pk AND begins_with(sk, :sk)",
            };
            if let Sort::From(sk) | Sort::Between(sk, _) | Sort::Prefix(sk) = &range.sort {
                call = call.expression_attribute_values(":sk", text(sk));
            }
            if let Sort::Between(_, to) = &range.sort {
                call = call.expression_attribute_values(":to", text(to));
            }
            let answer = call
                .key_condition_expression(condition)
                .send()
                .await
                .map_err(TableError::of("Query"))?;
            for item in answer.items.unwrap_or_default() {
                found.push(record(item)?);
            }
            from = answer.last_evaluated_key;
            if from.is_none() || found.len() >= range.limit {
                return Ok(found);
            }
        }
    }

    /// Reads several items consistently as records, in no order; keys without an item are skipped.
    pub(super) async fn get_all<T: DeserializeOwned>(
        &self,
        wanted: &[Key],
    ) -> Result<Vec<T>, TableError> {
        let items = self.get_items(wanted).await?;
        items.into_iter().map(record).collect()
    }

    /// Reads several items consistently, in no order; keys without an item are skipped.
    pub(super) async fn get_items(&self, wanted: &[Key]) -> Result<Vec<Item>, TableError> {
        let mut found = Vec::with_capacity(wanted.len());
        // BatchGetItem accepts 100 keys at most.
        for chunk in wanted.chunks(100) {
            let mut rest: Vec<Item> = chunk.iter().map(keys).collect();
            while !rest.is_empty() {
                rest = self.get_some(rest, &mut found).await?;
            }
        }
        Ok(found)
    }

    /// One BatchGetItem; returns the keys DynamoDB left unprocessed.
    async fn get_some(
        &self,
        keys: Vec<Item>,
        found: &mut Vec<Item>,
    ) -> Result<Vec<Item>, TableError> {
        let asked = keys.len();
        let wanted = KeysAndAttributes::builder()
            .set_keys(Some(keys))
            .consistent_read(true)
            .build()
            .map_err(|error| TableError::Failed {
                operation: "BatchGetItem",
                code: error.to_string(),
            })?;
        let answer = self
            .client
            .batch_get_item()
            .request_items(&self.name, wanted)
            .send()
            .await
            .map_err(TableError::of("BatchGetItem"))?;
        let items = answer
            .responses
            .and_then(|mut all| all.remove(&self.name))
            .unwrap_or_default();
        found.extend(items);
        let rest = answer
            .unprocessed_keys
            .and_then(|mut all| all.remove(&self.name))
            .map(|left| left.keys)
            .unwrap_or_default();
        // No progress at all means throttling: back off.
        if rest.len() == asked {
            Err(TableError::Throttled)
        } else {
            Ok(rest)
        }
    }
}
