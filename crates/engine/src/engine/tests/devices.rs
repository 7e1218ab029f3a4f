//! Pools that track devices, and remember some.

use cruddur_contract::cognito::NewDevice;
use serde_json::{Value, json};

use super::accounts::{challenge, choice, fault, fill, form, open, proves, refusal, signed_in};
use super::passkeys::choosing;
use super::world::{World, body, proof, tokens};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent, MadeDevice};
use crate::view::*;

const KEY: &str = "us-east-1_5a6b7c8d-0000-4000-8000-0123456789ab";
const OTHER: &str = "us-east-1_ffffffff-0000-4000-8000-0123456789ab";
const RECORD: &str =
    r#"["us-east-1_5a6b7c8d-0000-4000-8000-0123456789ab","-group","its password"]"#;

fn started() -> World {
    let mut world = World::new(true);
    world.start(true);
    world
}

/// Tokens of a pool that has not seen this browser.
fn tokens_of_new_browser() -> Value {
    let mut tokens = tokens();
    tokens["AuthenticationResult"]["NewDeviceMetadata"] =
        json!({"DeviceKey": KEY, "DeviceGroupKey": "-group"});
    tokens
}

fn asks(asks: bool) -> Value {
    json!({"UserConfirmationNecessary": asks})
}

fn made(world: &mut World) {
    let device = NewDevice {
        key: KEY.to_owned(),
        group: "-group".to_owned(),
    };
    assert_eq!(world.effects.last(), Some(&Effect::MakeDevice(device)));
    world.handle(Event::DeviceMade(MadeDevice {
        key: KEY.to_owned(),
        password: "its password".to_owned(),
        verifier: "dmVyaWZpZXI=".to_owned(),
        salt: "c2FsdA==".to_owned(),
        agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
    }));
}

/// The password alone was enough, and the pool does not know the browser.
fn new_browser() -> World {
    let mut world = started();
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens_of_new_browser());
    made(&mut world);
    world
}

/// The same, where a code was asked for.
fn new_browser_with_code() -> World {
    let mut world = started();
    world.sign_in_until_proof();
    let code = challenge("SOFTWARE_TOKEN_MFA", &json!({}));
    world.answer_cognito("RespondToAuthChallenge", 200, &code);
    let typed = [(Field::Code, "123456")];
    fill(&mut world, AccountForm::Code(CodeKind::Totp), &typed);
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens_of_new_browser());
    made(&mut world);
    world
}

/// The remembered-device record that was stored last, and its name.
fn stored_record(world: &World) -> Option<(&str, &str)> {
    world.effects.iter().rev().find_map(|effect| match effect {
        Effect::StoreDevice(address, text) => Some((address.as_str(), text.as_str())),
        _ => None,
    })
}

fn stored_session(world: &World) -> Value {
    let session = world.session.as_deref().expect("a stored session");
    serde_json::from_str(session).expect("JSON")
}

#[test]
fn a_new_browser_is_confirmed_before_the_person_is_in_and_goes_with_each_refresh() {
    let mut world = new_browser();
    assert!(!signed_in(&world) && world.engine.account_view().busy);
    let sent = body(&world.answer_cognito("ConfirmDevice", 200, &asks(false)));
    assert_eq!(
        sent,
        json!({"AccessToken": "access", "DeviceKey": KEY, "DeviceName": "Firefox on Linux",
            "DeviceSecretVerifierConfig": {"PasswordVerifier": "dmVyaWZpZXI=", "Salt": "c2FsdA=="}})
    );
    assert!(signed_in(&world));
    assert_eq!(stored_record(&world), Some(("a@example.com", RECORD)));
    assert_eq!(stored_session(&world)["device_key"], KEY);
    let mut world = world.restart();
    world.start(true);
    let sent = body(&world.answer_cognito("InitiateAuth", 200, &tokens()));
    let with_device = json!({"REFRESH_TOKEN": "refresh", "DEVICE_KEY": KEY});
    assert_eq!(sent["AuthParameters"], with_device);
    world.handle(Event::Timer(TimerKey::RefreshTokens));
    let refused = refusal("NotAuthorizedException", "Refresh token rotation is on.");
    world.answer_cognito("InitiateAuth", 400, &refused);
    let sent = body(&world.answer_cognito("GetTokensFromRefreshToken", 200, &tokens()));
    assert_eq!(sent["DeviceKey"], KEY);
}

