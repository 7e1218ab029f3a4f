//! How Lambda reads a function's answer.

use serde_json::Value;

/// How an invocation ended.
#[derive(Clone, Debug)]
pub enum Reply {
    Answer(Value),
    /// It failed: an error, a crash, out of time.
    Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Success,
    /// The index of the record with the lowest number among the reported ones.
    FailedFrom(usize),
    Failed,
}

impl Reply {
    /// What it means for a batch of records with these numbers.
    pub fn outcome(&self, reports_failures: bool, numbers: &[&str]) -> Outcome {
        let Self::Answer(answer) = self else {
            return Outcome::Failed;
        };
        let failures = answer.get("batchItemFailures").unwrap_or(&Value::Null);
        if !reports_failures || failures.is_null() {
            return Outcome::Success;
        }
        let Some(failures) = failures.as_array() else {
            return Outcome::Failed;
        };
        let mut lowest = None;
        for failure in failures {
            let named = failure["itemIdentifier"].as_str();
            let index = named.and_then(|name| numbers.iter().position(|number| *number == name));
            match index {
                // An empty, absent or foreign identifier fails the whole batch.
                None => return Outcome::Failed,
                Some(index) => lowest = Some(lowest.map_or(index, |low: usize| low.min(index))),
            }
        }
        lowest.map_or(Outcome::Success, Outcome::FailedFrom)
    }
}
