//! What is done to an account at the user pool ends its sessions at the API. The local services have no CloudTrail
//! that reports the pool's calls, so the function gets its events here as AWS documents them, and the deployed rule
//! is asked which it would hand over.

use cruddur_backend::clock::{now_micros, seconds};
use cruddur_contract::Timestamp;
use cruddur_contract::cognito::IdClaims;
use cruddur_contract::frame::ServerFrame;
use serde_json::{Value, json};

use crate::support::signed::{JSON, operation, signed};
use crate::support::socket::open;
use crate::support::stack::{name, stack};
use crate::support::{Someone, aws};

/// The pool's id of a person.
fn sub(one: &Someone) -> String {
    let claims = IdClaims::of_token(&one.tokens.id_token);
    claims.expect("an id token").sub
}

/// CloudTrail's record of a call about a person at that second, as EventBridge delivers it.
fn event(call: &str, sub: &str, second: i64) -> Value {
    let time = Timestamp::from_micros(second * 1_000_000).expect("in range");
    let hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";
    let parameters = if call.starts_with("Admin") {
        json!({"username": hidden, "userPoolId": stack().user_pool_id})
    } else {
        json!({"accessToken": hidden})
    };
    json!({
        "version": "0", "id": "cd2d702e-ab31-411b-9344-793ce56b1bc7",
        "detail-type": "AWS API Call via CloudTrail", "source": "aws.cognito-idp",
        "account": "000000000000", "time": time, "region": "us-east-1", "resources": [],
        "detail": {
            "eventVersion": "1.08", "userIdentity": {"type": "IAMUser", "accountId": "000000000000"},
            "eventTime": time, "eventSource": "cognito-idp.amazonaws.com", "eventName": call,
            "awsRegion": "us-east-1", "sourceIPAddress": "192.0.2.1", "userAgent": "aws-cli",
            "requestParameters": parameters, "responseElements": null,
            "additionalEventData": {"sub": sub}, "eventID": "382ae09a-151d-4116-8f2b-6ac0a804a38c",
            "readOnly": false, "eventType": "AwsApiCall", "managementEvent": true,
            "recipientAccountId": "000000000000", "eventCategory": "Management"
        }
    })
}

/// Hands the function an event, as EventBridge does.
fn deliver(event: &Value) {
    let path = format!("2015-03-31/functions/{}-pool-events/invocations", name());
    let url = format!("{}/{path}", stack().endpoint);
    let answer = signed("lambda", "POST", &url, JSON, &event.to_string());
    assert_eq!(answer, "null", "the function succeeded");
}

/// The status of an ordinary call.
fn status(one: &Someone) -> u16 {
    one.get("/api/profile").status
}

#[test]
fn who_is_disabled_at_the_pool_is_out_at_once_and_nobody_else_is() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let (of_ann, mut of_bob, ticket) = (ann.connect(), bob.connect(), ann.ticket());
    ann.age();
    deliver(&event(
        "AdminDisableUser",
        &sub(&ann),
        seconds(now_micros()),
    ));
    assert_eq!(of_ann.until_closed(), [ServerFrame::SignedOut]);
    assert_eq!(status(&ann), 401);
    assert!(
        open(&format!("?ticket={ticket}"), None).is_err(),
        "a ticket of before opens nothing"
    );
    assert_eq!((status(&bob), of_bob.drained()), (200, vec![]));
    let left = aws::run(aws::table().connections_of(&ann.person.uuid, now_micros()));
    assert_eq!(left.expect("read"), []);
}

#[test]
fn a_late_and_repeated_event_ends_no_later_sign_in() {
    let ann = Someone::new("ann");
    ann.age();
    let done = event("AdminSetUserPassword", &sub(&ann), seconds(now_micros()));
    let again = ann.sign_in_again();
    let mut socket = again.connect();
    again.age();
    let older = event("GlobalSignOut", &sub(&ann), ann.signed_in_at());
    for event in [&done, &done, &older, &done] {
        deliver(event);
        assert_eq!((status(&ann), status(&again)), (401, 200));
    }
    assert_eq!(socket.drained(), []);
}

#[test]
fn failed_calls_and_people_unknown_or_deleted_change_nothing() {
    let (ann, gone) = (Someone::new("ann"), Someone::new("gone"));
    let mut socket = ann.connect();
    ann.age();
    let now = seconds(now_micros());
    let mut failed = event("AdminDisableUser", &sub(&ann), now);
    failed["detail"]["errorCode"] = json!("UserNotFoundException");
    let mut nobody = event("AdminDisableUser", "", now);
    nobody["detail"]["additionalEventData"] = json!(null);
    let record = || aws::run(aws::table().person(&gone.person.uuid)).expect("read");
    gone.delete("/api/profile");
    let tombstone = record();
    let of_gone = event("DeleteUser", &sub(&gone), now);
    let unknown = event(
        "AdminDeleteUser",
        "8f0f7c0a-1f0e-4d8e-9d3a-000000000000",
        now,
    );
    for event in [&failed, &nobody, &of_gone, &unknown, &json!({})] {
        deliver(event);
    }
    assert_eq!((status(&ann), socket.drained()), (200, vec![]));
    assert_eq!(record(), tombstone);
}

#[test]
fn the_rule_hands_over_what_ends_sessions_in_this_pool_and_nothing_else() {
    let rule_name = format!("{}-pool-events", name());
    let ask =
        |action: &str, body: Value| operation("events", &format!("AWSEvents.{action}"), &body);
    let rule = ask("DescribeRule", json!({"Name": rule_name}));
    assert_eq!(rule["State"], "ENABLED");
    let targets = ask("ListTargetsByRule", json!({"Rule": rule_name}));
    let target = targets["Targets"][0]["Arn"].as_str().expect("a target");
    assert!(target.ends_with(&format!(":{rule_name}")), "{target}");
    let matches = |event: &Value| {
        let body = json!({"Event": event.to_string(), "EventPattern": rule["EventPattern"]});
        ask("TestEventPattern", body)["Result"] == true
    };
    for call in [
        "AdminDisableUser",
        "AdminUserGlobalSignOut",
        "AdminSetUserPassword",
        "AdminResetUserPassword",
        "AdminDeleteUser",
        "ConfirmForgotPassword",
        "ChangePassword",
        "GlobalSignOut",
        "DeleteUser",
    ] {
        let mut event = event(call, "sub", 1_700_000_000);
        assert!(matches(&event), "{call}");
        if call.starts_with("Admin") {
            event["detail"]["requestParameters"]["userPoolId"] = json!("us-east-1_another");
            assert!(!matches(&event), "{call} in another pool");
        }
    }
    for call in [
        "AdminEnableUser",
        "AdminGetUser",
        "InitiateAuth",
        "ForgotPassword",
    ] {
        assert!(!matches(&event(call, "sub", 1_700_000_000)), "{call}");
    }
}