#[test]
fn where_the_pool_tracks_no_devices_none_is_stored_or_sent() {
    let mut world = started();
    world.sign_in_until_proof();
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &tokens()));
    assert_eq!(sent["ChallengeResponses"]["DEVICE_KEY"], Value::Null);
    assert!(signed_in(&world));
    assert_eq!(stored_record(&world), None);
    world.handle(Event::Timer(TimerKey::RefreshTokens));
    let sent = body(&world.answer_cognito("InitiateAuth", 200, &tokens()));
    assert_eq!(sent["AuthParameters"], json!({"REFRESH_TOKEN": "refresh"}));
    open(&mut world, AccountForm::Settings);
    assert!(!world.engine.account_view().tracked);
}

#[test]
fn who_typed_a_code_says_whether_the_browser_is_remembered() {
    for (remember, status) in [(true, "remembered"), (false, "not_remembered")] {
        let mut world = new_browser_with_code();
        world.answer_cognito("ConfirmDevice", 200, &asks(true));
        assert_eq!(form(&world), AccountForm::RememberBrowser);
        let view = world.engine.account_view();
        assert!(!view.busy && !signed_in(&world));
        assert_eq!(
            view.choices,
            [Factor::Remember(true), Factor::Remember(false)]
        );
        world.want(Intent::Account(choice(Factor::Remember(remember), "")));
        let sent = body(&world.answer_cognito("UpdateDeviceStatus", 200, &json!({})));
        assert_eq!(
            sent,
            json!({"AccessToken": "access", "DeviceKey": KEY, "DeviceRememberedStatus": status})
        );
        assert!(signed_in(&world));
        assert_eq!(stored_record(&world).is_some(), remember);
        // It is tracked all the same.
        assert_eq!(stored_session(&world)["device_key"], KEY);
    }
}

#[test]
fn a_code_counts_also_where_another_challenge_came_after_it() {
    let mut world = started();
    world.sign_in_until_proof();
    let code = challenge("SOFTWARE_TOKEN_MFA", &json!({}));
    world.answer_cognito("RespondToAuthChallenge", 200, &code);
    let typed = [(Field::Code, "123456")];
    fill(&mut world, AccountForm::Code(CodeKind::Totp), &typed);
    let question = challenge("CUSTOM_CHALLENGE", &json!({"question": "Which colour?"}));
    world.answer_cognito("RespondToAuthChallenge", 200, &question);
    let typed = [(Field::Answer, "purple")];
    fill(&mut world, AccountForm::Question, &typed);
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens_of_new_browser());
    made(&mut world);
    world.answer_cognito("ConfirmDevice", 200, &asks(true));
    assert_eq!(form(&world), AccountForm::RememberBrowser);
}

/// `USER_AUTH` knows no devices: a remembered browser would be asked for a code all the same.
#[test]
fn who_signed_in_without_a_password_is_not_asked_to_have_the_browser_remembered() {
    let mut world = choosing();
    let code = Factor::Code(CodeKind::Email);
    world.want(Intent::Account(choice(code, "ann@example.com")));
    let asked = challenge("EMAIL_OTP", &json!({}));
    world.answer_cognito("RespondToAuthChallenge", 200, &asked);
    let typed = [(Field::Code, "123456")];
    fill(&mut world, AccountForm::Code(CodeKind::Email), &typed);
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens_of_new_browser());
    made(&mut world);
    world.answer_cognito("ConfirmDevice", 200, &asks(true));
    assert!(signed_in(&world));
}

