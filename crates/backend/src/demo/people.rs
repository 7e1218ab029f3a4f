//! Demo people: accounts in the pool, records in the table.

use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata;
use aws_sdk_cognitoidentityprovider::types::{AttributeType, MessageActionType};
use cruddur_contract::Person;

use super::{DemoError, say};
use crate::pool::{Attributes, Pool};
use crate::table::{NewPerson, Table};

/// The template's default.
const BRAND: &str = "Cruddur";

/// The person with that handle; creates the account `<handle>@example.com` if there is none.
pub async fn ensure(
    pool: &Pool,
    table: &Table,
    handle: &str,
    name: &str,
    password: &str,
) -> Result<Person, DemoError> {
    let email = format!("{handle}@example.com");
    create_account(pool, &email, handle, name).await?;
    set_password(pool, &email, password).await?;
    let sub = sub_of(pool, &email).await?;
    let attributes = Attributes {
        name: name.to_owned(),
        handle: handle.to_owned(),
    };
    let taken = || DemoError::Handle(handle.to_owned());
    let person = attributes.person(&sub, BRAND).ok_or_else(taken)?;
    match table.create_person(&person).await? {
        NewPerson::HandleTaken => Err(taken()),
        NewPerson::Known(record) => {
            say(&format!("{email} ({name})"));
            Ok(record.person)
        }
    }
}

async fn create_account(
    pool: &Pool,
    email: &str,
    handle: &str,
    name: &str,
) -> Result<(), DemoError> {
    let mut call = pool
        .client()
        .admin_create_user()
        .user_pool_id(pool.id())
        .username(email);
    let attributes = [
        ("email", email),
        ("email_verified", "true"),
        ("name", name),
        ("preferred_username", handle),
    ];
    for (name, value) in attributes {
        let attribute = AttributeType::builder().name(name).value(value).build();
        call = call.user_attributes(attribute.map_err(|error| DemoError::Pool {
            operation: "AdminCreateUser",
            reason: error.to_string(),
        })?);
    }
    match call
        .message_action(MessageActionType::Suppress)
        .send()
        .await
    {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("UsernameExistsException") => Ok(()),
        Err(error) => Err(refused("AdminCreateUser", &error)),
    }
}

async fn set_password(pool: &Pool, email: &str, password: &str) -> Result<(), DemoError> {
    let call = pool
        .client()
        .admin_set_user_password()
        .user_pool_id(pool.id())
        .username(email);
    let done = call.password(password).permanent(true).send().await;
    done.map(drop)
        .map_err(|error| refused("AdminSetUserPassword", &error))
}

async fn sub_of(pool: &Pool, email: &str) -> Result<String, DemoError> {
    let call = pool
        .client()
        .admin_get_user()
        .user_pool_id(pool.id())
        .username(email);
    let answer = call
        .send()
        .await
        .map_err(|error| refused("AdminGetUser", &error))?;
    let sub = answer
        .user_attributes()
        .iter()
        .find(|attribute| attribute.name() == "sub");
    let sub = sub
        .and_then(|attribute| attribute.value())
        .map(str::to_owned);
    sub.ok_or(DemoError::Pool {
        operation: "AdminGetUser",
        reason: "no sub".to_owned(),
    })
}

fn refused(operation: &'static str, error: &impl ProvideErrorMetadata) -> DemoError {
    DemoError::Pool {
        operation,
        reason: error.code().unwrap_or("no connection").to_owned(),
    }
}
