//! Signing in without a password, and passkeys.

use serde_json::{Value, json};

use super::accounts::{challenge, choice, fault, fill, form, open, refusal, signed_in};
use super::world::{World, body, tokens};
use crate::effect::{Effect, PasskeyRequest, RequestId};
use crate::event::{AccountIntent, Event, Intent};
use crate::view::*;

const OPTIONS: &str = r#"{"challenge":"Y2hhbGxlbmdl","rpId":"localhost"}"#;
const CREDENTIAL: &str = r#"{"id":"a","response":{}}"#;

fn choose(world: &mut World, factor: Factor) {
    world.want(Intent::Account(choice(factor, " ann@example.com ")));
}

fn credential(world: &mut World, credential: Option<&str>) {
    let (id, _) = asked_browser(world).expect("the browser was asked");
    answer(world, *id, credential);
}

fn answer(world: &mut World, id: RequestId, credential: Option<&str>) {
    world.handle(Event::PasskeyAnswered(id, credential.map(str::to_owned)));
}

fn asked_browser(world: &World) -> Option<(&RequestId, &PasskeyRequest)> {
    world.effects.iter().rev().find_map(|effect| match effect {
        Effect::Passkey(id, request) => Some((id, request)),
        _ => None,
    })
}

/// Only the address was sent, and the pool lets the person choose.
pub fn choosing() -> World {
    let mut world = World::passwordless();
    world.start(true);
    choose(&mut world, Factor::WithoutPassword);
    assert_eq!(form(&world), AccountForm::WithoutPassword);
    assert_eq!(
        world.engine.account_view().email,
        "ann@example.com",
        "as it was typed"
    );
    let email = [(Field::Email, "ann@example.com")];
    fill(&mut world, AccountForm::WithoutPassword, &email);
    let mut answer = challenge("SELECT_CHALLENGE", &json!({}));
    answer["AvailableChallenges"] = json!(["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]);
    let sent = body(&world.answer_cognito("InitiateAuth", 200, &answer));
    assert_eq!(sent["AuthFlow"], "USER_AUTH");
    assert_eq!(
        sent["AuthParameters"],
        json!({"USERNAME": "ann@example.com"})
    );
    world
}

fn asked_for_passkey() -> World {
    let mut world = choosing();
    choose(&mut world, Factor::Passkey);
    let options = json!({"CREDENTIAL_REQUEST_OPTIONS": OPTIONS});
    let answer = challenge("WEB_AUTHN", &options);
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &answer));
    assert_eq!(sent["ChallengeResponses"]["ANSWER"], "WEB_AUTHN");
    world
}

#[test]
fn without_a_password_the_pool_says_how_to_go_on() {
    let world = choosing();
    assert_eq!(form(&world), AccountForm::Choose);
    let choices = [
        Factor::Password,
        Factor::Code(CodeKind::Email),
        Factor::Passkey,
    ];
    assert_eq!(world.engine.account_view().choices, choices);
}

#[test]
fn the_way_without_a_password_is_shown_only_where_the_configuration_has_it() {
    let mut world = World::new(true);
    world.start(true);
    assert_eq!(world.engine.account_view().choices, []);
    choose(&mut world, Factor::WithoutPassword);
    assert_eq!(form(&world), AccountForm::SignIn);
    let mut world = World::passwordless();
    world.start(true);
    assert_eq!(
        world.engine.account_view().choices,
        [Factor::WithoutPassword]
    );
}

#[test]
fn a_passkey_signs_in() {
    let mut world = asked_for_passkey();
    let wanted = PasskeyRequest::Get(OPTIONS.to_owned());
    assert_eq!(asked_browser(&world).map(|(_, asked)| asked), Some(&wanted));
    assert!(world.engine.account_view().busy);
    credential(&mut world, Some(CREDENTIAL));
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &tokens()));
    assert_eq!(sent["ChallengeName"], "WEB_AUTHN");
    assert_eq!(sent["Session"], "s1");
    let responses = json!({"USERNAME": "ann@example.com", "CREDENTIAL": CREDENTIAL});
    assert_eq!(sent["ChallengeResponses"], responses);
    assert!(signed_in(&world));
}

#[test]
fn a_passkey_that_was_not_chosen_is_a_fault_and_the_sign_in_starts_over() {
    let mut world = asked_for_passkey();
    credential(&mut world, None);
    assert_eq!(form(&world), AccountForm::SignIn);
    assert_eq!(fault(&world), Some(AccountFault::NoPasskey));
    assert!(!world.engine.account_view().busy);
}

#[test]
fn a_passkey_that_the_pool_refuses_or_asks_for_again_starts_over() {
    let refused = refusal("NotAuthorizedException", "Invalid passkey.");
    let again = challenge("WEB_AUTHN", &json!({"CREDENTIAL_REQUEST_OPTIONS": OPTIONS}));
    for (status, answer, expected) in [
        (400, refused, AccountFault::NoPasskey),
        (200, again, AccountFault::Service),
    ] {
        let mut world = asked_for_passkey();
        credential(&mut world, Some(CREDENTIAL));
        world.answer_cognito("RespondToAuthChallenge", status, &answer);
        assert_eq!(
            (form(&world), fault(&world)),
            (AccountForm::SignIn, Some(expected))
        );
        assert!(!world.engine.account_view().busy);
    }
}

#[test]
fn a_passkey_that_arrives_after_the_person_started_over_is_not_used() {
    let mut world = asked_for_passkey();
    world.want(Intent::Account(AccountIntent::StartOver));
    credential(&mut world, Some(CREDENTIAL));
    assert_eq!(world.waiting(), Vec::<String>::new());
    assert_eq!((form(&world), fault(&world)), (AccountForm::SignIn, None));
}