#[test]
fn who_typed_no_code_is_not_asked_and_not_remembered() {
    let mut world = new_browser();
    world.answer_cognito("ConfirmDevice", 200, &asks(true));
    assert!(signed_in(&world));
    assert_eq!(stored_record(&world), None);
}

#[test]
fn whatever_the_pool_says_of_the_browser_the_person_is_in() {
    let trouble = refusal("InternalErrorException", "");
    for remembers in [false, true] {
        let mut world = match remembers {
            true => new_browser_with_code(),
            false => new_browser(),
        };
        let operation = match remembers {
            true => {
                world.answer_cognito("ConfirmDevice", 200, &asks(true));
                world.want(Intent::Account(choice(Factor::Remember(true), "")));
                "UpdateDeviceStatus"
            }
            false => "ConfirmDevice",
        };
        world.answer_cognito(operation, 500, &trouble);
        assert!(signed_in(&world), "{operation}");
        assert_eq!(stored_record(&world), None, "{operation}");
    }
    let mut world = new_browser();
    world.lose("COGNITO ConfirmDevice");
    assert!(signed_in(&world));
    assert_eq!(stored_record(&world), None);
}

#[test]
fn a_device_key_that_cannot_be_read_does_not_stop_the_sign_in() {
    let mut tokens = tokens();
    tokens["AuthenticationResult"]["NewDeviceMetadata"] = json!({"DeviceKey": 1});
    let mut world = started();
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens);
    assert!(signed_in(&world));
}

fn srp_started(world: &mut World) {
    world.handle(Event::SrpStarted {
        srp_a: "abc".into(),
        device: Some(RECORD.to_owned()),
    });
}

fn verifier(name: &str, srp_b: &str) -> Value {
    let parameters = json!({"SALT": "00ab", "SRP_B": srp_b, "USER_ID_FOR_SRP": "u", "SECRET_BLOCK": "s",
        "USERNAME": "u", "DEVICE_KEY": KEY});
    challenge(name, &parameters)
}

/// The password of somebody whose browser is known was proved.
fn known_browser() -> World {
    let mut world = started();
    world.want(Intent::sign_in(" A@example.com ", "secret"));
    srp_started(&mut world);
    let answer = verifier("PASSWORD_VERIFIER", "1234");
    let sent = body(&world.answer_cognito("InitiateAuth", 200, &answer));
    assert_eq!(
        sent["AuthParameters"],
        json!({"USERNAME": "A@example.com", "SRP_A": "abc", "DEVICE_KEY": KEY})
    );
    world.handle(Event::SrpProved(Some(proof())));
    world
}

/// And now the browser is to prove its own.
fn browser_asked() -> World {
    let mut world = known_browser();
    let answer = challenge("DEVICE_SRP_AUTH", &json!({"USERNAME": "u"}));
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &answer));
    assert_eq!(sent["ChallengeResponses"]["DEVICE_KEY"], KEY);
    world
}

/// The numbers for it are here.
fn browser_proves(srp_b: &str) -> World {
    let mut world = browser_asked();
    srp_started(&mut world);
    let answer = verifier("DEVICE_PASSWORD_VERIFIER", srp_b);
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &answer));
    assert_eq!(sent["ChallengeName"], "DEVICE_SRP_AUTH");
    assert_eq!(
        sent["ChallengeResponses"],
        json!({"USERNAME": "u", "SRP_A": "abc", "DEVICE_KEY": KEY})
    );
    world
}

