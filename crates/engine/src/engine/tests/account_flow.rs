//! Whatever a pool answers in whatever order, the way into an account ends signed in, or waits for the
//! person with what it needs; it never waits for nothing, and never for two answers.

use serde_json::{Value, json};

use super::accounts::{challenge, choice, refusal};
use super::world::{World, proof, tokens};
use crate::effect::{Effect, TimerKey};
use crate::event::{AccountIntent, Event, Intent, MadeDevice};
use crate::http::{HttpAnswer, HttpOutcome};
use crate::random::RandomBits;
use crate::view::*;

const RUNS: u128 = 4_000;
const STEPS: usize = 60;

const CHALLENGES: &[&str] = &[
    "PASSWORD_VERIFIER",
    "NEW_PASSWORD_REQUIRED",
    "SMS_MFA",
    "SMS_OTP",
    "EMAIL_OTP",
    "SOFTWARE_TOKEN_MFA",
    "SELECT_MFA_TYPE",
    "SELECT_CHALLENGE",
    "MFA_SETUP",
    "CUSTOM_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "ADMIN_NO_SRP_AUTH",
    "WEB_AUTHN",
    "PASSWORD",
    "PASSWORD_SRP",
    "TOMORROWS",
    "",
];

/// Every exception of the calls in use (AWS's API model).
pub const EXCEPTIONS: &[&str] = &[
    "AliasExistsException",
    "CodeDeliveryFailureException",
    "CodeMismatchException",
    "ConcurrentModificationException",
    "EnableSoftwareTokenMFAException",
    "ExpiredCodeException",
    "ForbiddenException",
    "InternalErrorException",
    "InvalidEmailRoleAccessPolicyException",
    "InvalidLambdaResponseException",
    "InvalidParameterException",
    "InvalidPasswordException",
    "InvalidSmsRoleAccessPolicyException",
    "InvalidSmsRoleTrustRelationshipException",
    "InvalidUserPoolConfigurationException",
    "LimitExceededException",
    "MFAMethodNotFoundException",
    "NotAuthorizedException",
    "PasswordHistoryPolicyViolationException",
    "PasswordResetRequiredException",
    "ResourceNotFoundException",
    "SoftwareTokenMFANotFoundException",
    "TooManyFailedAttemptsException",
    "TooManyRequestsException",
    "UnexpectedLambdaException",
    "UnsupportedOperationException",
    "UserLambdaValidationException",
    "UserNotConfirmedException",
    "UserNotFoundException",
    "UsernameExistsException",
    "WebAuthnChallengeNotFoundException",
    "WebAuthnClientMismatchException",
    "WebAuthnConfigurationMissingException",
    "WebAuthnCredentialNotSupportedException",
    "WebAuthnNotEnabledException",
    "WebAuthnOriginNotAllowedException",
    "WebAuthnRelyingPartyMismatchException",
];

const TEXTS: &[&str] = &[
    "",
    "Incorrect username or password.",
    "Password attempts exceeded",
    "User is disabled.",
    "USER_SRP_AUTH is not enabled for the client.",
    "User is already confirmed.",
    "User cannot be confirmed. Current status is CONFIRMED",
    "Invalid session for the user.",
    "Device does not exist.",
];

fn pick<'a>(rng: &mut RandomBits, all: &'a [&'a str]) -> &'a str {
    all[rng.up_to(all.len() as u64 - 1) as usize]
}

fn any_answer(rng: &mut RandomBits) -> HttpOutcome {
    let (status, body) = match rng.up_to(11) {
        0 => return HttpOutcome::NoAnswer,
        1 | 2 => (400, refusal(pick(rng, EXCEPTIONS), pick(rng, TEXTS))),
        3 => (500, json!("<html>")),
        4 => (200, json!({})),
        5 => (200, json!({"SecretCode": "JBSWY3DP", "Session": "s2"})),
        6 => (
            200,
            json!({"UserConfirmed": rng.up_to(1) == 0, "available": rng.up_to(1) == 0}),
        ),
        7 if rng.up_to(2) == 0 => (200, any_tokens(rng)),
        _ => (200, any_challenge(rng)),
    };
    answer(status, &body)
}

fn answer(status: u16, body: &Value) -> HttpOutcome {
    HttpOutcome::Answer(HttpAnswer {
        status,
        body: body.to_string(),
        ..HttpAnswer::default()
    })
}

/// With or without a name for the browser.
fn any_tokens(rng: &mut RandomBits) -> Value {
    let mut tokens = tokens();
    if rng.up_to(1) == 0 {
        let new = json!({"DeviceKey": "k", "DeviceGroupKey": "-g"});
        tokens["AuthenticationResult"]["NewDeviceMetadata"] = new;
    }
    tokens
}

fn made_device() -> MadeDevice {
    MadeDevice {
        key: "k".into(),
        password: "p".into(),
        verifier: "v".into(),
        salt: "s".into(),
        agent: String::new(),
    }
}

fn any_challenge(rng: &mut RandomBits) -> Value {
    let mut answer = challenge(
        pick(rng, CHALLENGES),
        &json!({"SALT": "ab", "SRP_B": pick(rng, &["1234", "0", "x"]), "SECRET_BLOCK": "s",
            "USER_ID_FOR_SRP": pick(rng, &["u", ""]),
            "MFAS_CAN_CHOOSE": pick(rng, &["[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\"]", "[]", "no"]),
            "MFAS_CAN_SETUP": pick(rng, &["[\"SOFTWARE_TOKEN_MFA\"]", "[\"SMS_MFA\"]", ""]),
            "requiredAttributes": pick(rng, &["[\"userAttributes.name\"]", "[]", "{"])}),
    );
    if rng.up_to(1) == 0 {
        answer["AvailableChallenges"] = json!(["PASSWORD_SRP", "EMAIL_OTP", "WEB_AUTHN"]);
    }
    answer
}

fn value(field: Field) -> &'static str {
    match field {
        Field::Email => "ann@example.com",
        Field::Username => "ann",
        Field::Code => "123456",
        _ => "long enough",
    }
}

