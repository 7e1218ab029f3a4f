//! The ways into an account.

use serde_json::{Value, json};

use super::world::{World, body, proof, tokens};
use crate::effect::{Effect, TimerKey};
use crate::event::{AccountIntent, Event, Intent};
use crate::view::*;

pub fn world() -> World {
    let mut world = World::new(true);
    world.start(true);
    world
}

pub fn fill(world: &mut World, form: AccountForm, typed: &[(Field, &str)]) {
    let typed = typed
        .iter()
        .map(|(field, text)| (*field, (*text).to_owned()));
    world.want(Intent::Account(AccountIntent::Submit {
        form,
        typed: typed.collect(),
        keep: false,
    }));
}

/// A way to go on; `email`: the address, as far as it is typed.
pub fn choice(factor: Factor, email: &str) -> AccountIntent {
    AccountIntent::Choose {
        factor,
        email: email.to_owned(),
        keep: false,
    }
}

pub fn open(world: &mut World, form: AccountForm) {
    world.want(Intent::Account(AccountIntent::Open(form, String::new())));
}

pub fn form(world: &World) -> AccountForm {
    world.engine.account_view().form
}

pub fn fault(world: &World) -> Option<AccountFault> {
    world.engine.account_view().fault.clone()
}

pub fn refusal(kind: &str, message: &str) -> Value {
    json!({"__type": kind, "message": message})
}

pub fn challenge(name: &str, parameters: &Value) -> Value {
    json!({"ChallengeName": name, "Session": "s1", "ChallengeParameters": parameters})
}

pub fn signed_in(world: &World) -> bool {
    matches!(world.engine.session_view(), SessionView::SignedIn(_))
}

/// Whether an authenticator app is asked for at a sign-in, once that is known.
fn asks_for_app(world: &World) -> Option<bool> {
    let codes = world.engine.account_view().codes.as_ref();
    codes.map(|codes| codes.contains(&CodeKind::Totp))
}

fn went_to(world: &World) -> Option<&str> {
    world.effects.iter().rev().find_map(|effect| match effect {
        Effect::Navigate { path, .. } => Some(path.as_str()),
        _ => None,
    })
}

/// The password was proved, and this came instead of tokens.
pub fn asked(answer: &Value) -> World {
    let mut world = world();
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, answer);
    world
}

/// The flow proves the password it holds.
pub fn proves(world: &mut World) {
    world.prove();
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
}

const NEW_ANN: &[(Field, &str)] = &[
    (Field::Name, " Ann "),
    (Field::Email, "ann@example.com"),
    (Field::Username, "@Ann"),
    (Field::FirstPassword, "long  enough"),
];

fn signed_up() -> World {
    let mut world = world();
    open(&mut world, AccountForm::SignUp);
    fill(&mut world, AccountForm::SignUp, NEW_ANN);
    world.answer("GET /api/handles/ann", 200, &json!({"available": true}));
    world
}

const WHERE: &str = "a***@e***";

fn confirming() -> World {
    let mut world = signed_up();
    let sent = json!({"UserConfirmed": false, "CodeDeliveryDetails": {"Destination": WHERE}});
    world.answer_cognito("SignUp", 200, &sent);
    world
}

#[test]
fn signing_up_asks_for_the_code_and_then_signs_in_with_the_password_typed_first() {
    let mut world = signed_up();
    let sent = json!({"UserConfirmed": false, "CodeDeliveryDetails": {"Destination": WHERE}});
    let sent = body(&world.answer_cognito("SignUp", 200, &sent));
    assert_eq!(sent["Username"], "ann@example.com");
    assert_eq!(sent["Password"], "long  enough", "as it was typed");
    assert_eq!(
        sent["UserAttributes"],
        json!([{"Name": "email", "Value": "ann@example.com"}, {"Name": "name", "Value": "Ann"},
            {"Name": "preferred_username", "Value": "Ann"}])
    );
    assert_eq!(went_to(&world), Some("/confirm?email=ann%40example.com"));
    open(&mut world, AccountForm::Confirm);
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.email.as_str()),
        (AccountForm::Confirm, "ann@example.com")
    );
    assert_eq!(
        (view.said, view.detail.as_str()),
        (Some(Said::CodeSent), "ann@example.com")
    );
    let typed = [(Field::Email, "ann@example.com"), (Field::Code, "123 456")];
    fill(&mut world, AccountForm::Confirm, &typed);
    let sent = body(&world.answer_cognito("ConfirmSignUp", 200, &json!({})));
    assert_eq!(sent["ConfirmationCode"], "123456");
    assert!(world.effects.iter().any(|effect| matches!(effect,
        Effect::SrpStart { device_record: Some(record), password, .. } if record == "ann@example.com" && password == "long  enough")));
    proves(&mut world);
    assert!(signed_in(&world));
}

/// Somebody signs up with an address that has an account.
fn known_address(resent: &Value) -> World {
    let mut world = signed_up();
    let exists = refusal("UsernameExistsException", "User already exists");
    world.answer_cognito("SignUp", 400, &exists);
    let status = if resent.get("__type").is_some() {
        400
    } else {
        200
    };
    world.answer_cognito("ResendConfirmationCode", status, resent);
    world
}

#[test]
fn signing_up_does_not_tell_who_has_an_account() {
    let shown = |world: &World| {
        let view = world.engine.account_view();
        let page = (
            view.form,
            view.email.clone(),
            view.said,
            view.detail.clone(),
        );
        (page, view.fault.clone(), view.resend_in, view.busy)
    };
    let wrong_code = |world: &mut World, refused: Value| {
        let typed = [(Field::Email, "ann@example.com"), (Field::Code, "000000")];
        fill(world, AccountForm::Confirm, &typed);
        world.answer_cognito("ConfirmSignUp", 400, &refused);
    };
    let mut new = signed_up();
    let sent = json!({"UserConfirmed": false, "CodeDeliveryDetails": {"Destination": WHERE}});
    new.answer_cognito("SignUp", 200, &sent);
    // An account that is confirmed, whose owner is told by the pool's mail.
    let confirmed = refusal("InvalidParameterException", "User is already confirmed.");
    let mut known = known_address(&confirmed);
    let mail = body(&known.answer_cognito("ForgotPassword", 200, &json!({})));
    assert_eq!(mail["Username"], "ann@example.com");
    assert_eq!(mail["ClientMetadata"], json!({"reason": "sign_up"}));
    // One that is not: its owner gets another code.
    let mut unconfirmed = known_address(&json!({}));
    assert_eq!(unconfirmed.waiting(), Vec::<String>::new());
    for world in [&known, &unconfirmed] {
        assert_eq!(went_to(world), went_to(&new));
        assert!(
            world.effects.contains(&Effect::SrpEnd),
            "the password is gone"
        );
    }
    for world in [&mut new, &mut known, &mut unconfirmed] {
        open(world, AccountForm::Confirm);
    }
    assert_eq!(shown(&known), shown(&new));
    assert_eq!(shown(&unconfirmed), shown(&new));
    wrong_code(&mut new, refusal("CodeMismatchException", ""));
    let status = "User cannot be confirmed. Current status is CONFIRMED";
    wrong_code(&mut known, refusal("NotAuthorizedException", status));
    wrong_code(&mut unconfirmed, refusal("CodeMismatchException", ""));
    assert_eq!(fault(&known), Some(AccountFault::WrongCode));
    assert_eq!(shown(&known), shown(&new));
    assert_eq!(shown(&unconfirmed), shown(&new));
}

