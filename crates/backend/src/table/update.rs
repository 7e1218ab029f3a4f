//! Single updates, each with a condition.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, ReturnValuesOnConditionCheckFailure};

use super::Table;
use super::error::TableError;
use super::item::{Item, keys, number};
use super::key::Key;

/// An update being built. All its operands are values from before it, as DynamoDB defines.
#[derive(Clone, Debug, Default)]
pub struct Update {
    sets: Vec<String>,
    removes: Vec<String>,
    conditions: Vec<String>,
    names: HashMap<String, String>,
    values: Item,
}

/// The outcome of an update.
#[derive(Clone, Debug, PartialEq)]
pub enum Updated {
    /// The attributes asked for; none when there were none.
    Done(Item),
    /// A condition failed; the item as it is, if there is one.
    Refused(Option<Item>),
}

impl Update {
    pub fn set(mut self, assignment: impl Into<String>) -> Self {
        self.sets.push(assignment.into());
        self
    }

    pub fn remove(mut self, path: impl Into<String>) -> Self {
        self.removes.push(path.into());
        self
    }

    /// Adds one to a number.
    pub fn counted(self, attribute: &str) -> Self {
        self.set(format!(
            "{attribute} = if_not_exists({attribute}, :zero) + :one"
        ))
        .value(":zero", number(0))
        .value(":one", number(1))
    }

    /// Adds a condition; all must hold.
    pub fn when(mut self, condition: impl Into<String>) -> Self {
        self.conditions.push(condition.into());
        self
    }

    /// Names an attribute, with the `#`.
    pub fn name(mut self, name: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.names.insert(name.into(), attribute.into());
        self
    }

    /// Gives a value, with the `:`.
    pub fn value(mut self, name: impl Into<String>, value: AttributeValue) -> Self {
        self.values.insert(name.into(), value);
        self
    }

    fn expression(&self) -> String {
        let clause = |word: &str, parts: &[String]| match parts {
            [] => String::new(),
            parts => format!("{word} {} ", parts.join(", ")),
        };
        clause("SET", &self.sets) + &clause("REMOVE", &self.removes)
    }

    fn condition(&self) -> String {
        let each = |one: &String| format!("({one})");
        let all: Vec<String> = self.conditions.iter().map(each).collect();
        all.join(" AND ")
    }
}

impl Table {
    pub(super) async fn update(
        &self,
        key: &Key,
        update: Update,
        returned: ReturnValue,
    ) -> Result<Updated, TableError> {
        let call = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys(key)))
            .update_expression(update.expression())
            .set_condition_expression(
                Some(update.condition()).filter(|condition| !condition.is_empty()),
            )
            .set_expression_attribute_names(Some(update.names).filter(|names| !names.is_empty()))
            .set_expression_attribute_values(
                Some(update.values).filter(|values| !values.is_empty()),
            )
            .return_values(returned)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match call.send().await {
            Ok(answer) => Ok(Updated::Done(answer.attributes.unwrap_or_default())),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                    Ok(Updated::Refused(failed.item().cloned()))
                }
                _ => Err(TableError::of("UpdateItem")(error)),
            },
        }
    }
}
