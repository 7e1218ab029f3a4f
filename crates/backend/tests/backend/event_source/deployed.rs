//! The mappings of the deployed system.

use serde_json::Value;

use super::Mapping;
use crate::support::signed::{FORM, signed};
use crate::support::stack::stack;

impl Mapping {
    /// The deployed mapping of the table's stream whose filter names this.
    pub fn deployed(filtered: &str) -> Self {
        let of_table = |mapping: &Value| {
            let source = mapping["EventSourceArn"].as_str().unwrap_or_default();
            let filters = mapping["FilterCriteria"].to_string();
            source.contains(&stack().table) && filters.contains(filtered)
        };
        let found = mappings().into_iter().find(of_table).expect("a mapping");
        let number = |name: &str| found[name].as_i64().filter(|number| *number >= 0);
        Self {
            batch_size: usize::try_from(number("BatchSize").expect("a size")).expect("a size"),
            reports_failures: found["FunctionResponseTypes"]
                .to_string()
                .contains("ReportBatchItemFailures"),
            bisects: found["BisectBatchOnFunctionError"].as_bool() == Some(true),
            max_retries: number("MaximumRetryAttempts")
                .map(|most| u32::try_from(most).expect("a count")),
            max_age: number("MaximumRecordAgeInSeconds"),
        }
    }
}

/// All event source mappings.
pub fn mappings() -> Vec<Value> {
    let url = format!("{}/2015-03-31/event-source-mappings/", stack().endpoint);
    let text = signed("lambda", "GET", &url, FORM, "");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    all["EventSourceMappings"]
        .as_array()
        .expect("a list")
        .clone()
}