#[test]
fn another_code_for_a_confirmed_account_is_the_mail_that_says_so() {
    let mut world = world();
    open(&mut world, AccountForm::Confirm);
    let resend = AccountIntent::Resend("ann@example.com".into());
    world.want(Intent::Account(resend));
    let confirmed = refusal("InvalidParameterException", "User is already confirmed.");
    world.answer_cognito("ResendConfirmationCode", 400, &confirmed);
    let mail = body(&world.answer_cognito("ForgotPassword", 200, &json!({})));
    assert_eq!(mail["ClientMetadata"]["reason"], "sign_up");
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.said),
        (AccountForm::Confirm, Some(Said::CodeSent))
    );
    assert_eq!(
        (fault(&world), view.detail.as_str()),
        (None, "ann@example.com")
    );
}

#[test]
fn a_pool_that_confirms_by_itself_signs_in_at_once() {
    let mut world = signed_up();
    world.answer_cognito("SignUp", 200, &json!({"UserConfirmed": true}));
    proves(&mut world);
    assert!(signed_in(&world));
}

#[test]
fn a_code_can_be_asked_for_again_after_half_a_minute() {
    let mut world = confirming();
    let resend = |world: &mut World| {
        world.want(Intent::Account(AccountIntent::Resend(
            "ann@example.com".into(),
        )));
    };
    resend(&mut world);
    assert_eq!(world.waiting(), Vec::<String>::new(), "too early");
    for left in (0..30).rev() {
        world.handle(Event::Timer(TimerKey::ResendIn));
        assert_eq!(world.engine.account_view().resend_in, left);
    }
    resend(&mut world);
    let sent = body(&world.answer_cognito("ResendConfirmationCode", 200, &json!({})));
    assert_eq!(sent["Username"], "ann@example.com");
    assert_eq!(world.engine.account_view().said, Some(Said::CodeSent));
    assert_eq!(world.engine.account_view().resend_in, 30);
}

#[test]
fn a_wrong_code_and_an_expired_one_have_different_faults_and_the_form_stays() {
    for (kind, expected) in [
        ("CodeMismatchException", AccountFault::WrongCode),
        ("ExpiredCodeException", AccountFault::ExpiredCode),
    ] {
        let mut world = confirming();
        let typed = [(Field::Email, "ann@example.com"), (Field::Code, "000000")];
        fill(&mut world, AccountForm::Confirm, &typed);
        let generation = world.engine.account_view().generation;
        world.answer_cognito("ConfirmSignUp", 400, &refusal(kind, ""));
        assert_eq!(fault(&world), Some(expected));
        assert_eq!(
            world.engine.account_view().generation,
            generation,
            "what was typed stays"
        );
        fill(&mut world, AccountForm::Confirm, &typed);
        world.answer_cognito("ConfirmSignUp", 200, &json!({}));
        proves(&mut world);
        assert!(signed_in(&world));
    }
}

#[test]
fn who_leaves_a_sign_in_under_way_leaves_no_password_behind() {
    let mut world = World::new(true);
    world.start(true);
    world.want(Intent::sign_in("ann@example.com", "secret"));
    assert!(!world.effects.contains(&Effect::SrpEnd));
    open(&mut world, AccountForm::Recover);
    assert!(world.effects.contains(&Effect::SrpEnd));
}

#[test]
fn a_code_for_another_address_is_not_followed_by_the_first_ones_password() {
    let mut world = confirming();
    let typed = [(Field::Email, "bob@example.com"), (Field::Code, "123456")];
    fill(&mut world, AccountForm::Confirm, &typed);
    world.answer_cognito("ConfirmSignUp", 200, &json!({}));
    assert_eq!(form(&world), AccountForm::SignIn);
    assert_eq!(world.engine.account_view().said, Some(Said::Confirmed));
    assert!(
        world.effects.contains(&Effect::SrpEnd)
            || !world
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::SrpStart { .. }))
    );
    assert_eq!(went_to(&world), Some("/signin"));
}

#[test]
fn signing_in_unconfirmed_leads_to_the_code_and_on() {
    let mut world = world();
    world.want(Intent::sign_in("ann@example.com", "secret"));
    world.handle(Event::SrpStarted {
        srp_a: "abc".into(),
        device: None,
    });
    world.answer_cognito(
        "InitiateAuth",
        400,
        &refusal("UserNotConfirmedException", ""),
    );
    assert_eq!(
        (form(&world), went_to(&world)),
        (
            AccountForm::Confirm,
            Some("/confirm?email=ann%40example.com")
        )
    );
    assert_eq!(world.engine.account_view().said, Some(Said::ConfirmFirst));
    let typed = [(Field::Email, "ann@example.com"), (Field::Code, "123456")];
    fill(&mut world, AccountForm::Confirm, &typed);
    let confirmed = "User cannot be confirmed. Current status is CONFIRMED";
    world.answer_cognito(
        "ConfirmSignUp",
        400,
        &refusal("NotAuthorizedException", confirmed),
    );
    proves(&mut world);
    assert!(signed_in(&world));
}

#[test]
fn recovery_reveals_no_more_of_an_account_than_the_pool_does() {
    let answers = [
        (200, json!({"CodeDeliveryDetails": {"Destination": WHERE}})),
        (
            400,
            refusal("UserNotFoundException", "User does not exist."),
        ),
        (400, refusal("InvalidParameterException", "")),
        (
            400,
            refusal(
                "NotAuthorizedException",
                "User password cannot be reset in the current state.",
            ),
        ),
        (400, refusal("CodeDeliveryFailureException", "")),
        (400, refusal("UserLambdaValidationException", "")),
    ];
    let views = answers.map(|(status, answer)| {
        let mut world = recovering();
        world.answer_cognito("ForgotPassword", status, &answer);
        world.engine.account_view().clone()
    });
    assert_eq!(views[0].said, Some(Said::RecoverySent));
    assert_eq!(views[0].form, AccountForm::Reset);
    for view in &views {
        assert_eq!(*view, views[0]);
    }
}

/// The recovery of Ann's password is asked for.
fn recovering() -> World {
    let mut world = world();
    open(&mut world, AccountForm::Recover);
    let typed = [(Field::Email, "ann+lee@example.com")];
    fill(&mut world, AccountForm::Recover, &typed);
    world
}

