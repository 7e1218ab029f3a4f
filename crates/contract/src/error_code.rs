//! The machine-readable codes a server refuses with: a JSON array of strings in the body.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Why a request was refused. Unknown codes are kept as they came.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)*
            /// A code this version does not know.
            Unknown(String),
        }

        impl ErrorCode {
            /// Every code of the contract, for tests that must cover them all.
            pub const KNOWN: &'static [ErrorCode] = &[$(ErrorCode::$name,)*];

            /// The code as the wire writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for ErrorCode {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$name,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }
    };
}

codes! {
    /// 404: no such conversation, or not the caller's: one answer for both.
    MessageGroupNotFound = "message_group_not_found",
    /// 404: no such message in that conversation.
    MessageNotFound = "message_not_found",
    /// 404: nobody has that handle.
    UserNotFound = "user_not_found",
    /// 409: the row was changed meanwhile.
    VersionConflict = "version_conflict",
    /// 422: nothing left after trimming.
    MessageBlank = "message_blank",
    /// 422: more than 1024 Unicode scalar values after trimming.
    MessageTooLong = "message_exceed_max_chars_1024",
    /// 422: neither a conversation nor a receiver was named.
    MessageGroupBlank = "message_group_uuid_blank",
    /// 422: the receiver's handle is missing or nobody's (spelling of the original).
    ReceiverBlank = "user_reciever_handle_blank",
    /// 422: a message to oneself.
    ReceiverIsSender = "user_receiver_is_sender",
    /// 422: empty display name.
    DisplayNameBlank = "display_name_blank",
    /// 422: somebody else has that handle, or it is no handle.
    HandleTaken = "handle_taken",
    /// 413, 422: the body is not what the route takes.
    BadRequest = "bad_request",
    /// 429: slow down.
    TooManyRequests = "too_many_requests",
    /// 500: the server failed.
    Generic500 = "generic_500",
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Ok(Self::from(text.as_ref()))
    }
}

/// Reads the codes of an error body; anything that is no array of strings has none.
pub fn codes(body: &str) -> Vec<ErrorCode> {
    crate::lenient::list(body)
        .map(|read| read.items)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_code_reads_back_as_itself() {
        for code in ErrorCode::KNOWN {
            assert_eq!(&ErrorCode::from(code.as_str()), code);
        }
    }

    #[test]
    fn a_body_without_codes_has_none() {
        assert_eq!(codes("{}"), []);
        assert_eq!(codes("<html>500</html>"), []);
        assert_eq!(codes(""), []);
        assert_eq!(
            codes(r#"["message_blank","new_one"]"#),
            [
                ErrorCode::MessageBlank,
                ErrorCode::Unknown("new_one".into())
            ]
        );
    }
}
