//! Refusals: a status and a JSON array of codes.

use cruddur_contract::ErrorCode;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{ALLOW, RETRY_AFTER};
use lambda_http::{Body, Response};

use super::answer;
use crate::pool::PoolError;
use crate::table::{SendError, TableError};

/// Seconds after which a throttled client may try again.
const RETRY_SECONDS: &str = "1";

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 401: no usable token.
    Unauthorized,
    /// 404: not there, or not the caller's.
    NotFound(ErrorCode),
    /// 404: no such path.
    NoRoute,
    /// 405: the path takes only these methods.
    Method(&'static str),
    /// 422: the request is not what the route takes.
    Invalid(ErrorCode),
    /// 429: later.
    TooMany,
    /// 500: the log says why.
    Failed,
}

impl Refusal {
    /// The answer the client gets.
    pub fn into_response(self) -> Response<Body> {
        let (status, code) = match &self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, None),
            Self::NotFound(code) => (StatusCode::NOT_FOUND, Some(code.clone())),
            Self::NoRoute => (StatusCode::NOT_FOUND, Some(ErrorCode::BadRequest)),
            Self::Method(_) => (StatusCode::METHOD_NOT_ALLOWED, Some(ErrorCode::BadRequest)),
            Self::Invalid(code) => (StatusCode::UNPROCESSABLE_ENTITY, Some(code.clone())),
            Self::TooMany => (
                StatusCode::TOO_MANY_REQUESTS,
                Some(ErrorCode::TooManyRequests),
            ),
            Self::Failed => (
                StatusCode::INTERNAL_SERVER_ERROR,
                Some(ErrorCode::Generic500),
            ),
        };
        // The seed answers 401 with an object, everything else with codes.
        let body = code.map_or_else(
            || "{}".to_owned(),
            |code| serde_json::to_string(&[code]).unwrap_or_default(),
        );
        let mut answer = answer::begin(status);
        match self {
            Self::TooMany => answer = answer.header(RETRY_AFTER, RETRY_SECONDS),
            Self::Method(allowed) => answer = answer.header(ALLOW, allowed),
            _ => {}
        }
        answer.body(Body::Text(body)).unwrap_or_default()
    }
}

impl From<TableError> for Refusal {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Throttled => Self::TooMany,
            error => {
                tracing::error!(%error, "table");
                Self::Failed
            }
        }
    }
}

impl From<PoolError> for Refusal {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Throttled => Self::TooMany,
            // Deleted from the pool while the token still lives.
            PoolError::Unknown => Self::Unauthorized,
            PoolError::Failed(_) => {
                tracing::error!(%error, "user pool");
                Self::Failed
            }
        }
    }
}

impl From<SendError> for Refusal {
    fn from(error: SendError) -> Self {
        match error {
            SendError::NoSuchGroup => Self::NotFound(ErrorCode::MessageGroupNotFound),
            SendError::Table(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(response: &Response<Body>) -> &str {
        match response.body() {
            Body::Text(text) => text,
            other => panic!("not text: {other:?}"),
        }
    }

    #[test]
    fn a_throttled_table_or_pool_is_429_with_a_time_to_wait() {
        for refusal in [
            Refusal::from(TableError::Throttled),
            PoolError::Throttled.into(),
        ] {
            let response = refusal.into_response();
            assert_eq!(response.status(), 429);
            assert_eq!(response.headers()[RETRY_AFTER], RETRY_SECONDS);
            assert_eq!(text(&response), r#"["too_many_requests"]"#);
        }
    }

    #[test]
    fn a_failure_is_500_and_tells_nothing() {
        let error = TableError::Failed {
            operation: "GetItem",
            code: "secret detail".to_owned(),
        };
        let response = Refusal::from(error).into_response();
        assert_eq!(response.status(), 500);
        assert_eq!(text(&response), r#"["generic_500"]"#);
    }

    #[test]
    fn no_token_is_401_with_an_empty_object() {
        let response = Refusal::Unauthorized.into_response();
        assert_eq!((response.status().as_u16(), text(&response)), (401, "{}"));
    }
}