#[test]
fn recovering_the_password_of_an_unconfirmed_address_leads_to_its_confirmation() {
    let unverified = "Cannot reset password for the user as there is no registered/verified email or phone_number";
    for refused in [
        refusal("InvalidParameterException", unverified),
        refusal("UserNotConfirmedException", ""),
    ] {
        let mut world = recovering();
        world.answer_cognito("ForgotPassword", 400, &refused);
        let view = world.engine.account_view();
        assert_eq!(
            (view.form, view.said),
            (AccountForm::Confirm, Some(Said::ConfirmFirst)),
            "no code is promised"
        );
        assert_eq!(view.email, "ann+lee@example.com");
        assert_eq!(
            went_to(&world),
            Some("/confirm?email=ann%2Blee%40example.com")
        );
    }
}

#[test]
fn a_recovery_that_fails_for_everybody_says_why_and_the_address_can_be_sent_again() {
    for (status, kind, expected) in [
        (400, "TooManyRequestsException", AccountFault::Throttled),
        (400, "LimitExceededException", AccountFault::LimitReached),
        (400, "ResourceNotFoundException", AccountFault::WrongPool),
        (403, "ForbiddenException", AccountFault::Blocked),
        (500, "InternalErrorException", AccountFault::Service),
    ] {
        let mut world = world();
        open(&mut world, AccountForm::Recover);
        let typed = [(Field::Email, "ann@example.com")];
        for _ in 0..2 {
            fill(&mut world, AccountForm::Recover, &typed);
            world.answer_cognito("ForgotPassword", status, &refusal(kind, ""));
            let shown = (form(&world), fault(&world));
            assert_eq!(shown, (AccountForm::Recover, Some(expected.clone())));
        }
    }
}

#[test]
fn recovering_sets_the_password_and_signs_in_with_it() {
    let mut world = world();
    open(&mut world, AccountForm::Recover);
    fill(
        &mut world,
        AccountForm::Recover,
        &[(Field::Email, "ann@example.com")],
    );
    world.answer_cognito("ForgotPassword", 200, &json!({}));
    let typed = [
        (Field::Code, "654321"),
        (Field::NewPassword, "something else"),
        (Field::Again, "something else"),
    ];
    fill(&mut world, AccountForm::Reset, &typed);
    let mismatch = refusal("CodeMismatchException", "");
    world.answer_cognito("ConfirmForgotPassword", 400, &mismatch);
    assert_eq!(
        (form(&world), fault(&world)),
        (AccountForm::Reset, Some(AccountFault::WrongCode))
    );
    fill(&mut world, AccountForm::Reset, &typed);
    let sent = body(&world.answer_cognito("ConfirmForgotPassword", 200, &json!({})));
    assert_eq!(
        (&sent["Username"], &sent["Password"]),
        (&json!("ann@example.com"), &json!("something else"))
    );
    proves(&mut world);
    assert!(signed_in(&world));
}

#[test]
fn a_password_the_administrator_reset_is_recovered_first() {
    let mut world = world();
    world.sign_in_until_proof();
    world.answer_cognito(
        "RespondToAuthChallenge",
        400,
        &refusal("PasswordResetRequiredException", ""),
    );
    assert_eq!(
        (form(&world), went_to(&world)),
        (AccountForm::Reset, Some("/forgot"))
    );
    assert_eq!(world.engine.account_view().said, Some(Said::ResetFirst));
}

#[test]
fn a_first_password_is_replaced_and_only_missing_attributes_are_sent() {
    let mut world = asked(&challenge(
        "NEW_PASSWORD_REQUIRED",
        &json!({"USER_ID_FOR_SRP": "u", "requiredAttributes":
            "[\"userAttributes.given_name\",\"userAttributes.email\"]",
            "userAttributes": "{\"email\":\"ann@example.com\",\"given_name\":\"\"}"}),
    ));
    let view = world.engine.account_view();
    assert_eq!(view.attributes, ["given_name"]);
    assert_eq!(
        view.fields,
        [Field::NewPassword, Field::Again, Field::Attribute(0)]
    );
    let typed = [
        (Field::NewPassword, "something else"),
        (Field::Again, "something else"),
        (Field::Attribute(0), "Ann"),
    ];
    fill(&mut world, AccountForm::NewPassword, &typed);
    let refused = refusal(
        "InvalidPasswordException",
        "Password does not conform to policy: Password must have symbol characters",
    );
    world.answer_cognito("RespondToAuthChallenge", 400, &refused);
    assert!(
        matches!(fault(&world), Some(AccountFault::PasswordRefused(words)) if words.contains("symbol"))
    );
    fill(&mut world, AccountForm::NewPassword, &typed);
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &tokens()));
    assert_eq!(sent["Session"], "s1");
    assert_eq!(
        sent["ChallengeResponses"],
        json!({"USERNAME": "u", "NEW_PASSWORD": "something else", "userAttributes.given_name": "Ann"})
    );
    assert!(signed_in(&world));
}

#[test]
fn each_kind_of_code_is_asked_for_and_answered_by_its_own_name() {
    for (name, kind) in [
        ("SMS_MFA", CodeKind::Sms),
        ("SMS_OTP", CodeKind::Sms),
        ("EMAIL_OTP", CodeKind::Email),
        ("SOFTWARE_TOKEN_MFA", CodeKind::Totp),
    ] {
        let parameters = json!({"USER_ID_FOR_SRP": "u", "CODE_DELIVERY_DESTINATION": WHERE});
        let mut world = asked(&challenge(name, &parameters));
        let view = world.engine.account_view();
        assert_eq!(view.form, AccountForm::Code(kind));
        assert_eq!(view.detail.is_empty(), kind == CodeKind::Totp);
        fill(
            &mut world,
            AccountForm::Code(kind),
            &[(Field::Code, "000000")],
        );
        world.answer_cognito(
            "RespondToAuthChallenge",
            400,
            &refusal("CodeMismatchException", ""),
        );
        assert_eq!(fault(&world), Some(AccountFault::WrongCode));
        assert_eq!(form(&world), AccountForm::Code(kind), "and the form stays");
        fill(
            &mut world,
            AccountForm::Code(kind),
            &[(Field::Code, "123456")],
        );
        let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &tokens()));
        assert_eq!(sent["ChallengeName"], name);
        assert_eq!(sent["ChallengeResponses"][format!("{name}_CODE")], "123456");
        assert!(signed_in(&world), "{name}");
    }
}