#[test]
fn the_browser_stops_asking_for_a_passkey_when_its_form_is_closed_and_its_late_answer_is_for_no_other()
 {
    let mut world = shown(&["Key"]);
    let options = json!({"CredentialCreationOptions": {}});
    fill(&mut world, AccountForm::Passkeys, &[]);
    world.answer_cognito("StartWebAuthnRegistration", 200, &options);
    let first = *asked_browser(&world).expect("the browser was asked").0;
    open(&mut world, AccountForm::Settings);
    assert!(world.effects.contains(&Effect::Abort(first)));
    open(&mut world, AccountForm::Passkeys);
    world.answer_cognito("ListWebAuthnCredentials", 200, &listed(&["Key"]));
    fill(&mut world, AccountForm::Passkeys, &[]);
    world.answer_cognito("StartWebAuthnRegistration", 200, &options);
    answer(&mut world, first, None);
    assert_eq!(fault(&world), None);
    assert!(world.engine.account_view().busy, "the second is waited for");
}

#[test]
fn a_pool_that_has_no_such_way_is_blamed_on_the_set_up() {
    let mut world = World::passwordless();
    world.start(true);
    choose(&mut world, Factor::WithoutPassword);
    let email = [(Field::Email, "ann@example.com")];
    fill(&mut world, AccountForm::WithoutPassword, &email);
    let refused = refusal(
        "InvalidParameterException",
        "USER_AUTH is not enabled for the client.",
    );
    world.answer_cognito("InitiateAuth", 400, &refused);
    assert_eq!(fault(&world), Some(AccountFault::WrongPool));
    assert!(!world.engine.account_view().busy);
}

fn listed(names: &[&str]) -> Value {
    let of = |name: &&str| json!({"CredentialId": format!("id of {name}"), "FriendlyCredentialName": name});
    json!({"Credentials": names.iter().map(of).collect::<Vec<_>>()})
}

/// A signed-in person whose passkeys are shown.
fn shown(names: &[&str]) -> World {
    let mut world = World::connected();
    open(&mut world, AccountForm::Settings);
    world.answer_cognito("GetUser", 200, &json!({}));
    open(&mut world, AccountForm::Passkeys);
    let sent = body(&world.answer_cognito("ListWebAuthnCredentials", 200, &listed(names)));
    assert!(sent["AccessToken"].is_string());
    world
}

#[test]
fn passkeys_are_listed_and_one_is_removed() {
    let mut world = shown(&["iCloud", "Key"]);
    let view = world.engine.account_view();
    assert_eq!(view.listed, ["iCloud", "Key"]);
    assert_eq!(view.choices, [Factor::Remove(0), Factor::Remove(1)]);
    choose(&mut world, Factor::Remove(1));
    let sent = body(&world.answer_cognito("DeleteWebAuthnCredential", 200, &json!({})));
    assert_eq!(sent["CredentialId"], "id of Key");
    world.answer_cognito("ListWebAuthnCredentials", 200, &listed(&["iCloud"]));
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.said),
        (AccountForm::Passkeys, Some(Said::PasskeyRemoved))
    );
    assert_eq!(view.choices, [Factor::Remove(0)]);
}

#[test]
fn a_passkey_is_added_with_what_the_pool_wants_of_it() {
    let mut world = shown(&[]);
    fill(&mut world, AccountForm::Passkeys, &[]);
    let options: Value = serde_json::from_str(OPTIONS).expect("json");
    let answer = json!({"CredentialCreationOptions": options});
    world.answer_cognito("StartWebAuthnRegistration", 200, &answer);
    let Some((_, PasskeyRequest::Create(wanted))) = asked_browser(&world) else {
        panic!("the browser was not asked");
    };
    assert_eq!(
        serde_json::from_str::<Value>(wanted).expect("json"),
        options
    );
    credential(&mut world, Some(CREDENTIAL));
    let sent = body(&world.answer_cognito("CompleteWebAuthnRegistration", 200, &json!({})));
    assert_eq!(sent["Credential"], json!({"id": "a", "response": {}}));
    assert!(sent["AccessToken"].is_string());
    world.answer_cognito("ListWebAuthnCredentials", 200, &listed(&["Key"]));
    let view = world.engine.account_view();
    assert_eq!((view.said, view.busy), (Some(Said::PasskeyAdded), false));
}

#[test]
fn a_passkey_that_was_not_made_is_a_fault_and_the_list_stays() {
    let mut world = shown(&["Key"]);
    fill(&mut world, AccountForm::Passkeys, &[]);
    let answer = json!({"CredentialCreationOptions": {}});
    world.answer_cognito("StartWebAuthnRegistration", 200, &answer);
    credential(&mut world, None);
    let view = world.engine.account_view();
    assert_eq!(view.fault, Some(AccountFault::NoPasskey));
    assert_eq!((view.form, view.listed.len()), (AccountForm::Passkeys, 1));
    assert!(!view.busy);
}

#[test]
fn a_pool_without_passkeys_says_so_in_the_settings() {
    let mut world = World::connected();
    open(&mut world, AccountForm::Settings);
    world.answer_cognito("GetUser", 200, &json!({}));
    open(&mut world, AccountForm::Passkeys);
    let refused = refusal("WebAuthnNotEnabledException", "");
    world.answer_cognito("ListWebAuthnCredentials", 400, &refused);
    assert_eq!(fault(&world), Some(AccountFault::WrongPool));
}
