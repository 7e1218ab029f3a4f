//! Errors of the table, apart from failed conditions.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// A call to the table failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Throttled; the same call may succeed shortly.
    #[error("the table is throttled")]
    Throttled,
    /// An item cannot be read or written as its type.
    #[error("{operation}: an item does not have the expected form: {reason}")]
    Form {
        operation: &'static str,
        /// serde's message: names attributes, never values.
        reason: String,
    },
    /// Anything else: network, permissions, a bug.
    #[error("{operation} failed: {code}")]
    Failed {
        operation: &'static str,
        /// DynamoDB's error code, or the kind of failure.
        code: String,
    },
}

/// DynamoDB's error codes for throttling, and the one for a single write of an item that a transaction is just writing.
const THROTTLED: [&str; 5] = [
    "TransactionConflictException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "ThrottlingError",
];

impl TableError {
    /// For `map_err`: names the failed operation.
    pub(super) fn of<E: ProvideErrorMetadata, R>(
        operation: &'static str,
    ) -> impl FnOnce(SdkError<E, R>) -> Self {
        move |error| {
            let kind = match &error {
                SdkError::TimeoutError(_) => "timeout",
                SdkError::DispatchFailure(_) => "no connection",
                SdkError::ConstructionFailure(_) => "bad request",
                _ => "no code",
            };
            match error.code() {
                Some(code) if is_throttling(code) => Self::Throttled,
                Some(code) => Self::Failed {
                    operation,
                    code: code.to_owned(),
                },
                None => Self::Failed {
                    operation,
                    code: kind.to_owned(),
                },
            }
        }
    }

    /// For `map_err`: an item that serde cannot read or write.
    pub(super) fn form(operation: &'static str) -> impl Fn(serde_dynamo::Error) -> Self {
        move |error| Self::Form {
            operation,
            reason: error.to_string(),
        }
    }
}

/// Whether the code means throttling.
pub(super) fn is_throttling(code: &str) -> bool {
    THROTTLED.contains(&code)
}
