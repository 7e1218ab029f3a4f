//! The mail function: words a mail of the user pool (trigger "custom message").
//!
//! Signing up shows the same page whether or not the address has an account. The owner of one is told by mail: the
//! app asks for a recovery code and says why (`ClientMetadata`), and this replaces the pool's words.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html>

use cruddur_contract::cognito::REASON_SIGN_UP;
use serde_json::{Value, json};

/// The event with the mail's words, if it is one of ours; else as it came, and the pool uses its own words.
pub fn worded(mut event: Value, brand: &str) -> Value {
    let request = &event["request"];
    let is_ours = event["triggerSource"] == "CustomMessage_ForgotPassword"
        && request["clientMetadata"]["reason"] == REASON_SIGN_UP;
    // Without its placeholder for the code the pool refuses a text.
    let Some(code) = request["codeParameter"].as_str().filter(|_| is_ours) else {
        return event;
    };
    let text = format!(
        "Somebody, probably you, wants to sign up for {brand} with this address. It has an account already: sign in \
         with it.<br><br>If you do not know the password any more, choose \u{201C}Forgot password?\u{201D} there and \
         enter this code: {code}<br><br>If it was not you, you need not do anything.",
        brand = escaped(brand)
    );
    event["response"] = json!({
        "smsMessage": null,
        "emailSubject": format!("Your account at {brand}"),
        "emailMessage": text,
    });
    event
}

/// Text within HTML, which the pool sends.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(trigger: &str, reason: Value) -> Value {
        json!({
            "version": "1", "triggerSource": trigger, "userPoolId": "us-east-1_x", "userName": "u",
            "request": {"userAttributes": {"email": "ann@example.com"}, "codeParameter": "{####}",
                "clientMetadata": reason},
            "response": {"smsMessage": null, "emailMessage": null, "emailSubject": null},
        })
    }

    #[test]
    fn the_owner_of_an_account_is_told_that_somebody_signs_up_with_its_address() {
        let came = event("CustomMessage_ForgotPassword", json!({"reason": "sign_up"}));
        let went = worded(came.clone(), "Ann & Co");
        let mail = went["response"]["emailMessage"].as_str().expect("a text");
        assert!(
            mail.contains("{####}") && mail.contains("Ann &amp; Co"),
            "{mail}"
        );
        assert!(mail.contains("has an account already"), "{mail}");
        assert_eq!(went["response"]["emailSubject"], "Your account at Ann & Co");
        assert_eq!(went["request"], came["request"]);
    }

    #[test]
    fn every_other_mail_has_the_pools_own_words() {
        for came in [
            event("CustomMessage_ForgotPassword", json!(null)),
            event("CustomMessage_ForgotPassword", json!({"reason": "else"})),
            event("CustomMessage_SignUp", json!({"reason": "sign_up"})),
            json!({}),
            json!([]),
            json!({"triggerSource": "CustomMessage_ForgotPassword", "request": {"clientMetadata": {"reason": "sign_up"}}}),
        ] {
            assert_eq!(worded(came.clone(), "Cruddur"), came);
        }
    }
}
