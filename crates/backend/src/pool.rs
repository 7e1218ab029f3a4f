//! People as the user pool knows them: where a person's first record comes from.

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata;
use cruddur_contract::Person;
use cruddur_contract::person::is_handle;
use cruddur_contract::profile::clean_name;

use crate::ids;

/// The longest display name kept, in characters.
const LONGEST_NAME: usize = 80;

/// The user pool, with the client to reach it.
#[derive(Clone, Debug)]
pub struct Pool {
    client: Client,
    id: String,
}

/// What the pool says about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// `name`, cleaned; empty when there is none.
    pub name: String,
    /// `preferred_username`; empty when there is none.
    pub handle: String,
}

/// The pool could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// It refused for load.
    #[error("the user pool is throttled")]
    Throttled,
    /// There is no such person (any more).
    #[error("the user pool does not know the person")]
    Unknown,
    /// Anything else.
    #[error("AdminGetUser failed: {0}")]
    Failed(String),
}

impl Pool {
    /// The pool of that id.
    pub fn new(client: Client, id: impl Into<String>) -> Self {
        Self {
            client,
            id: id.into(),
        }
    }

    /// The SDK client, for the demo data's own calls.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The pool's id.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Reads a person's attributes.
    ///
    /// # Errors
    /// [`PoolError`].
    pub async fn attributes(&self, username: &str) -> Result<Attributes, PoolError> {
        let call = self
            .client
            .admin_get_user()
            .user_pool_id(&self.id)
            .username(username);
        let answer = call.send().await.map_err(|error| match error.code() {
            Some("TooManyRequestsException" | "ThrottlingException") => PoolError::Throttled,
            Some("UserNotFoundException") => PoolError::Unknown,
            code => PoolError::Failed(code.unwrap_or("no connection").to_owned()),
        })?;
        let value = |name: &str| {
            let mut all = answer.user_attributes().iter();
            let found = all.find(|attribute| attribute.name() == name);
            found
                .and_then(|attribute| attribute.value())
                .unwrap_or_default()
                .to_owned()
        };
        Ok(Attributes {
            name: clean(&value("name")),
            handle: value("preferred_username"),
        })
    }
}

impl Attributes {
    /// The person with these attributes; `None` when the handle is missing or malformed.
    pub fn person(&self, sub: &str) -> Option<Person> {
        if !is_handle(&self.handle) {
            return None;
        }
        let name = if self.name.is_empty() {
            &self.handle
        } else {
            &self.name
        };
        Some(Person {
            uuid: ids::person(sub),
            handle: self.handle.clone(),
            display_name: name.clone(),
        })
    }
}

/// A cleaned display name, cut rather than refused: nobody may be locked out by their attributes.
fn clean(name: &str) -> String {
    clean_name(name)
        .chars()
        .take(LONGEST_NAME)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_without_a_name_is_called_by_the_handle() {
        let attributes = Attributes {
            name: clean(" \u{7} "),
            handle: "ann".into(),
        };
        assert_eq!(
            attributes.person("sub").expect("a person").display_name,
            "ann"
        );
        let nameless = Attributes {
            name: "Ann".into(),
            handle: String::new(),
        };
        assert_eq!(nameless.person("sub"), None);
    }

    #[test]
    fn names_are_cleaned_and_cut() {
        assert_eq!(clean("  Ann\n\tLee\u{0} "), "Ann Lee");
        assert_eq!(clean(&"é".repeat(200)).chars().count(), LONGEST_NAME);
    }
}