/// What a person does who wants in.
fn act(world: &mut World, rng: &mut RandomBits) {
    let view = world.engine.account_view().clone();
    let intent = match rng.up_to(15) {
        0 => AccountIntent::StartOver,
        1 => AccountIntent::Open(AccountForm::SignUp, String::new()),
        2 => AccountIntent::Open(AccountForm::Recover, String::new()),
        3 => AccountIntent::Open(AccountForm::SignIn, "ann@example.com".into()),
        4 => AccountIntent::Resend("ann@example.com".into()),
        5 => AccountIntent::HandleTyped("ann".into()),
        6 => return world.handle(Event::Timer(TimerKey::CheckHandle)),
        7 => return world.handle(Event::Timer(TimerKey::ResendIn)),
        _ if !view.choices.is_empty() && (view.fields.is_empty() || rng.up_to(3) == 0) => {
            let at = rng.up_to(view.choices.len() as u64 - 1) as usize;
            choice(view.choices[at], "ann@example.com")
        }
        _ => AccountIntent::Submit {
            form: view.form,
            typed: view
                .fields
                .iter()
                .map(|field| (*field, value(*field).to_owned()))
                .collect(),
            keep: rng.up_to(1) == 0,
        },
    };
    world.want(Intent::Account(intent));
}

/// The calls that the form waits for: all but the check of a username that is being typed.
fn flow_calls(world: &World) -> Vec<String> {
    let typing = world.engine.account_view().handle == HandleState::Checking;
    let of_the_flow = |name: &String| name.starts_with("COGNITO") || !typing;
    world.waiting().into_iter().filter(of_the_flow).collect()
}

fn in_flight(world: &World) -> usize {
    flow_calls(world).len()
}

#[test]
fn no_order_of_answers_leaves_the_person_waiting_for_nothing() {
    let mut ends = [0_u32; 3];
    for run in 0..RUNS {
        let mut rng = RandomBits::new(run * 7 + 1);
        let mut world = World::passwordless();
        world.start(true);
        // What the SRP client owes, `A` or a proof, or the browser a passkey.
        let mut owed = None;
        let mut asked_about_browser = false;
        for step in 0..STEPS {
            let before = world.effects.len();
            if let Some(event) = owed.take() {
                world.handle(event);
            } else if in_flight(&world) > 0 && rng.up_to(3) > 0 {
                let call = flow_calls(&world)[0].clone();
                let (id, _) = world.take(&call);
                let outcome = match call.as_str() {
                    "COGNITO ConfirmDevice" if rng.up_to(1) == 0 => {
                        answer(200, &json!({"UserConfirmationNecessary": true}))
                    }
                    _ => any_answer(&mut rng),
                };
                world.handle(Event::Answered { id, outcome });
            } else {
                act(&mut world, &mut rng);
            }
            for effect in &world.effects[before..] {
                match effect {
                    Effect::SrpStart { .. } => {
                        let stored = pick(&mut rng, &["", r#"["k","-g","p"]"#]);
                        owed = Some(Event::SrpStarted {
                            srp_a: "a".into(),
                            device: Some(stored.to_owned()),
                        });
                    }
                    Effect::MakeDevice(_) => owed = Some(Event::DeviceMade(made_device())),
                    Effect::SrpProve { .. } => {
                        owed = Some(Event::SrpProved((rng.up_to(5) > 0).then(proof)));
                    }
                    Effect::Passkey(id, _) => {
                        let credential = (rng.up_to(2) > 0).then(|| "{}".to_owned());
                        owed = Some(Event::PasskeyAnswered(*id, credential));
                    }
                    Effect::SrpEnd => owed = None,
                    _ => {}
                }
            }
            asked_about_browser |= world.engine.account_view().form == AccountForm::RememberBrowser;
            let place = format!("run {run}, step {step}");
            if matches!(world.engine.session_view(), SessionView::SignedIn(_)) {
                ends[0] += 1;
                break;
            }
            check(&world, owed.is_some(), &place);
        }
        ends[1] += 1;
        ends[2] += u32::from(asked_about_browser);
    }
    let [got_in, _, asked_about_browser] = ends;
    assert!(got_in > 200, "so many got in: {ends:?}");
    assert!(asked_about_browser > 5, "so many were asked: {ends:?}");
}

fn check(world: &World, srp_owes: bool, place: &str) {
    let view = world.engine.account_view();
    let calls = in_flight(world);
    assert!(calls <= 1, "{place}: {:?}", world.waiting());
    assert_eq!(view.busy, calls == 1 || srp_owes, "{place}: {view:?}");
    assert!(!(srp_owes && calls == 1), "{place}: two things at once");
    let has_a_way_on = !view.fields.is_empty() || !view.choices.is_empty();
    assert!(has_a_way_on, "{place}: {view:?}");
    let can_choose = matches!(
        view.form,
        AccountForm::Choose | AccountForm::SignIn | AccountForm::RememberBrowser
    );
    assert_eq!(can_choose, !view.choices.is_empty(), "{place}");
    if view.form == AccountForm::SetUpTotp {
        assert!(!view.detail.is_empty(), "{place}: a secret to copy");
    }
}
