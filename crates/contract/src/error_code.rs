//! Error codes: a JSON array of strings in the body.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Why a request was refused.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)*
            /// A code this version does not know.
            Unknown(String),
        }

        impl ErrorCode {
            /// Every code of the contract, for tests that must cover all of them.
            pub const KNOWN: &'static [ErrorCode] = &[$(ErrorCode::$name,)*];

            /// The same, as they are on the wire.
            pub const NAMES: &'static [&'static str] = &[$($text,)*];

            /// The code on the wire.
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
    /// 403: only its author, or who created the group, may do that.
    NotAuthor = "not_author",
    /// 404: no such conversation, or the caller is not a member.
    MessageGroupNotFound = "message_group_not_found",
    /// 404: no such message in that conversation.
    MessageNotFound = "message_not_found",
    /// 404: no such handle.
    UserNotFound = "user_not_found",
    /// 409: the row has changed since.
    VersionConflict = "version_conflict",
    /// 422: empty after trimming.
    MessageBlank = "message_blank",
    /// 422: more than 1024 Unicode scalar values after trimming.
    MessageTooLong = "message_exceed_max_chars_1024",
    /// 422: neither a conversation nor a receiver is given.
    MessageGroupBlank = "message_group_uuid_blank",
    /// 422: the receiver's handle is missing or unknown (spelling of the original API).
    ReceiverBlank = "user_reciever_handle_blank",
    /// 422: a message to oneself.
    ReceiverIsSender = "user_receiver_is_sender",
    /// 422: nothing of the display name shows.
    DisplayNameBlank = "display_name_blank",
    /// 422: the display name is too long.
    DisplayNameInvalid = "display_name_invalid",
    /// 422: the display name passes for that of a deleted account, or for the brand's.
    DisplayNameReserved = "display_name_reserved",
    /// 422: somebody has the handle, or had it.
    HandleTaken = "handle_taken",
    /// 422: a new handle breaks the rule.
    HandleInvalid = "handle_invalid",
    /// 422: a conversation has 32 members at most.
    GroupFull = "group_full",
    /// 422: the conversation of two people stays with these two, and without a title.
    GroupOfTwo = "group_of_two",
    /// 422: the title of a group is too long.
    TitleTooLong = "title_too_long",
    /// 413, 422: the request is invalid.
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

/// Reads the codes of an error body; a body that is no array has none.
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
        for (code, name) in ErrorCode::KNOWN.iter().zip(ErrorCode::NAMES) {
            assert_eq!(code.as_str(), *name);
            assert_eq!(&ErrorCode::from(*name), code);
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
