//! Expired tokens, issued by the pool.
//!
//! The app's client gets tokens for a quarter of an hour, and Cognito's minimum is five minutes; the local
//! pool also issues tokens for seconds, to another client. The authorizer is configured to accept that
//! client's tokens as well. The function refuses them with another body (`{}`) than the gateway, which shows
//! whether the gateway let a token through.

use serde_json::{Value, json};

use crate::access::{call, routes};
use crate::support::signed::{JSON, signed};
use crate::support::stack::stack;
use crate::support::{Someone, account, until};

/// Part of the gateway's own refusal.
const BY_GATEWAY: &str = "Unauthorized";
/// The function's refusal.
const BY_FUNCTION: &str = "{}";

/// The HTTP API's authorizers.
fn authorizers() -> String {
    let after = stack()
        .api_url
        .split_once("/execute-api/")
        .expect("a local address")
        .1;
    let api = after.split('/').next().unwrap_or_default();
    format!("{}/v2/apis/{api}/authorizers", stack().endpoint)
}

/// Configures the authorizer to accept the tokens of these clients.
fn take_tokens_of(clients: &[&str]) {
    let all: Value =
        serde_json::from_str(&signed("apigateway", "GET", &authorizers(), JSON, "")).expect("JSON");
    let id = all["items"][0]["authorizerId"]
        .as_str()
        .expect("one authorizer");
    let region = stack().user_pool_id.split('_').next().unwrap_or_default();
    let issuer = format!(
        "https://cognito-idp.{region}.amazonaws.com/{}",
        stack().user_pool_id
    );
    let body = json!({"jwtConfiguration": {"issuer": issuer, "audience": clients}}).to_string();
    signed(
        "apigateway",
        "PATCH",
        &format!("{}/{id}", authorizers()),
        JSON,
        &body,
    );
}

#[test]
fn an_expired_token_is_refused_on_every_route() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "hello");
    let brief = account::other_client(5);
    take_tokens_of(&[&stack().client_id, &brief]);
    // On a busy machine signing in may take longer than the token's lifetime: retry.
    let token = until("a token that is still good", || {
        let token = account::sign_in_with(&brief, &ann.email).access_token;
        let reply = call("GET", "/api/message_groups", Some(&token), None);
        (reply.text == BY_FUNCTION).then_some(token)
    });
    until("the token has run out", || {
        let reply = call("GET", "/api/message_groups", Some(&token), None);
        assert_eq!(reply.status, 401);
        reply.text.contains(BY_GATEWAY).then_some(())
    });
    for (method, path, body) in routes(&sent, bob.handle()) {
        let reply = call(method, &path, Some(&token), body.as_ref());
        assert_eq!(reply.status, 401, "{method} {path}");
        assert!(
            reply.text.contains(BY_GATEWAY),
            "{method} {path}: {}",
            reply.text
        );
    }
    take_tokens_of(&[&stack().client_id]);
    let messages = ann.messages(&sent.message_group_uuid);
    assert_eq!(messages.len(), 1, "nothing was written");
    assert_eq!(messages[0].version, Some(1), "nor changed");
}
