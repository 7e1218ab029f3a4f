//! Identifiers: opaque strings, so that servers with other forms of id work. Newtypes prevent passing a
//! group's id as a message's.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A message group ("conversation" on the screen): `message_group_uuid`.
    GroupId
}
id! {
    /// A message's id by the server: `message_uuid`.
    MessageId
}
id! {
    /// A person: `user_uuid`.
    PersonId
}
id! {
    /// A message's id by the sender's client: `client_message_id`. Together with the sender it makes a send
    /// idempotent.
    ClientMessageId
}