#[test]
fn of_several_kinds_one_is_chosen() {
    let mut world = asked(&challenge(
        "SELECT_MFA_TYPE",
        &json!({"MFAS_CAN_CHOOSE": "[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\",\"SOMETHING_NEW\"]"}),
    ));
    let choices = [Factor::Code(CodeKind::Sms), Factor::Code(CodeKind::Totp)];
    assert_eq!(world.engine.account_view().choices, choices);
    let none = Factor::Code(CodeKind::Email);
    world.want(Intent::Account(choice(none, "")));
    assert_eq!(world.waiting(), Vec::<String>::new(), "not among them");
    world.want(Intent::Account(choice(choices[1], "")));
    let next = challenge("SOFTWARE_TOKEN_MFA", &json!({}));
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &next));
    assert_eq!(sent["ChallengeResponses"]["ANSWER"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(form(&world), AccountForm::Code(CodeKind::Totp));
}

#[test]
fn an_authenticator_app_is_set_up_on_the_way_in() {
    let mut world = asked(&challenge(
        "MFA_SETUP",
        &json!({"USER_ID_FOR_SRP": "u", "MFAS_CAN_SETUP": "[\"SOFTWARE_TOKEN_MFA\"]"}),
    ));
    let secret = json!({"SecretCode": "JBSWY3DP", "Session": "s2"});
    let sent = body(&world.answer_cognito("AssociateSoftwareToken", 200, &secret));
    assert_eq!(sent, json!({"Session": "s1"}));
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.detail.as_str()),
        (AccountForm::SetUpTotp, "JBSWY3DP")
    );
    fill(
        &mut world,
        AccountForm::SetUpTotp,
        &[(Field::Code, "000000")],
    );
    let wrong = refusal("EnableSoftwareTokenMFAException", "Code mismatch");
    world.answer_cognito("VerifySoftwareToken", 400, &wrong);
    assert_eq!(fault(&world), Some(AccountFault::WrongCode));
    assert_eq!(
        world.engine.account_view().detail,
        "JBSWY3DP",
        "the secret stays"
    );
    fill(
        &mut world,
        AccountForm::SetUpTotp,
        &[(Field::Code, "123456")],
    );
    let verified = json!({"Status": "SUCCESS", "Session": "s3"});
    let sent = body(&world.answer_cognito("VerifySoftwareToken", 200, &verified));
    assert_eq!(sent, json!({"Session": "s2", "UserCode": "123456"}));
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &tokens()));
    assert_eq!(
        (&sent["ChallengeName"], &sent["Session"]),
        (&json!("MFA_SETUP"), &json!("s3"))
    );
    assert!(signed_in(&world));
}

#[test]
fn a_pools_own_question_is_asked_as_it_is() {
    let parameters = json!({"USERNAME": "u", "question": "Which colour?"});
    let mut world = asked(&challenge("CUSTOM_CHALLENGE", &parameters));
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.detail.as_str()),
        (AccountForm::Question, "Which colour?")
    );
    fill(
        &mut world,
        AccountForm::Question,
        &[(Field::Answer, "purple")],
    );
    let sent = body(&world.answer_cognito("RespondToAuthChallenge", 200, &tokens()));
    assert_eq!(
        sent["ChallengeResponses"],
        json!({"USERNAME": "u", "ANSWER": "purple"})
    );
    assert!(signed_in(&world));
}

#[test]
fn a_client_without_the_srp_flow_is_signed_in_to_by_choice() {
    let mut world = world();
    world.want(Intent::sign_in("ann@example.com", "secret"));
    world.handle(Event::SrpStarted {
        srp_a: "abc".into(),
        device: None,
    });
    let not_enabled = "USER_SRP_AUTH is not enabled for the client.";
    world.answer_cognito(
        "InitiateAuth",
        400,
        &refusal("InvalidParameterException", not_enabled),
    );
    let verifier = json!({"ChallengeName": "PASSWORD_VERIFIER", "Session": "s1", "ChallengeParameters": {
        "SALT": "ab", "SRP_B": "1234", "USER_ID_FOR_SRP": "u", "SECRET_BLOCK": "s"}});
    let sent = body(&world.answer_cognito("InitiateAuth", 200, &verifier));
    assert_eq!(sent["AuthFlow"], "USER_AUTH");
    assert_eq!(
        sent["AuthParameters"],
        json!({"USERNAME": "ann@example.com", "SRP_A": "abc", "PREFERRED_CHALLENGE": "PASSWORD_SRP"})
    );
    world.handle(Event::SrpProved(Some(proof())));
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
    assert!(signed_in(&world));
}

#[test]
fn a_client_with_neither_flow_is_the_configurations_fault() {
    let mut world = world();
    world.want(Intent::sign_in("ann@example.com", "secret"));
    world.handle(Event::SrpStarted {
        srp_a: "abc".into(),
        device: None,
    });
    for _ in 0..2 {
        let refused = refusal(
            "InvalidParameterException",
            "USER_AUTH is not enabled for the client.",
        );
        world.answer_cognito("InitiateAuth", 400, &refused);
    }
    assert_eq!(fault(&world), Some(AccountFault::WrongPool));
}

#[test]
fn steps_that_took_too_long_start_over() {
    let mut world = asked(&challenge("SOFTWARE_TOKEN_MFA", &json!({})));
    fill(
        &mut world,
        AccountForm::Code(CodeKind::Totp),
        &[(Field::Code, "123456")],
    );
    let over = refusal(
        "NotAuthorizedException",
        "Invalid session for the user, session is expired.",
    );
    world.answer_cognito("RespondToAuthChallenge", 400, &over);
    assert_eq!(
        (form(&world), fault(&world)),
        (AccountForm::SignIn, Some(AccountFault::SessionOver))
    );
    assert_eq!(
        world.engine.account_view().email,
        "a@example.com",
        "the address stays"
    );
}

#[test]
fn no_form_inherits_what_was_typed_into_the_one_before() {
    let mut world = world();
    let mut shown = vec![world.engine.account_view().generation];
    for page in [
        AccountForm::SignUp,
        AccountForm::Recover,
        AccountForm::SignIn,
    ] {
        open(&mut world, page);
        let generation = world.engine.account_view().generation;
        assert!(!shown.contains(&generation), "{page:?} is a new form");
        shown.push(generation);
    }
}

#[test]
fn another_page_ends_what_is_under_way_and_the_same_page_does_not() {
    let mut world = asked(&challenge("SOFTWARE_TOKEN_MFA", &json!({})));
    open(&mut world, AccountForm::SignIn);
    assert_eq!(form(&world), AccountForm::Code(CodeKind::Totp));
    fill(
        &mut world,
        AccountForm::Code(CodeKind::Totp),
        &[(Field::Code, "123456")],
    );
    open(&mut world, AccountForm::SignUp);
    assert_eq!(
        (form(&world), world.waiting()),
        (AccountForm::SignUp, Vec::new())
    );
    world.want(Intent::Account(AccountIntent::StartOver));
    assert_eq!(form(&world), AccountForm::SignIn);
}

