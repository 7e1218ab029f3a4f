//! Whose an access token is, which Cognito is asked.

use cruddur_contract::cognito::{GetUser, Operation};
use cruddur_fake_server::Request;
use http::header::AUTHORIZATION;
use serde::Deserialize;

use crate::state::Shared;

/// The caller's handle; `None` where Cognito does not accept the token. A token that it accepted is not asked
/// for again: each answer costs the test machine more than everything else here.
pub async fn handle_of(request: &Request, state: &Shared) -> Option<String> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let token = header.strip_prefix("Bearer ")?.to_owned();
    let (known, cognito) = {
        let state = state.borrow();
        (state.callers.get(&token).cloned(), state.cognito.clone())
    };
    if known.is_some() {
        return known;
    }
    let asked = token.clone();
    let answer = tokio::task::spawn_blocking(move || get_user(&cognito, &asked)).await;
    let handle = answer.ok().flatten()?;
    let mut state = state.borrow_mut();
    state.callers.insert(token, handle.clone());
    Some(handle)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct User {
    user_attributes: Vec<Attribute>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute {
    name: String,
    value: String,
}

fn get_user(cognito: &str, access_token: &str) -> Option<String> {
    let target = format!("AWSCognitoIdentityProviderService.{}", GetUser::NAME);
    let body = serde_json::to_string(&GetUser { access_token }).ok()?;
    let answer = ureq::post(cognito)
        .content_type("application/x-amz-json-1.1")
        .header("X-Amz-Target", target)
        .send(body);
    let user: User = answer.ok()?.body_mut().read_json().ok()?;
    let mut attributes = user.user_attributes.into_iter();
    let handle = attributes.find(|attribute| attribute.name == "preferred_username");
    handle.map(|attribute| attribute.value)
}
