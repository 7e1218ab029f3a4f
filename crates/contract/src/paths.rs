//! Paths of the REST API: the app writes them, the server matches them. Methods are the server's to check.

use std::fmt::{Display, Formatter, Result as Written};

use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode,
};

use crate::{GroupId, MessageId};

/// All but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Names of query parameters.
pub mod query {
    /// How many rows a page has at most.
    pub const LIMIT: &str = "limit";
    /// The page that ends just before this row.
    pub const BEFORE: &str = "before";
    /// The page that begins just after this row.
    pub const AFTER: &str = "after";
    /// What a person's handle or name begins with.
    pub const PREFIX: &str = "prefix";
    /// Opens a live connection.
    pub const TICKET: &str = "ticket";
}

/// A path with what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    HealthCheck,
    MessageGroups,
    /// One conversation.
    Group(GroupId),
    GroupMembers(GroupId),
    /// The member with this handle.
    GroupMember(GroupId, String),
    /// The caller's read marker.
    GroupRead(GroupId),
    GroupUnread(GroupId),
    /// Where messages are sent to.
    Messages,
    /// The messages of one conversation.
    MessagesOf(GroupId),
    /// One message, to be edited or deleted.
    Message(GroupId, MessageId),
    Users,
    /// The person with this handle.
    User(String),
    /// Whether this handle is free.
    Handle(String),
    Profile,
    LiveTicket,
    LiveConnections,
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        match self {
            Self::HealthCheck => f.write_str("/api/health-check"),
            Self::MessageGroups => f.write_str("/api/message_groups"),
            Self::Group(group) => write!(f, "/api/message_groups/{}", encode(group.as_str())),
            Self::GroupMembers(group) => write!(f, "{}/members", Self::Group(group.clone())),
            Self::GroupMember(group, handle) => {
                write!(
                    f,
                    "{}/members/@{}",
                    Self::Group(group.clone()),
                    encode(handle)
                )
            }
            Self::GroupRead(group) => write!(f, "{}/read", Self::Group(group.clone())),
            Self::GroupUnread(group) => write!(f, "{}/unread", Self::Group(group.clone())),
            Self::Messages => f.write_str("/api/messages"),
            Self::MessagesOf(group) => write!(f, "/api/messages/{}", encode(group.as_str())),
            Self::Message(group, message) => {
                let (group, message) = (encode(group.as_str()), encode(message.as_str()));
                write!(f, "/api/messages/{group}/{message}")
            }
            Self::Users => f.write_str("/api/users"),
            Self::User(handle) => write!(f, "/api/users/@{}/short", encode(handle)),
            Self::Handle(handle) => write!(f, "/api/handles/{}", encode(handle)),
            Self::Profile => f.write_str("/api/profile"),
            Self::LiveTicket => f.write_str("/api/live/ticket"),
            Self::LiveConnections => f.write_str("/api/live/connections"),
        }
    }
}

impl Path {
    /// Matches a request's path, percent-encoded as it came; `None` when the API has no such path.
    pub fn parse(path: &str) -> Option<Self> {
        let segments: Vec<String> = path
            .strip_prefix("/api/")?
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match segments.as_slice() {
            ["health-check"] => Self::HealthCheck,
            ["message_groups"] => Self::MessageGroups,
            ["message_groups", ""] => return None,
            ["message_groups", group] => Self::Group((*group).into()),
            ["message_groups", group, "members"] => Self::GroupMembers((*group).into()),
            ["message_groups", group, "members", handle] => {
                Self::GroupMember((*group).into(), handle.strip_prefix('@')?.to_owned())
            }
            ["message_groups", group, "read"] => Self::GroupRead((*group).into()),
            ["message_groups", group, "unread"] => Self::GroupUnread((*group).into()),
            ["messages"] => Self::Messages,
            ["messages", group] if !group.is_empty() => Self::MessagesOf((*group).into()),
            ["messages", group, message] if !group.is_empty() && !message.is_empty() => {
                Self::Message((*group).into(), (*message).into())
            }
            ["users"] => Self::Users,
            ["users", handle, "short"] => Self::User(handle.strip_prefix('@')?.to_owned()),
            ["handles", handle] => Self::Handle((*handle).to_owned()),
            ["profile"] => Self::Profile,
            ["live", "ticket"] => Self::LiveTicket,
            ["live", "connections"] => Self::LiveConnections,
            _ => return None,
        })
    }
}

/// Percent-encodes one path segment or query value.
pub fn encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_matched_as_it_is_written() {
        let odd = "a/b?c#d%e é@";
        for path in [
            Path::HealthCheck,
            Path::MessageGroups,
            Path::Group(odd.into()),
            Path::GroupMembers(odd.into()),
            Path::GroupMember(odd.into(), odd.into()),
            Path::GroupRead(odd.into()),
            Path::GroupUnread(odd.into()),
            Path::Messages,
            Path::MessagesOf(odd.into()),
            Path::Message(odd.into(), odd.into()),
            Path::Users,
            Path::User(odd.into()),
            Path::Handle(odd.into()),
            Path::Profile,
            Path::LiveTicket,
            Path::LiveConnections,
        ] {
            assert_eq!(Path::parse(&path.to_string()), Some(path));
        }
    }

    #[test]
    fn paths_are_spelled_as_the_api_documents_them() {
        for (path, text) in [
            (Path::HealthCheck, "/api/health-check"),
            (Path::MessageGroups, "/api/message_groups"),
            (Path::Group("g".into()), "/api/message_groups/g"),
            (
                Path::GroupMember("g".into(), "ann.lee".into()),
                "/api/message_groups/g/members/@ann.lee",
            ),
            (Path::GroupRead("g".into()), "/api/message_groups/g/read"),
            (Path::Messages, "/api/messages"),
            (Path::MessagesOf("g".into()), "/api/messages/g"),
            (
                Path::Message("g".into(), "m/1".into()),
                "/api/messages/g/m%2F1",
            ),
            (Path::Users, "/api/users"),
            (Path::User("ann.lee".into()), "/api/users/@ann.lee/short"),
            (Path::Handle("a/b".into()), "/api/handles/a%2Fb"),
            (Path::Profile, "/api/profile"),
            (Path::LiveTicket, "/api/live/ticket"),
            (Path::LiveConnections, "/api/live/connections"),
        ] {
            assert_eq!(path.to_string(), text);
        }
        let encoded_at = Path::parse("/api/users/%40ann/short");
        assert_eq!(encoded_at, Some(Path::User("ann".into())));
    }

    #[test]
    fn other_paths_match_nothing() {
        for path in [
            "/",
            "",
            "/api",
            "/api/",
            "/api/messages/",
            "/api/messages/g/",
            "/api/messages//m",
            "/api/messages/g/m/x",
            "/api/message_groups/",
            "/api/message_groups/g/members/ann",
            "/api/users/ann/short",
            "//api/users",
            "/API/users",
            "/api/users/",
        ] {
            assert_eq!(Path::parse(path), None, "{path}");
        }
    }

    #[test]
    fn all_but_unreserved_characters_are_encoded() {
        assert_eq!(encode("aZ9-._~").to_string(), "aZ9-._~");
        assert_eq!(encode("../é &+").to_string(), "..%2F%C3%A9%20%26%2B");
    }
}