#[test]
fn what_cannot_be_right_is_said_before_anything_is_sent() {
    let mut world = world();
    open(&mut world, AccountForm::SignUp);
    let typed = [
        (Field::Name, " "),
        (Field::Email, "ann"),
        (Field::Username, "an n"),
        (Field::FirstPassword, "short"),
    ];
    fill(&mut world, AccountForm::SignUp, &typed);
    let view = world.engine.account_view();
    let wrong = [
        (Field::Name, FieldFault::Missing),
        (Field::Email, FieldFault::Invalid),
        (Field::Username, FieldFault::Invalid),
        (Field::FirstPassword, FieldFault::Weak),
    ];
    assert_eq!(
        (view.wrong.as_slice(), view.refusals, view.busy),
        (&wrong[..], 1, false)
    );
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn a_username_is_checked_once_typing_pauses_and_a_taken_one_is_not_sent() {
    let mut world = world();
    open(&mut world, AccountForm::SignUp);
    for text in ["A", "An", "Ann"] {
        world.want(Intent::Account(AccountIntent::HandleTyped(text.into())));
    }
    assert_eq!(world.waiting(), Vec::<String>::new());
    assert_eq!(world.engine.account_view().handle, HandleState::Checking);
    world.handle(Event::Timer(TimerKey::CheckHandle));
    let asked = world.answer("GET /api/handles/ann", 200, &json!({"available": false}));
    assert_eq!(asked.headers, [], "without a token");
    assert_eq!(world.engine.account_view().handle, HandleState::Taken);
    fill(&mut world, AccountForm::SignUp, NEW_ANN);
    assert_eq!(
        world.engine.account_view().wrong,
        [(Field::Username, FieldFault::Taken)]
    );
    world.want(Intent::Account(AccountIntent::HandleTyped("Ann2".into())));
    assert_eq!(world.engine.account_view().wrong, [], "not of another name");
    world.handle(Event::Timer(TimerKey::CheckHandle));
    // A server that has no such route says nothing about the name.
    world.answer("GET /api/handles/ann2", 404, &json!({}));
    assert_eq!(world.engine.account_view().handle, HandleState::Unknown);
    world.want(Intent::Account(AccountIntent::HandleTyped("a/b".into())));
    assert_eq!(world.engine.account_view().handle, HandleState::Invalid);
}

#[test]
fn an_account_is_made_only_once_its_username_is_known_to_be_free() {
    let mut world = world();
    open(&mut world, AccountForm::SignUp);
    fill(&mut world, AccountForm::SignUp, NEW_ANN);
    assert_eq!(
        world.waiting(),
        ["GET /api/handles/ann"],
        "sent before the typing paused"
    );
    world.answer("GET /api/handles/ann", 200, &json!({"available": false}));
    let view = world.engine.account_view();
    assert_eq!(
        (view.wrong.as_slice(), view.busy),
        (&[(Field::Username, FieldFault::Taken)][..], false)
    );
    assert_eq!(world.waiting(), Vec::<String>::new());
    // Known to be free: it is not asked again.
    world.want(Intent::Account(AccountIntent::HandleTyped("ann2".into())));
    world.handle(Event::Timer(TimerKey::CheckHandle));
    world.answer("GET /api/handles/ann2", 200, &json!({"available": true}));
    let mut typed = NEW_ANN.to_vec();
    typed[2].1 = "Ann2";
    fill(&mut world, AccountForm::SignUp, &typed);
    assert_eq!(world.waiting(), ["COGNITO SignUp"]);
}

#[test]
fn a_server_that_cannot_say_whether_a_username_is_free_is_no_obstacle() {
    let mut world = world();
    open(&mut world, AccountForm::SignUp);
    fill(&mut world, AccountForm::SignUp, NEW_ANN);
    world.lose("GET /api/handles/ann");
    assert_eq!(world.waiting(), ["COGNITO SignUp"]);
}

/// Signed in, at the settings, and the pool has said that no app is asked for.
pub fn at_the_settings() -> World {
    let mut world = World::connected();
    open(&mut world, AccountForm::Settings);
    let sent = body(&world.answer_cognito("GetUser", 200, &json!({"Username": "u"})));
    assert_eq!(sent, json!({"AccessToken": "access"}));
    assert_eq!(asks_for_app(&world), Some(false));
    world
}

#[test]
fn settings_that_are_known_are_not_looked_up_again() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::Name);
    open(&mut world, AccountForm::Settings);
    assert_eq!(form(&world), AccountForm::Settings);
    assert_eq!(world.waiting(), Vec::<String>::new());
    assert!(!world.engine.account_view().busy);
}

#[test]
fn settings_that_could_not_be_looked_up_are_looked_up_with_the_next_token() {
    let mut world = World::connected();
    open(&mut world, AccountForm::Settings);
    world.lose("COGNITO GetUser");
    assert_eq!(fault(&world), Some(AccountFault::NoNetwork));
    world.handle(Event::Timer(TimerKey::RefreshTokens));
    world.answer_cognito("InitiateAuth", 200, &tokens());
    world.answer_cognito("GetUser", 200, &json!({"Username": "u"}));
    assert_eq!(asks_for_app(&world), Some(false));
}

#[test]
fn another_name_is_shown_at_once_and_stored() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::Name);
    fill(
        &mut world,
        AccountForm::Name,
        &[(Field::Name, " Andrew B. ")],
    );
    let sent = world.answer("PUT /api/profile", 200, &json!({}));
    assert_eq!(body(&sent), json!({"display_name": "Andrew B."}));
    world.answer_cognito("UpdateUserAttributes", 200, &json!({}));
    assert!(
        matches!(world.engine.session_view(), SessionView::SignedIn(me) if me.display_name == "Andrew B.")
    );
    assert!(
        world
            .session
            .as_deref()
            .is_some_and(|text| text.contains("Andrew B."))
    );
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.said),
        (AccountForm::Settings, Some(Said::Saved))
    );
}

#[test]
fn a_message_that_waits_to_be_sent_carries_the_new_name() {
    let mut world = at_the_settings();
    world.open("g1");
    world.want(Intent::Send("hello".into()));
    assert_eq!(world.last().display_name, "Andrew Brown");
    open(&mut world, AccountForm::Name);
    fill(&mut world, AccountForm::Name, &[(Field::Name, "Andrew B.")]);
    world.answer("PUT /api/profile", 200, &json!({}));
    world.answer_cognito("UpdateUserAttributes", 200, &json!({}));
    assert_eq!(world.last().display_name, "Andrew B.");
}

#[test]
fn a_setting_that_fails_says_so_and_can_be_sent_again() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::Name);
    for (status, fault) in [
        (503, AccountFault::Service),
        (429, AccountFault::Throttled),
        (422, AccountFault::Refused),
    ] {
        fill(&mut world, AccountForm::Name, &[(Field::Name, "A")]);
        world.answer("PUT /api/profile", status, &json!([]));
        assert_eq!(
            (form(&world), self::fault(&world)),
            (AccountForm::Name, Some(fault))
        );
    }
    fill(&mut world, AccountForm::Name, &[(Field::Name, "A")]);
    world.lose("PUT /api/profile");
    assert_eq!(self::fault(&world), Some(AccountFault::NoNetwork));
}

