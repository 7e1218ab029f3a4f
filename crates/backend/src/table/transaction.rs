//! Transactions, with the reason for each refused write.

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};

use super::Table;
use super::error::{TableError, is_throttling};
use super::item::{Item, keys};
use super::key::Key;

/// Condition: the item does not exist.
pub const ABSENT: &str = "attribute_not_exists(pk)";

/// The outcome of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Written,
    /// Nothing was written; a reason for each write, in order.
    Refused(Vec<Reason>),
}

/// Whether one write of a refused transaction was the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not the cause.
    None,
    /// Its condition failed.
    Condition,
    /// A concurrent transaction wrote the same item; worth a retry.
    Conflict,
}

/// A transaction being built.
#[derive(Default)]
pub struct Transaction {
    writes: Vec<TransactWriteItem>,
}

fn incomplete(error: impl std::fmt::Display) -> TableError {
    TableError::Failed {
        operation: "TransactWriteItems",
        code: error.to_string(),
    }
}

impl Transaction {
    /// Adds a conditional put; returns its index among the reasons.
    pub fn put(&mut self, table: &Table, item: Item, condition: &str) -> Result<usize, TableError> {
        let put = Put::builder()
            .table_name(&table.name)
            .set_item(Some(item))
            .condition_expression(condition)
            .build()
            .map_err(incomplete)?;
        Ok(self.push(TransactWriteItem::builder().put(put).build()))
    }

    /// Adds a put that replaces an item, on a condition that uses these values.
    pub fn replace(
        &mut self,
        table: &Table,
        item: Item,
        condition: &str,
        values: Item,
    ) -> Result<usize, TableError> {
        let put = Put::builder()
            .table_name(&table.name)
            .set_item(Some(item))
            .condition_expression(condition)
            .set_expression_attribute_values(Some(values))
            .build()
            .map_err(incomplete)?;
        Ok(self.push(TransactWriteItem::builder().put(put).build()))
    }

    /// Adds an unconditional put: another item of the transaction has the condition.
    pub fn overwrite(&mut self, table: &Table, item: Item) -> Result<usize, TableError> {
        let put = Put::builder()
            .table_name(&table.name)
            .set_item(Some(item))
            .build()
            .map_err(incomplete)?;
        Ok(self.push(TransactWriteItem::builder().put(put).build()))
    }

    /// Adds an unconditional delete: another item of the transaction has the condition.
    pub fn erase(&mut self, table: &Table, key: &Key) -> Result<usize, TableError> {
        let delete = Delete::builder()
            .table_name(&table.name)
            .set_key(Some(keys(key)))
            .build()
            .map_err(incomplete)?;
        Ok(self.push(TransactWriteItem::builder().delete(delete).build()))
    }

    fn push(&mut self, write: TransactWriteItem) -> usize {
        self.writes.push(write);
        self.writes.len() - 1
    }
}

impl Table {
    /// Writes all or nothing.
    pub(super) async fn transact(&self, transaction: Transaction) -> Result<Outcome, TableError> {
        let call = self.client.transact_write_items();
        match call
            .set_transact_items(Some(transaction.writes))
            .send()
            .await
        {
            Ok(_) => Ok(Outcome::Written),
            Err(error) => match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                    let codes = cancelled
                        .cancellation_reasons()
                        .iter()
                        .map(|reason| reason.code());
                    reasons(codes).map(Outcome::Refused)
                }
                Some(TransactWriteItemsError::TransactionInProgressException(_)) => {
                    Ok(Outcome::Refused(vec![Reason::Conflict]))
                }
                _ => Err(TableError::of("TransactWriteItems")(error)),
            },
        }
    }
}

fn reasons<'a>(codes: impl Iterator<Item = Option<&'a str>>) -> Result<Vec<Reason>, TableError> {
    codes
        .map(|code| match code.unwrap_or("None") {
            "None" => Ok(Reason::None),
            "ConditionalCheckFailed" => Ok(Reason::Condition),
            "TransactionConflict" => Ok(Reason::Conflict),
            code if is_throttling(code) => Err(TableError::Throttled),
            code => Err(TableError::Failed {
                operation: "TransactWriteItems",
                code: code.to_owned(),
            }),
        })
        .collect()
}

impl Outcome {
    /// Whether the write at that index failed its condition.
    pub fn condition_failed(&self, place: usize) -> bool {
        matches!(self, Self::Refused(reasons) if reasons.get(place) == Some(&Reason::Condition))
    }

    /// Whether a concurrent transaction was the cause.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Refused(reasons) if reasons.contains(&Reason::Conflict))
    }
}
