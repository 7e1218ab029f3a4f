//! Identifiers as the wire carries them: opaque strings, so that a server with ids of another shape
//! is still served. Newtypes keep a group's id from being passed for a message's.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as the wire writes it.
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
    /// A message as the server names it: `message_uuid`.
    MessageId
}
id! {
    /// A person: `user_uuid`.
    PersonId
}
id! {
    /// The id the sender's client gave a message before sending it: `client_message_id`.
    /// With the sender it makes a send idempotent.
    ClientMessageId
}