#[test]
fn the_password_is_changed_and_a_wrong_present_one_is_said() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::ChangePassword);
    let typed = [
        (Field::Password, "old one"),
        (Field::NewPassword, "something else"),
        (Field::Again, "something else"),
    ];
    fill(&mut world, AccountForm::ChangePassword, &typed);
    let wrong = refusal("NotAuthorizedException", "Incorrect username or password.");
    world.answer_cognito("ChangePassword", 400, &wrong);
    assert_eq!(fault(&world), Some(AccountFault::WrongPassword));
    fill(&mut world, AccountForm::ChangePassword, &typed);
    let sent = body(&world.answer_cognito("ChangePassword", 200, &json!({})));
    assert_eq!(
        sent,
        json!({"AccessToken": "access", "PreviousPassword": "old one", "ProposedPassword": "something else"})
    );
    world.answer("DELETE /api/live/connections", 200, &json!({}));
    world.frame(&json!({"type": "SIGNED_OUT"}));
    assert!(!world.engine.notices().expired, "it goes on by itself");
    world.answer_cognito("GlobalSignOut", 200, &json!({}));
    assert!(world.engine.notices().new_password);
    assert!(world.engine.account_view().busy);
    let starts = |effect: &Effect| matches!(effect, Effect::SrpStart { password, .. } if password == "something else");
    assert!(world.effects.iter().any(starts), "nobody types it again");
    world.prove();
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
    assert!(!world.engine.notices().expired);
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.said),
        (AccountForm::Settings, Some(Said::NewPassword))
    );
    world.take("POST /api/live/ticket");
}

#[test]
fn a_changed_password_stays_said_where_the_other_sessions_could_not_be_ended() {
    for fails_first in [true, false] {
        let mut world = at_the_settings();
        open(&mut world, AccountForm::ChangePassword);
        let typed = [
            (Field::Password, "old one"),
            (Field::NewPassword, "something else"),
            (Field::Again, "something else"),
        ];
        fill(&mut world, AccountForm::ChangePassword, &typed);
        world.answer_cognito("ChangePassword", 200, &json!({}));
        if fails_first {
            world.lose("DELETE /api/live/connections");
        } else {
            world.answer("DELETE /api/live/connections", 200, &json!({}));
            world.lose("COGNITO GlobalSignOut");
        }
        let view = world.engine.account_view();
        assert_eq!(
            (view.form, view.said),
            (AccountForm::Settings, Some(Said::NewPasswordOnly))
        );
        assert!(!world.engine.notices().expired);
    }
}

#[test]
fn a_second_factor_is_asked_for_over_the_page_after_a_new_password() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::ChangePassword);
    let typed = [
        (Field::Password, "old one"),
        (Field::NewPassword, "something else"),
        (Field::Again, "something else"),
    ];
    fill(&mut world, AccountForm::ChangePassword, &typed);
    world.answer_cognito("ChangePassword", 200, &json!({}));
    world.answer("DELETE /api/live/connections", 200, &json!({}));
    world.answer_cognito("GlobalSignOut", 200, &json!({}));
    world.prove();
    world.answer_cognito(
        "RespondToAuthChallenge",
        200,
        &challenge("SOFTWARE_TOKEN_MFA", &json!({})),
    );
    assert!(world.engine.notices().expired);
    let code = AccountForm::Code(CodeKind::Totp);
    assert_eq!(world.engine.account_view().form, code);
    fill(&mut world, code, &[(Field::Code, "123456")]);
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
    assert!(!world.engine.notices().expired);
}

#[test]
fn an_authenticator_app_is_added_and_removed() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::AddApp);
    world.answer_cognito(
        "AssociateSoftwareToken",
        200,
        &json!({"SecretCode": "JBSWY3DP"}),
    );
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.detail.as_str()),
        (AccountForm::AddApp, "JBSWY3DP")
    );
    fill(&mut world, AccountForm::AddApp, &[(Field::Code, "000000")]);
    world.answer_cognito(
        "VerifySoftwareToken",
        400,
        &refusal("EnableSoftwareTokenMFAException", ""),
    );
    assert_eq!(fault(&world), Some(AccountFault::WrongCode));
    fill(&mut world, AccountForm::AddApp, &[(Field::Code, "123456")]);
    world.answer_cognito("VerifySoftwareToken", 200, &json!({"Status": "SUCCESS"}));
    let on = |on| json!({"AccessToken": "access", "SoftwareTokenMfaSettings": {"Enabled": on, "PreferredMfa": on}});
    assert_eq!(
        body(&world.answer_cognito("SetUserMFAPreference", 200, &json!({}))),
        on(true)
    );
    assert_eq!(asks_for_app(&world), Some(true));
    open(&mut world, AccountForm::RemoveApp);
    fill(
        &mut world,
        AccountForm::RemoveApp,
        &[(Field::Password, "p")],
    );
    proves(&mut world);
    assert_eq!(
        body(&world.answer_cognito("SetUserMFAPreference", 200, &json!({}))),
        on(false)
    );
    assert_eq!(asks_for_app(&world), Some(false));
}

#[test]
fn signing_out_everywhere_closes_the_connections_and_ends_all_sessions_with_this_one() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::LeaveEverywhere);
    fill(&mut world, AccountForm::LeaveEverywhere, &[]);
    world.answer("DELETE /api/live/connections", 200, &json!({}));
    world.answer_cognito("GlobalSignOut", 200, &json!({}));
    assert_eq!(world.engine.session_view(), &SessionView::SignedOut);
    assert!(world.forgot_session());
}

#[test]
fn being_signed_out_on_another_device_ends_the_session_in_place_and_says_why() {
    let mut world = World::connected();
    world.frame(&json!({"type": "SIGNED_OUT"}));
    let notices = world.engine.notices();
    assert!(notices.expired && notices.elsewhere);
    assert_eq!(form(&world), AccountForm::SignIn);
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
    let notices = world.engine.notices();
    assert!(!notices.expired && !notices.elsewhere);
}

#[test]
fn the_device_that_signs_out_everywhere_finishes_though_a_frame_says_so_first() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::LeaveEverywhere);
    fill(&mut world, AccountForm::LeaveEverywhere, &[]);
    world.frame(&json!({"type": "SIGNED_OUT"}));
    assert!(!world.engine.notices().expired);
    world.answer("DELETE /api/live/connections", 200, &json!({}));
    world.answer_cognito("GlobalSignOut", 200, &json!({}));
    assert_eq!(world.engine.session_view(), &SessionView::SignedOut);
}

#[test]
fn an_account_is_deleted_only_after_two_questions_and_a_second_try_goes_on() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::DeleteAccount);
    let word = |word: &'static str| [(Field::Password, "p"), (Field::Answer, word)];
    fill(&mut world, AccountForm::DeleteAccount, &word("yes"));
    assert_eq!(
        world.engine.account_view().wrong,
        [(Field::Answer, FieldFault::Invalid)]
    );
    fill(&mut world, AccountForm::DeleteAccount, &word("Delete"));
    proves(&mut world);
    assert_eq!(form(&world), AccountForm::DeleteForGood);
    let asked = |world: &World| world.waiting().contains(&"DELETE /api/profile".to_owned());
    assert!(!asked(&world));
    open(&mut world, AccountForm::Settings);
    fill(&mut world, AccountForm::DeleteForGood, &[]);
    assert!(
        !asked(&world),
        "nothing is left of a question that was closed"
    );

    open(&mut world, AccountForm::DeleteAccount);
    fill(&mut world, AccountForm::DeleteAccount, &word("delete"));
    proves(&mut world);
    fill(&mut world, AccountForm::DeleteForGood, &[]);
    world.answer("DELETE /api/profile", 200, &json!({}));
    world.lose("COGNITO DeleteUser");
    assert_eq!(fault(&world), Some(AccountFault::NoNetwork));
    fill(&mut world, AccountForm::DeleteForGood, &[]);
    // The server knows the person no more.
    world.answer("DELETE /api/profile", 401, &json!({}));
    world.answer_cognito("DeleteUser", 200, &json!({}));
    assert_eq!(world.engine.session_view(), &SessionView::SignedOut);
}

