//! The user pool: a person's first record is made from their attributes there.

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata;
use cruddur_contract::Person;
use cruddur_contract::person::is_handle;
use cruddur_contract::profile::{cut_display_name, is_reserved};

use crate::ids;

/// The user pool, with the client to reach it.
#[derive(Clone, Debug)]
pub struct Pool {
    client: Client,
    id: String,
}

/// A person's attributes in the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// `name` as it is stored; empty when there is none, or nothing of it shows.
    pub name: String,
    /// `preferred_username`; empty when there is none.
    pub handle: String,
}

/// Why attributes could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// Throttled.
    #[error("the user pool is throttled")]
    Throttled,
    /// There is no such account, or not any more, or it is disabled.
    #[error("the user pool does not know the person, or not as one who may sign in")]
    Unknown,
    #[error("AdminGetUser failed: {0}")]
    Failed(String),
}

impl Pool {
    pub fn new(client: Client, id: impl Into<String>) -> Self {
        Self {
            client,
            id: id.into(),
        }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

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
        // Disabled since the sign-in: there is no record yet that could say so.
        if !answer.enabled() {
            return Err(PoolError::Unknown);
        }
        let value = |name: &str| {
            let mut all = answer.user_attributes().iter();
            let found = all.find(|attribute| attribute.name() == name);
            found
                .and_then(|attribute| attribute.value())
                .unwrap_or_default()
                .to_owned()
        };
        Ok(Attributes {
            name: cut_display_name(&value("name")),
            handle: value("preferred_username"),
        })
    }
}

impl Attributes {
    /// The person with these attributes; `None` when nobody can have the handle, or it is missing.
    /// Who has a name that nobody may have is called by the handle, too.
    pub fn person(&self, sub: &str, brand: &str) -> Option<Person> {
        if !is_handle(&self.handle) {
            return None;
        }
        let name = if self.name.is_empty() || is_reserved(&self.name, brand) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_without_a_name_is_called_by_the_handle() {
        let attributes = Attributes {
            name: cut_display_name(" \u{7}\u{3164} "),
            handle: "ann".into(),
        };
        assert_eq!(
            attributes
                .person("sub", "Cruddur")
                .expect("a person")
                .display_name,
            "ann"
        );
        let reserved = Attributes {
            name: "Deleted account".into(),
            ..attributes
        };
        let person = reserved.person("sub", "Cruddur").expect("a person");
        assert_eq!(person.display_name, "ann");
        for handle in ["", "..", ".ann", "a..nn"] {
            let nobody = Attributes {
                name: "Ann".into(),
                handle: handle.into(),
            };
            assert_eq!(nobody.person("sub", "Cruddur"), None, "{handle}");
        }
    }
}