#[test]
fn a_remembered_browser_proves_its_password_and_no_code_is_asked_for() {
    let mut world = browser_asked();
    let started = Effect::SrpStart {
        pool: "_-group".to_owned(),
        password: "its password".to_owned(),
        device_record: None,
    };
    assert_eq!(world.effects.last(), Some(&started));
    assert!(world.engine.account_view().busy);
    world = browser_proves("1234");
    let proved = Effect::SrpProve {
        secret_block: "s".to_owned(),
        user_id: KEY.to_owned(),
        salt: "ab".to_owned(),
        srp_b: "1234".to_owned(),
    };
    assert_eq!(world.effects.last(), Some(&proved));
    world.handle(Event::SrpProved(Some(proof())));
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &tokens()));
    assert_eq!(sent["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
    let proof = proof();
    assert_eq!(
        sent["ChallengeResponses"],
        json!({"USERNAME": "u", "DEVICE_KEY": KEY, "TIMESTAMP": proof.timestamp,
            "PASSWORD_CLAIM_SECRET_BLOCK": proof.secret_block,
            "PASSWORD_CLAIM_SIGNATURE": proof.signature})
    );
    assert!(signed_in(&world));
    assert_eq!(stored_record(&world), None, "the record stays as it was");
    assert_eq!(stored_session(&world)["device_key"], KEY);
    assert!(world.effects.contains(&Effect::SrpEnd));
}

/// The sign-in has begun again, of a person as if in a new browser.
fn begins_again(world: &mut World) {
    assert_eq!(
        stored_record(world),
        Some(("a@example.com", "")),
        "the record is deleted"
    );
    let again = Effect::SrpStart {
        pool: "us-east-1_Ab1".to_owned(),
        password: "secret".to_owned(),
        device_record: Some("a@example.com".to_owned()),
    };
    assert_eq!(world.effects.last(), Some(&again));
    assert!(world.engine.account_view().busy);
    // Even where the browser could not forget it.
    srp_started(world);
    let answer = verifier("PASSWORD_VERIFIER", "1234");
    let sent = body(&world.answer_cognito("InitiateAuth", 200, &answer));
    assert_eq!(
        sent["AuthParameters"],
        json!({"USERNAME": "A@example.com", "SRP_A": "abc"})
    );
    world.handle(Event::SrpProved(Some(proof())));
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &tokens()));
    assert_eq!(sent["ChallengeResponses"]["DEVICE_KEY"], Value::Null);
    assert!(signed_in(world));
}

#[test]
fn a_browser_that_the_pool_does_not_know_is_forgotten_and_the_person_signs_in_without_it() {
    let mut world = known_browser();
    let unknown = refusal("ResourceNotFoundException", "Device does not exist.");
    world.answer_cognito("RespondToAuthChallenge", 400, &unknown);
    begins_again(&mut world);

    let mut world = browser_asked();
    srp_started(&mut world);
    world.answer_cognito("RespondToAuthChallenge", 400, &unknown);
    begins_again(&mut world);

    let mut world = browser_proves("1234");
    world.handle(Event::SrpProved(Some(proof())));
    let wrong = refusal("NotAuthorizedException", "Incorrect username or password.");
    world.answer_cognito("RespondToAuthChallenge", 400, &wrong);
    begins_again(&mut world);

    for srp_b in ["0", "x"] {
        begins_again(&mut browser_proves(srp_b));
    }
    let mut world = browser_proves("1234");
    world.handle(Event::SrpProved(None));
    begins_again(&mut world);
}

#[test]
fn a_wrong_password_is_the_persons_and_a_network_fault_nobodys() {
    let mut world = known_browser();
    let wrong = refusal("NotAuthorizedException", "Incorrect username or password.");
    world.answer_cognito("RespondToAuthChallenge", 400, &wrong);
    assert_eq!(fault(&world), Some(AccountFault::WrongPassword));
    assert_eq!(stored_record(&world), None);

    let mut world = browser_asked();
    srp_started(&mut world);
    world.lose("COGNITO RespondToAuthChallenge");
    assert_eq!(fault(&world), Some(AccountFault::NoNetwork));
    assert_eq!(stored_record(&world), None);

    let mut world = browser_asked();
    srp_started(&mut world);
    let slow = refusal("TooManyRequestsException", "");
    world.answer_cognito("RespondToAuthChallenge", 400, &slow);
    assert_eq!(fault(&world), Some(AccountFault::Throttled));
    assert_eq!(stored_record(&world), None);
}