#[test]
fn the_settings_of_a_reloaded_page_are_looked_up_once_there_is_a_token() {
    let mut world = World::connected().restart();
    world.start(true);
    open(&mut world, AccountForm::Settings);
    assert!(!world.waiting().contains(&"COGNITO GetUser".to_owned()));
    world.answer_cognito("InitiateAuth", 200, &tokens());
    let apps = json!({"UserMFASettingList": ["SOFTWARE_TOKEN_MFA"]});
    world.answer_cognito("GetUser", 200, &apps);
    assert_eq!(asks_for_app(&world), Some(true));
}

#[test]
fn a_form_cannot_be_sent_twice_nor_one_that_is_not_shown() {
    let mut world = signed_up();
    fill(&mut world, AccountForm::SignUp, NEW_ANN);
    fill(
        &mut world,
        AccountForm::Recover,
        &[(Field::Email, "ann@example.com")],
    );
    assert_eq!(world.waiting(), ["COGNITO SignUp"]);
}

#[test]
fn over_a_page_whose_session_has_ended_no_other_page_is_shown() {
    let mut world = World::connected();
    world.expire();
    let view = world.engine.account_view();
    assert_eq!(
        (view.form, view.email.as_str()),
        (AccountForm::SignIn, "andrewbrown@example.com")
    );
    world.effects.clear();
    world.sign_in_until_proof();
    let asked = challenge("SOFTWARE_TOKEN_MFA", &json!({}));
    world.answer_cognito("RespondToAuthChallenge", 200, &asked);
    fill(
        &mut world,
        AccountForm::Code(CodeKind::Totp),
        &[(Field::Code, "123456")],
    );
    world.answer_cognito(
        "RespondToAuthChallenge",
        400,
        &refusal("PasswordResetRequiredException", ""),
    );
    assert_eq!((form(&world), went_to(&world)), (AccountForm::Reset, None));
}

#[test]
fn a_session_outlives_the_browser_only_where_that_was_asked_for() {
    for keep in [false, true] {
        let mut world = world();
        world.want(Intent::Account(AccountIntent::Submit {
            form: AccountForm::SignIn,
            typed: vec![
                (Field::Email, "a@example.com".into()),
                (Field::Password, "p".into()),
            ],
            keep,
        }));
        proves(&mut world);
        let stored = world.effects.iter().filter_map(|effect| match effect {
            Effect::StoreSession(_, keep) => Some(*keep),
            _ => None,
        });
        assert_eq!(stored.collect::<Vec<_>>(), [keep]);
        // And so it is after a reload and a refresh.
        let mut world = world.restart();
        world.start(true);
        world.answer_cognito("InitiateAuth", 200, &tokens());
        assert!(
            world
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::StoreSession(_, stored) if *stored == keep))
        );
    }
}

#[test]
fn a_session_outlives_the_browser_also_where_a_code_was_asked_for() {
    let mut world = world();
    world.want(Intent::Account(AccountIntent::Submit {
        form: AccountForm::SignIn,
        typed: vec![
            (Field::Email, "ann@example.com".into()),
            (Field::Password, "p".into()),
        ],
        keep: true,
    }));
    world.prove();
    let code = challenge("SOFTWARE_TOKEN_MFA", &json!({}));
    world.answer_cognito("RespondToAuthChallenge", 200, &code);
    let form = AccountForm::Code(CodeKind::Totp);
    fill(&mut world, form, &[(Field::Code, "123456")]);
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
    let stored = |effect: &Effect| matches!(effect, Effect::StoreSession(_, true));
    assert!(world.effects.iter().any(stored));
}

#[test]
fn a_pool_that_rotates_refresh_tokens_is_asked_its_own_way() {
    let mut world = World::signed_in(true);
    world.handle(Event::Timer(TimerKey::RefreshTokens));
    let refused = refusal(
        "NotAuthorizedException",
        "Refresh token rotation is enabled",
    );
    world.answer_cognito("InitiateAuth", 400, &refused);
    let mut rotated = tokens();
    rotated["AuthenticationResult"]["RefreshToken"] = json!("second");
    let sent = body(&world.answer_cognito("GetTokensFromRefreshToken", 200, &rotated));
    assert_eq!(sent["RefreshToken"], "refresh");
    assert!(
        world
            .session
            .as_deref()
            .is_some_and(|text| text.contains("second")),
        "stored at once"
    );
    // After a reload it is known, and a token used twice ends the session cleanly.
    let mut world = world.restart();
    world.start(true);
    let reused = refusal("RefreshTokenReuseException", "");
    let sent = body(&world.answer_cognito("GetTokensFromRefreshToken", 400, &reused));
    assert_eq!(sent["RefreshToken"], "second");
    assert!(world.engine.notices().expired);
}

#[test]
fn nothing_typed_and_no_token_is_printed() {
    let mut world = confirming();
    fill(
        &mut world,
        AccountForm::Confirm,
        &[(Field::Email, "ann@example.com"), (Field::Code, "1")],
    );
    let printed = format!("{:?}", world.engine);
    assert!(!printed.contains("long enough"));
    let intent = Intent::sign_in("ann@example.com", "secret");
    assert!(!format!("{intent:?}").contains("secret"));
}

#[test]
fn of_several_kinds_of_codes_another_is_preferred_and_none_is_turned_off() {
    let mut world = World::connected();
    open(&mut world, AccountForm::Settings);
    let user = json!({
        "UserMFASettingList": ["SOFTWARE_TOKEN_MFA", "SMS_MFA", "SMOKE_MFA"],
        "PreferredMfaSetting": "SOFTWARE_TOKEN_MFA",
    });
    world.answer_cognito("GetUser", 200, &user);
    let view = world.engine.account_view();
    assert_eq!(view.known_codes(), [CodeKind::Totp, CodeKind::Sms]);
    assert_eq!(view.preferred, Some(CodeKind::Totp));

    open(&mut world, AccountForm::PreferCode);
    let sms = Factor::Code(CodeKind::Sms);
    let choices = [Factor::Code(CodeKind::Totp), sms];
    assert_eq!(world.engine.account_view().choices, choices);
    world.want(Intent::Account(choice(sms, "")));
    let operation = "SetUserMFAPreference";
    let busy = refusal("TooManyRequestsException", "");
    world.answer_cognito(operation, 400, &busy);
    assert_eq!(fault(&world), Some(AccountFault::Throttled));
    assert_eq!(world.engine.account_view().preferred, Some(CodeKind::Totp));

    world.want(Intent::Account(choice(sms, "")));
    let sent = body(&world.answer_cognito(operation, 200, &json!({})));
    let wanted = json!({
        "AccessToken": "access",
        "SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": false},
        "SMSMfaSettings": {"Enabled": true, "PreferredMfa": true},
    });
    assert_eq!(sent, wanted);
    let view = world.engine.account_view();
    assert_eq!(view.preferred, Some(CodeKind::Sms));
    assert_eq!(view.said, Some(Said::CodePreferred));
    assert_eq!(form(&world), AccountForm::Settings);

    // Without the app one kind is left, and there is nothing to prefer.
    open(&mut world, AccountForm::RemoveApp);
    fill(
        &mut world,
        AccountForm::RemoveApp,
        &[(Field::Password, "p")],
    );
    proves(&mut world);
    world.answer_cognito(operation, 200, &json!({}));
    assert_eq!(world.engine.account_view().known_codes(), [CodeKind::Sms]);
}

