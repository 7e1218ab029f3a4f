//! The REST calls, as requests.

use cruddur_contract::edit::EditRequest;
use cruddur_contract::group::ReadRequest;
use cruddur_contract::message::SendRequest;
use cruddur_contract::paths::{Path, encode, query};
use cruddur_contract::{GroupId, MessageId};

use crate::groups::GroupCall;
use crate::http::{HttpRequest, Method};

/// Messages asked for at once.
pub const MESSAGE_PAGE: usize = 50;
/// Conversations asked for at once.
pub const GROUP_PAGE: usize = 20;
/// People asked for at once.
const PEOPLE_PAGE: usize = 20;

/// One call of the REST API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// The newest conversations, or those of a `Link` target's query.
    Groups {
        /// The query of the page before's `rel="next"` link.
        older: Option<String>,
    },
    /// A conversation's row, with how far its members have read.
    Receipts {
        /// Which.
        group: GroupId,
    },
    /// Everything up to a message is read.
    Read {
        /// Its conversation.
        group: GroupId,
        /// Which.
        message: MessageId,
    },
    /// A conversation is to be marked as unread.
    Unread {
        /// Which.
        group: GroupId,
    },
    /// A page of a conversation.
    Messages {
        /// Which conversation.
        group: GroupId,
        /// Which page.
        page: Page,
    },
    /// A message, by its client id in the outbox.
    Send {
        /// The body.
        body: SendRequest,
    },
    /// The new text of a message.
    Edit {
        /// Its conversation.
        group: GroupId,
        /// Which.
        message: MessageId,
        /// The body.
        body: EditRequest,
    },
    /// A message is to be deleted.
    Delete {
        /// Its conversation.
        group: GroupId,
        /// Which.
        message: MessageId,
    },
    /// Something about one group.
    Group(GroupCall),
    /// Who has this handle?
    Person {
        /// Without `@`.
        handle: String,
    },
    /// Who begins with this?
    People {
        /// Of a handle or name.
        prefix: String,
    },
    /// A ticket for a live connection.
    Ticket,
}

/// Which page of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The newest.
    Newest,
    /// Those before this message.
    Before(MessageId),
    /// Those after this message.
    After(MessageId),
}

impl Call {
    /// The request of this call.
    pub fn request(&self, api_url: &str, access_token: &str) -> HttpRequest {
        let (method, path, body) = match self {
            Self::Groups { older: None } => (
                Method::Get,
                format!("{}?{}={GROUP_PAGE}", Path::MessageGroups, query::LIMIT),
                None,
            ),
            Self::Groups { older: Some(query) } => (
                Method::Get,
                format!("{}?{query}", Path::MessageGroups),
                None,
            ),
            Self::Receipts { group } => (Method::Get, Path::Group(group.clone()).to_string(), None),
            Self::Read { group, message } => (
                Method::Post,
                Path::GroupRead(group.clone()).to_string(),
                serde_json::to_string(&ReadRequest {
                    message_uuid: message.clone(),
                })
                .ok(),
            ),
            Self::Unread { group } => (
                Method::Post,
                Path::GroupUnread(group.clone()).to_string(),
                Some("{}".to_owned()),
            ),
            Self::Messages { group, page } => (
                Method::Get,
                format!("{}?{}", Path::MessagesOf(group.clone()), page.query()),
                None,
            ),
            Self::Send { body } => (
                Method::Post,
                Path::Messages.to_string(),
                serde_json::to_string(body).ok(),
            ),
            Self::Edit {
                group,
                message,
                body,
            } => (
                Method::Put,
                Path::Message(group.clone(), message.clone()).to_string(),
                serde_json::to_string(body).ok(),
            ),
            Self::Delete { group, message } => (
                Method::Delete,
                Path::Message(group.clone(), message.clone()).to_string(),
                None,
            ),
            Self::Group(call) => call.parts(),
            Self::Person { handle } => (Method::Get, Path::User(handle.clone()).to_string(), None),
            Self::People { prefix } => (
                Method::Get,
                format!(
                    "{}?{}={}&{}={PEOPLE_PAGE}",
                    Path::Users,
                    query::PREFIX,
                    encode(prefix),
                    query::LIMIT
                ),
                None,
            ),
            Self::Ticket => (
                Method::Post,
                Path::LiveTicket.to_string(),
                Some("{}".to_owned()),
            ),
        };
        authorized(method, format!("{api_url}{path}"), access_token, body)
    }
}

/// A request of the signed-in person; a body is JSON.
pub fn authorized(
    method: Method,
    url: String,
    access_token: &str,
    body: Option<String>,
) -> HttpRequest {
    let mut headers = vec![("authorization", format!("Bearer {access_token}"))];
    if body.is_some() {
        headers.push(("content-type", "application/json".to_owned()));
    }
    HttpRequest {
        method,
        url,
        headers,
        body,
    }
}

impl Page {
    fn query(&self) -> String {
        let limit = format!("{}={MESSAGE_PAGE}", query::LIMIT);
        let (side, id) = match self {
            Self::Newest => return limit,
            Self::Before(id) => (query::BEFORE, id),
            Self::After(id) => (query::AFTER, id),
        };
        format!("{limit}&{side}={}", encode(id.as_str()))
    }
}

/// The query of a `Link` target. Only the query is taken over, so that a token is never sent to an
/// address a header names.
pub fn query_of(target: &str) -> Option<String> {
    let query = target.split_once('?')?.1;
    let query = query.split('#').next()?;
    (!query.is_empty()).then(|| query.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_an_id_or_handle_can_leave_its_place_in_the_address() {
        let call = Call::Messages {
            group: "../users?x=1&y#z".into(),
            page: Page::Newest,
        };
        let request = call.request("https://api", "t");
        assert_eq!(
            request.url,
            "https://api/api/messages/..%2Fusers%3Fx%3D1%26y%23z?limit=50"
        );
        let call = Call::People {
            prefix: "é &".into(),
        };
        assert!(
            call.request("https://api", "t")
                .url
                .ends_with("prefix=%C3%A9%20%26&limit=20")
        );
    }

    #[test]
    fn of_a_link_only_the_query_is_followed() {
        assert_eq!(
            query_of("https://evil.example/x?before=a&limit=20#f").as_deref(),
            Some("before=a&limit=20")
        );
        assert_eq!(query_of("https://evil.example/x"), None);
    }
}