#[test]
fn the_password_is_dropped_when_a_code_is_asked_for_in_a_known_browser_too() {
    let mut world = known_browser();
    assert!(!world.effects.contains(&Effect::SrpEnd));
    let code = challenge("SOFTWARE_TOKEN_MFA", &json!({}));
    world.answer_cognito("RespondToAuthChallenge", 200, &code);
    assert!(world.effects.contains(&Effect::SrpEnd));
    assert_eq!(form(&world), AccountForm::Code(CodeKind::Totp));
}

#[test]
fn the_password_is_dropped_when_a_known_browser_gets_another_name() {
    let mut world = known_browser();
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens_of_new_browser());
    assert!(world.effects.contains(&Effect::SrpEnd));
    made(&mut world);
    assert!(!signed_in(&world), "the new name is confirmed first");
    world.answer_cognito("ConfirmDevice", 200, &asks(false));
    assert_eq!(stored_record(&world), Some(("a@example.com", RECORD)));
    assert!(signed_in(&world));
}

#[test]
fn a_pool_that_asks_the_browser_again_and_again_is_given_up() {
    let again = challenge("DEVICE_SRP_AUTH", &json!({"USERNAME": "u"}));
    let mut world = browser_proves("1234");
    world.handle(Event::SrpProved(Some(proof())));
    world.answer_cognito("RespondToAuthChallenge", 200, &again);
    let unsupported = AccountFault::UnsupportedChallenge("DEVICE_SRP_AUTH".to_owned());
    assert_eq!(fault(&world), Some(unsupported));
    let mut world = browser_proves("1234");
    world.handle(Event::SrpProved(Some(proof())));
    let again = verifier("DEVICE_PASSWORD_VERIFIER", "1234");
    world.answer_cognito("RespondToAuthChallenge", 200, &again);
    assert!(!world.engine.account_view().busy);
    assert_eq!(form(&world), AccountForm::SignIn);
}

#[test]
fn without_a_record_the_device_challenge_is_unsupported() {
    for record in [None, Some("no list"), Some(r#"["key","group"]"#)] {
        let mut world = started();
        world.want(Intent::sign_in("a@example.com", "secret"));
        world.handle(Event::SrpStarted {
            srp_a: "abc".into(),
            device: record.map(str::to_owned),
        });
        let answer = challenge("DEVICE_SRP_AUTH", &json!({}));
        let sent = body(&world.answer_cognito("InitiateAuth", 200, &answer));
        assert_eq!(sent["AuthParameters"]["DEVICE_KEY"], Value::Null);
        let unsupported = AccountFault::UnsupportedChallenge("DEVICE_SRP_AUTH".to_owned());
        assert_eq!(fault(&world), Some(unsupported));
    }
}

#[test]
fn user_auth_is_sent_without_a_device_key() {
    let mut world = started();
    world.want(Intent::sign_in("a@example.com", "secret"));
    srp_started(&mut world);
    let other = refusal(
        "InvalidParameterException",
        "USER_SRP_AUTH is not enabled for the client.",
    );
    world.answer_cognito("InitiateAuth", 400, &other);
    let answer = verifier("PASSWORD_VERIFIER", "1234");
    let sent = body(&world.answer_cognito("InitiateAuth", 200, &answer));
    assert_eq!(
        sent["AuthParameters"],
        json!({"USERNAME": "a@example.com", "SRP_A": "abc", "PREFERRED_CHALLENGE": "PASSWORD_SRP"})
    );
}

fn device(key: &str, name: &str, status: &str) -> Value {
    json!({"DeviceKey": key, "DeviceAttributes": [{"Name": "device_status", "Value": "valid"},
        {"Name": "device_name", "Value": name},
        {"Name": "dev:device_remembered_status", "Value": status}]})
}

fn listed(devices: &[Value]) -> Value {
    json!({"Devices": devices})
}

/// The browsers of a person whose present one is remembered, too.
fn shown() -> World {
    let mut world = new_browser();
    world.answer_cognito("ConfirmDevice", 200, &asks(false));
    open(&mut world, AccountForm::Settings);
    world.answer_cognito("GetUser", 200, &json!({}));
    assert!(world.engine.account_view().tracked);
    open(&mut world, AccountForm::Browsers);
    let list = listed(&[
        device(KEY, "Firefox on Linux", "remembered"),
        device("us-east-1_00", "Chrome on Windows", "not_remembered"),
        device(OTHER, "Safari on iPhone", "remembered"),
    ]);
    let sent = body(&world.answer_cognito("ListDevices", 200, &list));
    assert_eq!(sent, json!({"AccessToken": "access", "Limit": 60}));
    world
}

#[test]
fn remembered_browsers_are_listed_and_another_one_is_forgotten() {
    let mut world = shown();
    let view = world.engine.account_view();
    assert_eq!(view.listed, ["Firefox on Linux", "Safari on iPhone"]);
    assert_eq!(view.choices, [Factor::Remove(0), Factor::Remove(1)]);
    assert_eq!(view.this_browser, Some(0));
    world.want(Intent::Account(choice(Factor::Remove(1), "")));
    let sent = body(&world.answer_cognito("ForgetDevice", 200, &json!({})));
    assert_eq!(sent, json!({"AccessToken": "access", "DeviceKey": OTHER}));
    let left = listed(&[device(KEY, "Firefox on Linux", "remembered")]);
    world.answer_cognito("ListDevices", 200, &left);
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.said, view.busy),
        (AccountForm::Browsers, Some(Said::BrowserForgotten), false)
    );
    assert_eq!(view.listed, ["Firefox on Linux"]);
    assert_eq!(stored_record(&world), Some(("a@example.com", RECORD)));
}

