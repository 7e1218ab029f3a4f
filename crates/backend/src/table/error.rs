//! What can go wrong with the table itself, apart from conditions that did not hold.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// A call to the table failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// DynamoDB refused for load; the same call may succeed shortly.
    #[error("the table is throttled")]
    Throttled,
    /// An item lacks what its kind must have.
    #[error("{operation}: an item does not have the expected form: {reason}")]
    Form {
        /// Which call met it.
        operation: &'static str,
        /// What serde said; names attributes, never values.
        reason: String,
    },
    /// Anything else: network, permissions, a bug.
    #[error("{operation} failed: {code}")]
    Failed {
        /// Which call.
        operation: &'static str,
        /// DynamoDB's error code, or the kind of failure.
        code: String,
    },
}

/// Codes by which DynamoDB asks to slow down.
const THROTTLED: [&str; 4] = [
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "ThrottlingError",
];

impl TableError {
    /// For `map_err`: what failed, with the SDK's error.
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

/// Whether the code asks to slow down.
pub(super) fn is_throttling(code: &str) -> bool {
    THROTTLED.contains(&code)
}
