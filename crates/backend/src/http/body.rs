//! Reading request bodies, and validating the body of a send: each fault has its own code.

use cruddur_contract::message::{SendRequest, TextFault, check_text};
use cruddur_contract::person::bare_handle;
use cruddur_contract::{ClientMessageId, ErrorCode, GroupId, read};
use lambda_http::Body;
use serde::de::DeserializeOwned;

use super::error::ApiError;
use crate::ids;

/// The largest accepted body, in bytes; 1,024 characters and ids need a tenth of it.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// A validated [`SendRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendBody {
    /// The text, trimmed, 1 to 1024 characters.
    pub text: String,
    pub receiver: Receiver,
    /// The client's id, in its canonical form.
    pub client_message_id: Option<ClientMessageId>,
}

/// Where the message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receiver {
    Group(String),
    Handle(String),
}

/// 422 `bad_request`.
pub const BAD: ApiError = ApiError::Invalid(ErrorCode::BadRequest);

impl SendBody {
    /// Reads and validates a body.
    ///
    /// # Errors
    /// 422 with the first fault's code.
    pub fn read(body: &Body) -> Result<Self, ApiError> {
        let request: SendRequest = object(body)?;
        Ok(Self {
            text: text(&request.message)?,
            client_message_id: request.client_message_id.map(canonical).transpose()?,
            receiver: receiver(request.message_group_uuid, request.handle)?,
        })
    }
}

/// Reads a body that is a JSON object.
///
/// # Errors
/// 422 for anything else, and for a huge one before it is read.
pub fn object<T: DeserializeOwned>(body: &Body) -> Result<T, ApiError> {
    let bytes: &[u8] = body.as_ref();
    if bytes.len() > MAX_BODY_BYTES {
        return Err(BAD);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BAD)?;
    read::object(text).map_err(|_| BAD)
}

/// The text of a message, as it is stored.
pub fn text(message: &str) -> Result<String, ApiError> {
    check_text(message).map(str::to_owned).map_err(|fault| {
        ApiError::Invalid(match fault {
            TextFault::Blank => ErrorCode::MessageBlank,
            TextFault::TooLong { .. } => ErrorCode::MessageTooLong,
        })
    })
}

fn receiver(group: Option<GroupId>, handle: Option<String>) -> Result<Receiver, ApiError> {
    match (group.as_ref().map(|id| id.as_str().trim()), handle) {
        (Some("") | None, None) => Err(ApiError::Invalid(ErrorCode::MessageGroupBlank)),
        (Some(group), None) => Ok(Receiver::Group(group.to_owned())),
        (None, Some(handle)) => bare(&handle).map(Receiver::Handle),
        // Two of them could name two conversations.
        _ => Err(BAD),
    }
}

/// A handle without the `@`, which may not be blank.
pub fn bare(handle: &str) -> Result<String, ApiError> {
    match bare_handle(handle) {
        "" => Err(ApiError::Invalid(ErrorCode::ReceiverBlank)),
        handle => Ok(handle.to_owned()),
    }
}

fn canonical(id: ClientMessageId) -> Result<ClientMessageId, ApiError> {
    let id = ids::canonical(id.as_str()).ok_or(BAD)?;
    Ok(id.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> ErrorCode {
        match SendBody::read(&Body::Text(body.to_owned())) {
            Err(ApiError::Invalid(code)) => code,
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn each_fault_has_its_code() {
        for bad in [
            "",
            "{",
            "null",
            "[]",
            "7",
            "\"x\"",
            r#"{"message":"\ud800","handle":"a"}"#,
        ] {
            assert_eq!(code(bad), ErrorCode::BadRequest, "{bad}");
        }
        assert_eq!(code(r#"{"message":7,"handle":"a"}"#), ErrorCode::BadRequest);
        assert_eq!(code(r#"{"handle":"a"}"#), ErrorCode::MessageBlank);
        assert_eq!(
            code(r#"{"message":" \n ","handle":"a"}"#),
            ErrorCode::MessageBlank
        );
        assert_eq!(code(r#"{"message":"x"}"#), ErrorCode::MessageGroupBlank);
        assert_eq!(
            code(r#"{"message":"x","message_group_uuid":" "}"#),
            ErrorCode::MessageGroupBlank
        );
        assert_eq!(
            code(r#"{"message":"x","handle":" @ "}"#),
            ErrorCode::ReceiverBlank
        );
        assert_eq!(
            code(r#"{"message":"x","handle":"a","message_group_uuid":"g"}"#),
            ErrorCode::BadRequest
        );
        assert_eq!(
            code(r#"{"message":"x","handle":"a","client_message_id":"1"}"#),
            ErrorCode::BadRequest
        );
    }

    #[test]
    fn too_many_bytes_are_refused_before_they_are_read() {
        let huge = format!(
            r#"{{"message":"x","handle":"a","junk":"{}"}}"#,
            "y".repeat(MAX_BODY_BYTES)
        );
        assert_eq!(code(&huge), ErrorCode::BadRequest);
        let not_utf8 = Body::Binary(b"{\"message\":\"\xff\",\"handle\":\"a\"}".to_vec());
        assert_eq!(SendBody::read(&not_utf8), Err(BAD));
    }

    #[test]
    fn a_good_body_is_read() {
        let body = r#"{"message":" hi ","handle":"@ann","client_message_id":"6F9619FF-8B86-D011-B42D-00CF4FC964FF"}"#;
        let read = SendBody::read(&Body::Text(body.to_owned())).expect("a good body");
        assert_eq!(read.text, "hi");
        assert_eq!(read.receiver, Receiver::Handle("ann".to_owned()));
        let id = read.client_message_id.expect("an id");
        assert_eq!(id.as_str(), "6f9619ff-8b86-d011-b42d-00cf4fc964ff");
    }
}