#[test]
fn this_browser_is_forgotten_and_its_session_goes_on() {
    let mut world = shown();
    world.want(Intent::Account(choice(Factor::Remove(0), "")));
    let sent = body(&world.answer_cognito("UpdateDeviceStatus", 200, &json!({})));
    assert_eq!(
        sent,
        json!({"AccessToken": "access", "DeviceKey": KEY, "DeviceRememberedStatus": "not_remembered"})
    );
    assert_eq!(stored_record(&world).map(|(_, text)| text), Some(""));
    world.answer_cognito("ListDevices", 200, &listed(&[]));
    let view = world.engine.account_view();
    assert!(view.listed.is_empty() && view.this_browser.is_none());
    world.handle(Event::Timer(TimerKey::RefreshTokens));
    let sent = body(&world.answer_cognito("InitiateAuth", 200, &tokens()));
    assert_eq!(sent["AuthParameters"]["DEVICE_KEY"], KEY);
}

#[test]
fn a_list_that_cannot_be_read_is_said() {
    for answer in [
        json!({}),
        listed(&[json!({"DeviceKey": 1})]),
        json!({"Devices": {}}),
    ] {
        let mut world = shown();
        open(&mut world, AccountForm::Settings);
        open(&mut world, AccountForm::Browsers);
        world.answer_cognito("ListDevices", 200, &answer);
        assert_eq!(fault(&world), Some(AccountFault::Service), "{answer}");
    }
}

#[test]
fn signing_out_leaves_the_browser_remembered_and_deleting_the_account_does_not() {
    let mut world = shown();
    world.want(Intent::SignOut);
    assert_eq!(stored_record(&world), Some(("a@example.com", RECORD)));

    let mut world = shown();
    open(&mut world, AccountForm::DeleteAccount);
    let typed = [(Field::Password, "p"), (Field::Answer, "delete")];
    fill(&mut world, AccountForm::DeleteAccount, &typed);
    proves(&mut world);
    fill(&mut world, AccountForm::DeleteForGood, &[]);
    world.answer("DELETE /api/profile", 200, &json!({}));
    world.answer_cognito("DeleteUser", 200, &json!({}));
    assert_eq!(stored_record(&world).map(|(_, text)| text), Some(""));
}
