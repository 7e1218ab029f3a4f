//! Reading bodies field by field, so that each fault has its own code; the body of a send.

use cruddur_contract::message::{TextFault, check_text};
use cruddur_contract::{ClientMessageId, ErrorCode};
use lambda_http::Body;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::ids;

/// The largest body read, in bytes; 1,024 characters and ids need a tenth.
const MOST_BYTES: usize = 64 * 1024;
/// The most receivers of one message: their records and rows must fit one transaction.
const MOST_RECEIVERS: usize = 20;

/// What a send asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendBody {
    /// The text, trimmed, 1 to 1024 characters.
    pub text: String,
    /// Where to.
    pub receiver: Receiver,
    /// The client's id, in its canonical form.
    pub client_message_id: Option<ClientMessageId>,
}

/// How the body names where the message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// By conversation.
    Group(String),
    /// By handles, one at least.
    Handles(Vec<String>),
}

/// What the route does not take.
pub const BAD: Refusal = Refusal::Invalid(ErrorCode::BadRequest);

impl SendBody {
    /// Reads and checks a body.
    ///
    /// # Errors
    /// 422 with the first fault's code.
    pub fn read(body: &Body) -> Result<Self, Refusal> {
        let fields = fields(body)?;
        Ok(Self {
            text: text(&fields)?,
            receiver: receiver(&fields)?,
            client_message_id: client_message_id(&fields)?,
        })
    }
}

/// The fields of a body that is an object.
///
/// # Errors
/// 422 for anything else, and for a huge one before it is read.
pub fn fields(body: &Body) -> Result<Map<String, Value>, Refusal> {
    let bytes: &[u8] = body.as_ref();
    if bytes.len() > MOST_BYTES {
        return Err(BAD);
    }
    serde_json::from_slice(bytes).map_err(|_| BAD)
}

/// A field's text; absent and `null` are `None`, another type is a bad request.
///
/// # Errors
/// 422 for another type.
pub fn string<'a>(fields: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Refusal> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(BAD),
    }
}

fn text(fields: &Map<String, Value>) -> Result<String, Refusal> {
    let text = string(fields, "message")?.unwrap_or_default();
    check_text(text).map(str::to_owned).map_err(|fault| {
        Refusal::Invalid(match fault {
            TextFault::Blank => ErrorCode::MessageBlank,
            TextFault::TooLong { .. } => ErrorCode::MessageTooLong,
        })
    })
}

fn receiver(fields: &Map<String, Value>) -> Result<Receiver, Refusal> {
    let group = string(fields, "message_group_uuid")?;
    let handle = string(fields, "handle")?;
    let handles = handles(fields)?;
    match (group.map(str::trim), handle, handles) {
        (Some(""), None, None) | (None, None, None) => {
            Err(Refusal::Invalid(ErrorCode::MessageGroupBlank))
        }
        (Some(group), None, None) => Ok(Receiver::Group(group.to_owned())),
        (None, Some(handle), None) => named(vec![handle.to_owned()]),
        (None, None, Some(handles)) => named(handles),
        // Two ways to name the conversation could name two conversations.
        _ => Err(BAD),
    }
}

fn handles(fields: &Map<String, Value>) -> Result<Option<Vec<String>>, Refusal> {
    match fields.get("handles") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(all)) if all.len() <= MOST_RECEIVERS => {
            let one = |value: &Value| value.as_str().map(str::to_owned).ok_or(BAD);
            all.iter().map(one).collect::<Result<_, _>>().map(Some)
        }
        Some(_) => Err(BAD),
    }
}

/// Handles without white space and leading `@`; none may be blank.
fn named(handles: Vec<String>) -> Result<Receiver, Refusal> {
    let bare = |handle: String| handle.trim().trim_start_matches('@').to_owned();
    let handles: Vec<String> = handles.into_iter().map(bare).collect();
    if handles.is_empty() || handles.iter().any(String::is_empty) {
        return Err(Refusal::Invalid(ErrorCode::ReceiverBlank));
    }
    Ok(Receiver::Handles(handles))
}

fn client_message_id(fields: &Map<String, Value>) -> Result<Option<ClientMessageId>, Refusal> {
    string(fields, "client_message_id")?
        .map(|text| {
            ids::canonical(text)
                .map(|id| id.to_string().into())
                .ok_or(BAD)
        })
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> ErrorCode {
        match SendBody::read(&Body::Text(body.to_owned())) {
            Err(Refusal::Invalid(code)) => code,
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
            code(r#"{"message":"x","handles":[]}"#),
            ErrorCode::ReceiverBlank
        );
        assert_eq!(
            code(r#"{"message":"x","handles":["a",7]}"#),
            ErrorCode::BadRequest
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
            "y".repeat(MOST_BYTES)
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
        assert_eq!(read.receiver, Receiver::Handles(vec!["ann".to_owned()]));
        let id = read.client_message_id.expect("an id");
        assert_eq!(id.as_str(), "6f9619ff-8b86-d011-b42d-00cf4fc964ff");
    }
}