/// The page was reloaded a moment ago: its first token is still in flight.
fn reloaded() -> World {
    let mut world = at_the_settings().restart();
    world.start(true);
    world
}

#[test]
fn a_setting_opened_before_the_first_token_is_asked_for_once_there_is_one() {
    for (setting, operation) in [
        (AccountForm::Passkeys, "COGNITO ListWebAuthnCredentials"),
        (AccountForm::AddApp, "COGNITO AssociateSoftwareToken"),
        (AccountForm::Settings, "COGNITO GetUser"),
    ] {
        let mut world = reloaded();
        open(&mut world, setting);
        assert!(world.engine.account_view().busy);
        assert!(!world.waiting().contains(&operation.to_owned()));
        world.answer_cognito("InitiateAuth", 200, &tokens());
        assert_eq!((form(&world), fault(&world)), (setting, None));
        assert!(world.waiting().contains(&operation.to_owned()));
    }
}

#[test]
fn a_setting_sent_before_the_first_token_goes_once_and_a_lost_token_gives_it_back() {
    let mut world = reloaded();
    open(&mut world, AccountForm::Name);
    fill(&mut world, AccountForm::Name, &[(Field::Name, "Annabel")]);
    fill(&mut world, AccountForm::Name, &[(Field::Name, "Twice")]);
    world.lose("COGNITO InitiateAuth");
    assert_eq!(fault(&world), Some(AccountFault::NoNetwork));
    assert!(!world.engine.account_view().busy);

    fill(&mut world, AccountForm::Name, &[(Field::Name, "Annabel")]);
    assert_eq!(fault(&world), None);
    world.answer_cognito("InitiateAuth", 200, &tokens());
    let sent = body(&world.answer("PUT /api/profile", 200, &json!({})));
    assert_eq!(sent, json!({"display_name": "Annabel"}));
}

#[test]
fn a_token_that_ends_between_the_two_calls_of_a_setting_is_refreshed_first() {
    let mut world = at_the_settings();
    open(&mut world, AccountForm::Name);
    fill(&mut world, AccountForm::Name, &[(Field::Name, "Annabel")]);
    world.mono += 880_000;
    world.answer("PUT /api/profile", 200, &json!({}));
    let operation = "COGNITO UpdateUserAttributes".to_owned();
    assert!(!world.waiting().contains(&operation));
    assert!(world.engine.account_view().busy);
    let mut fresh = tokens();
    fresh["AuthenticationResult"]["AccessToken"] = json!("fresh");
    world.answer_cognito("InitiateAuth", 200, &fresh);
    let sent = body(&world.answer_cognito("UpdateUserAttributes", 200, &json!({})));
    assert_eq!(sent["AccessToken"], "fresh");
    assert_eq!(world.engine.account_view().said, Some(Said::Saved));
}

#[test]
fn the_next_person_does_not_inherit_keep_me_signed_in() {
    let mut world = world();
    world.want(Intent::Account(AccountIntent::Submit {
        form: AccountForm::SignIn,
        typed: vec![
            (Field::Email, "a@example.com".into()),
            (Field::Password, "p".into()),
        ],
        keep: true,
    }));
    proves(&mut world);
    world.want(Intent::SignOut);
    world.answer_cognito("RevokeToken", 200, &json!({}));
    world.effects.clear();
    open(&mut world, AccountForm::SignUp);
    fill(&mut world, AccountForm::SignUp, NEW_ANN);
    world.answer("GET /api/handles/ann", 200, &json!({"available": true}));
    world.answer_cognito("SignUp", 200, &json!({"UserConfirmed": true}));
    proves(&mut world);
    let stored = |effect: &Effect| matches!(effect, Effect::StoreSession(_, true));
    assert!(signed_in(&world) && !world.effects.iter().any(stored));
}

#[test]
fn a_setting_that_is_closed_before_the_first_token_is_not_asked_for() {
    let mut world = reloaded();
    open(&mut world, AccountForm::Passkeys);
    open(&mut world, AccountForm::ChangePassword);
    world.answer_cognito("InitiateAuth", 200, &tokens());
    let lists = "COGNITO ListWebAuthnCredentials".to_owned();
    assert!(!world.waiting().contains(&lists));
    assert_eq!(form(&world), AccountForm::ChangePassword);
}

/// The message by which a leader shares its tokens.
fn shared_tokens(leader: &World) -> String {
    let shared = leader.effects.iter().rev().find_map(|effect| match effect {
        Effect::Broadcast(line) if line.contains(r#"{"session":"#) => Some(line.clone()),
        _ => None,
    });
    shared.expect("shared tokens")
}

#[test]
fn new_tokens_from_another_tab_leave_an_open_setting_and_let_the_settings_be_looked_up() {
    let mut leader = World::new(true);
    leader.handle(Event::Tabbed);
    leader.handle(Event::LockGranted);
    let leader = leader.with_andrew();
    let mut tab = World::new(true);
    tab.handle(Event::Tabbed);
    tab.start(true);
    tab.handle(Event::TabMessage(shared_tokens(&leader)));
    open(&mut tab, AccountForm::Settings);
    tab.answer_cognito("GetUser", 200, &json!({}));
    open(&mut tab, AccountForm::ChangePassword);
    let generation = tab.engine.account_view().generation;
    tab.handle(Event::TabMessage(shared_tokens(&leader)));
    let view = tab.engine.account_view();
    assert_eq!(
        (view.form, view.generation),
        (AccountForm::ChangePassword, generation)
    );

    // Reloaded: there is no token until the leader shares one.
    let mut tab = tab.restart();
    tab.handle(Event::Tabbed);
    tab.start(true);
    open(&mut tab, AccountForm::Settings);
    assert!(!tab.waiting().contains(&"COGNITO GetUser".to_owned()));
    tab.handle(Event::TabMessage(shared_tokens(&leader)));
    assert!(tab.waiting().contains(&"COGNITO GetUser".to_owned()));
}
