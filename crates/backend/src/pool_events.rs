//! The pool-events function: what the owner of the user pool does to an account, or the account's own person without
//! the app, ends the sessions here as well.
//!
//! The pool has no triggers for these. CloudTrail records the API calls, and the rule in `infra/template.yaml` says
//! which of them EventBridge hands over. User names are hidden in them; `additionalEventData.sub` is the person.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/logging-using-cloudtrail.html>
//!
//! Deliveries come late, more than once and in any order: the time of the call counts, and it never moves back.

use cruddur_contract::{PersonId, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::clock;
use crate::ids;
use crate::push::Gateway;
use crate::table::{Table, TableError};

/// The pool-events function.
#[derive(Clone, Debug)]
pub struct PoolEvents {
    pub table: Table,
    pub gateway: Gateway,
}

/// An event of EventBridge, "AWS API Call via CloudTrail".
#[derive(Deserialize)]
struct Event {
    detail: Call,
}

/// CloudTrail's record of an API call.
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Call {
    event_name: String,
    event_time: Timestamp,
    /// Of a call that failed.
    #[serde(default)]
    error_code: Option<String>,
    additional_event_data: Additional,
}

#[derive(Deserialize)]
struct Additional {
    sub: String,
}

/// Whose sign-ins before which second (since 1970) are over.
#[derive(Debug, PartialEq, Eq)]
struct Ended {
    person: PersonId,
    before: i64,
    event_name: String,
}

impl PoolEvents {
    /// Ends the sessions that an event is about. One without a person, or of a call that failed, changes nothing.
    ///
    /// # Errors
    /// [`TableError`] when the table cannot be read or written; Lambda then repeats the event.
    pub async fn handle(&self, event: Value, now_micros: i64) -> Result<(), TableError> {
        let Some(ended) = ended(event) else {
            tracing::info!("nothing ends: a failed call, or no person named");
            return Ok(());
        };
        let Ended {
            person,
            before,
            event_name,
        } = ended;
        self.table.refuse_sign_ins_before(&person, before).await?;
        let closed = self
            .gateway
            .sign_out(&self.table, &person, Some(before), now_micros)
            .await?;
        tracing::info!(%person, event_name, closed, "sessions ended at the pool");
        Ok(())
    }
}

fn ended(event: Value) -> Option<Ended> {
    let Event { detail } = serde_json::from_value(event).ok()?;
    let failed = detail.error_code.is_some_and(|code| !code.is_empty());
    let sub = detail.additional_event_data.sub;
    (!failed && !sub.is_empty()).then(|| Ended {
        person: ids::person(&sub),
        before: clock::seconds(detail.event_time.micros()),
        event_name: detail.event_name,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event() -> Value {
        json!({
            "version": "0", "source": "aws.cognito-idp", "detail-type": "AWS API Call via CloudTrail",
            "detail": {
                "eventVersion": "1.08", "eventTime": "2023-11-14T22:13:20Z",
                "eventSource": "cognito-idp.amazonaws.com", "eventName": "AdminDisableUser",
                "requestParameters": {"username": "HIDDEN_DUE_TO_SECURITY_REASONS", "userPoolId": "us-east-1_x"},
                "responseElements": null, "additionalEventData": {"sub": "the-sub"},
                "eventType": "AwsApiCall", "managementEvent": true, "eventCategory": "Management"
            }
        })
    }

    #[test]
    fn a_call_ends_the_sign_ins_before_its_second() {
        let expected = Ended {
            person: ids::person("the-sub"),
            before: 1_700_000_000,
            event_name: "AdminDisableUser".into(),
        };
        assert_eq!(ended(event()), Some(expected));
        let mut none_failed = event();
        none_failed["detail"]["errorCode"] = json!("");
        assert!(ended(none_failed).is_some());
    }

    #[test]
    fn a_failed_call_and_one_without_a_person_or_time_end_nothing() {
        for (field, value) in [
            ("errorCode", json!("UserNotFoundException")),
            ("additionalEventData", json!(null)),
            ("additionalEventData", json!({})),
            ("additionalEventData", json!({"sub": ""})),
            ("additionalEventData", json!({"sub": 7})),
            ("eventTime", json!("yesterday")),
        ] {
            let mut odd = event();
            odd["detail"][field] = value.clone();
            assert_eq!(ended(odd), None, "{field}: {value}");
        }
        for odd in [json!(null), json!([]), json!({"detail": "x"})] {
            assert_eq!(ended(odd), None);
        }
    }
}
