//! Errors of the API: a status and a JSON array of codes.

use cruddur_contract::edit::VersionConflict;
use cruddur_contract::{ErrorCode, MessageRow};
use lambda_http::http::StatusCode;
use lambda_http::http::header::{ALLOW, RETRY_AFTER};
use lambda_http::{Body, Response};

use super::response;
use crate::pool::PoolError;
use crate::table::{EditError, GroupError, SendError, TableError};

/// `Retry-After` of a throttled table or pool, in seconds.
const RETRY_SECONDS: u32 = 1;

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// 401: no valid token.
    Unauthorized,
    /// 403: somebody else may.
    Forbidden(ErrorCode),
    /// 409: the message has changed since; as it is now.
    Conflict(Box<MessageRow>),
    /// 404: it does not exist, or is not the caller's.
    NotFound(ErrorCode),
    /// 404: no such path.
    NoRoute,
    /// 405: the methods that the path allows.
    MethodNotAllowed(&'static str),
    /// 422: the request is invalid.
    Invalid(ErrorCode),
    /// 429, with the seconds to wait.
    TooMany { wait: u32 },
    /// 500: the cause is in the log.
    Internal,
}

impl ApiError {
    pub fn into_response(self) -> Response<Body> {
        let (status, code) = match &self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, None),
            Self::Forbidden(code) => (StatusCode::FORBIDDEN, Some(code.clone())),
            Self::Conflict(_) => (StatusCode::CONFLICT, Some(ErrorCode::VersionConflict)),
            Self::NotFound(code) => (StatusCode::NOT_FOUND, Some(code.clone())),
            Self::NoRoute => (StatusCode::NOT_FOUND, Some(ErrorCode::BadRequest)),
            Self::MethodNotAllowed(_) => {
                (StatusCode::METHOD_NOT_ALLOWED, Some(ErrorCode::BadRequest))
            }
            Self::Invalid(code) => (StatusCode::UNPROCESSABLE_ENTITY, Some(code.clone())),
            Self::TooMany { .. } => (
                StatusCode::TOO_MANY_REQUESTS,
                Some(ErrorCode::TooManyRequests),
            ),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                Some(ErrorCode::Generic500),
            ),
        };
        // As in the original API: 401 has an empty object, every other status an array of codes; a conflict also has
        // the row.
        let body = match (&self, code) {
            (Self::Conflict(row), _) => {
                serde_json::to_string(&VersionConflict::new((**row).clone()))
            }
            (_, Some(code)) => serde_json::to_string(&[code]),
            (_, None) => Ok("{}".to_owned()),
        };
        let body = body.unwrap_or_default();
        let mut response = response::builder(status);
        match self {
            Self::TooMany { wait } => response = response.header(RETRY_AFTER, wait),
            Self::MethodNotAllowed(allowed) => response = response.header(ALLOW, allowed),
            _ => {}
        }
        response.body(Body::Text(body)).unwrap_or_default()
    }
}

impl From<TableError> for ApiError {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Throttled => Self::TooMany {
                wait: RETRY_SECONDS,
            },
            error => {
                tracing::error!(%error, "table");
                Self::Internal
            }
        }
    }
}

impl From<PoolError> for ApiError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Throttled => Self::TooMany {
                wait: RETRY_SECONDS,
            },
            // The account was deleted from the pool while its token is still valid.
            PoolError::Unknown => Self::Unauthorized,
            PoolError::Failed(_) => {
                tracing::error!(%error, "user pool");
                Self::Internal
            }
        }
    }
}

impl From<EditError> for ApiError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::NoSuchMessage => Self::NotFound(ErrorCode::MessageNotFound),
            EditError::NotAuthor => Self::Forbidden(ErrorCode::NotAuthor),
            EditError::Changed(message) => Self::Conflict(Box::new(message.into_row())),
            EditError::Table(error) => error.into(),
        }
    }
}

impl From<SendError> for ApiError {
    fn from(error: SendError) -> Self {
        match error {
            SendError::NoSuchGroup => Self::NotFound(ErrorCode::MessageGroupNotFound),
            SendError::Table(error) => error.into(),
        }
    }
}

impl From<GroupError> for ApiError {
    fn from(error: GroupError) -> Self {
        match error {
            GroupError::NoSuchGroup => Self::NotFound(ErrorCode::MessageGroupNotFound),
            GroupError::OfTwo => Self::Invalid(ErrorCode::GroupOfTwo),
            GroupError::Full => Self::Invalid(ErrorCode::GroupFull),
            GroupError::NotCreator => Self::Forbidden(ErrorCode::NotAuthor),
            GroupError::Table(error) => error.into(),
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
        for error in [
            ApiError::from(TableError::Throttled),
            PoolError::Throttled.into(),
        ] {
            let response = error.into_response();
            assert_eq!(response.status(), 429);
            assert_eq!(response.headers()[RETRY_AFTER], "1");
            assert_eq!(text(&response), r#"["too_many_requests"]"#);
        }
    }

    #[test]
    fn an_internal_error_is_500_without_details() {
        let error = TableError::Failed {
            operation: "GetItem",
            code: "secret detail".to_owned(),
        };
        let response = ApiError::from(error).into_response();
        assert_eq!(response.status(), 500);
        assert_eq!(text(&response), r#"["generic_500"]"#);
    }

    #[test]
    fn no_token_is_401_with_an_empty_object() {
        let response = ApiError::Unauthorized.into_response();
        assert_eq!((response.status().as_u16(), text(&response)), (401, "{}"));
    }
}
