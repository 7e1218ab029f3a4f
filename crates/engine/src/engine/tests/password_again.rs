//! What a stranger at an unlocked browser must not do asks for the password again.

use serde_json::{Value, json};

use super::accounts::{at_the_settings, challenge, fault, fill, form, open, refusal};
use super::world::{World, body, proof, tokens};
use crate::effect::Effect;
use crate::event::Event;
use crate::view::*;

const PROOF: &str = "RespondToAuthChallenge";
const REVOKE: &str = "COGNITO RevokeToken";

/// The form that asks for the password, what is typed there, and the form after it.
type Guarded = (AccountForm, &'static [(Field, &'static str)], AccountForm);

const GUARDED: [Guarded; 2] = [
    (
        AccountForm::RemoveApp,
        &[(Field::Password, "secret")],
        AccountForm::RemoveApp,
    ),
    (
        AccountForm::DeleteAccount,
        &[(Field::Password, "secret"), (Field::Answer, "delete")],
        AccountForm::DeleteForGood,
    ),
];

/// The form is filled and sent.
fn sent(form: AccountForm, typed: &[(Field, &str)]) -> World {
    let mut world = at_the_settings();
    open(&mut world, form);
    fill(&mut world, form, typed);
    world
}

fn is_asked_for(world: &World, call: &str) -> bool {
    world.waiting().contains(&call.to_owned())
}

fn nothing_is_done(world: &World) -> bool {
    let calls = ["COGNITO SetUserMFAPreference", "DELETE /api/profile"];
    !calls.iter().any(|call| is_asked_for(world, call))
}

fn ends_srp(world: &World) -> usize {
    let ends = |effect: &&Effect| **effect == Effect::SrpEnd;
    world.effects.iter().filter(ends).count()
}

#[test]
fn removing_the_app_and_deleting_the_account_ask_for_the_password_first() {
    for (form, typed, next) in GUARDED {
        let mut world = sent(form, typed);
        assert_eq!(world.engine.account_view().fields[0], Field::Password);
        let starts = |effect: &Effect| matches!(effect, Effect::SrpStart { password, device_record: None, .. } if password == "secret");
        assert!(world.effects.iter().any(starts), "{form:?}");
        assert!(world.engine.account_view().busy && nothing_is_done(&world));
        world.prove();
        assert_eq!(ends_srp(&world), 1, "the password is dropped: {form:?}");
        assert!(nothing_is_done(&world), "the proof is not answered yet");
        let sent = body(&world.answer_cognito(PROOF, 200, &tokens()));
        assert_eq!(sent["ChallengeName"], "PASSWORD_VERIFIER");
        assert_eq!(sent["ChallengeResponses"]["USERNAME"], "u");
        assert_eq!(self::form(&world), next);
    }
}

#[test]
fn the_app_is_removed_with_the_sessions_own_token_and_those_of_the_proof_are_revoked() {
    let (form, typed, _) = GUARDED[0];
    let mut world = sent(form, typed);
    world.prove();
    let mut unused = tokens();
    unused["AuthenticationResult"]["AccessToken"] = json!("unused access");
    unused["AuthenticationResult"]["RefreshToken"] = json!("unused");
    world.answer_cognito(PROOF, 200, &unused);
    let removed = body(&world.answer_cognito("SetUserMFAPreference", 200, &json!({})));
    assert_eq!(removed["AccessToken"], "access");
    let said = world.engine.account_view().said;
    assert_eq!(said, Some(Said::AppOff));

    // Until the pool has heard it the token is kept, to be revoked later.
    let kept =
        |effect: &&Effect| matches!(effect, Effect::StoreRevocation(_, token) if token == "unused");
    assert_eq!(world.effects.iter().filter(kept).count(), 1);
    let revoked = body(&world.answer("COGNITO RevokeToken", 200, &json!({})));
    assert_eq!(revoked["Token"], "unused");
    let is_used = |effect: &Effect| match effect {
        Effect::StoreSession(text, _) | Effect::Broadcast(text) => text.contains("unused"),
        _ => false,
    };
    assert!(!world.effects.iter().any(is_used));
}

#[test]
fn a_wrong_password_is_said_at_its_field_and_nothing_is_done() {
    let wrong = refusal("NotAuthorizedException", "Incorrect username or password.");
    for (form, typed, next) in GUARDED {
        let mut world = sent(form, typed);
        world.prove();
        world.answer_cognito(PROOF, 400, &wrong);
        let view = world.engine.account_view();
        assert_eq!(view.wrong, [(Field::Password, FieldFault::Wrong)]);
        assert_eq!(
            (view.form, view.fault.clone(), view.busy),
            (form, None, false)
        );
        assert!(nothing_is_done(&world));
        assert!(!is_asked_for(&world, REVOKE));
        assert_eq!(world.effects.last(), Some(&Effect::SrpPrepare));

        fill(&mut world, form, typed);
        world.prove();
        world.answer_cognito(PROOF, 200, &tokens());
        assert_eq!(self::form(&world), next);
        assert_eq!(world.engine.account_view().wrong, []);
    }
}

#[test]
fn a_further_challenge_proves_the_password_as_tokens_do() {
    for (form, typed, next) in GUARDED {
        for name in [
            "SOFTWARE_TOKEN_MFA",
            "SELECT_MFA_TYPE",
            "DEVICE_SRP_AUTH",
            "TOMORROWS",
        ] {
            let mut world = sent(form, typed);
            world.prove();
            world.answer_cognito(PROOF, 200, &challenge(name, &json!({})));
            assert_eq!(self::form(&world), next, "{name}");
            assert!(!is_asked_for(&world, REVOKE), "there is nothing to revoke");
            let goes_on = is_asked_for(&world, "COGNITO SetUserMFAPreference");
            assert_eq!(goes_on, form == AccountForm::RemoveApp, "{name}");
        }
    }
}

#[test]
fn an_answer_before_the_proof_proves_nothing() {
    let asks = |name| challenge(name, &json!({}));
    let unproved: [(Value, AccountFault); 5] = [
        (tokens(), AccountFault::Service),
        (json!({}), AccountFault::Service),
        (asks("SELECT_CHALLENGE"), AccountFault::NoPassword),
        (
            asks("SOFTWARE_TOKEN_MFA"),
            AccountFault::UnsupportedChallenge("SOFTWARE_TOKEN_MFA".into()),
        ),
        // Numbers no honest service sends.
        (asks("PASSWORD_VERIFIER"), AccountFault::Service),
    ];
    for (form, typed, _) in GUARDED {
        for (answer, said) in &unproved {
            let mut world = sent(form, typed);
            let srp_a = "abc".into();
            world.handle(Event::SrpStarted {
                srp_a,
                device: None,
            });
            world.answer_cognito("InitiateAuth", 200, answer);
            assert_eq!(fault(&world).as_ref(), Some(said), "{answer}");
            assert_eq!(self::form(&world), form);
            assert!(nothing_is_done(&world) && !world.engine.account_view().busy);
            assert_eq!(ends_srp(&world), 1, "{answer}");
        }
        for answer in [json!({}), asks("PASSWORD_VERIFIER")] {
            let mut world = sent(form, typed);
            world.prove();
            world.answer_cognito(PROOF, 200, &answer);
            assert_eq!(fault(&world), Some(AccountFault::Service), "{answer}");
            assert!(nothing_is_done(&world));
        }
    }
}

#[test]
fn a_proof_that_fails_for_another_reason_says_it_and_can_be_tried_again() {
    for (form, typed, next) in GUARDED {
        let mut world = sent(form, typed);
        let srp_a = || "abc".to_owned();
        world.handle(Event::SrpStarted {
            srp_a: srp_a(),
            device: None,
        });
        world.lose("COGNITO InitiateAuth");
        assert_eq!(fault(&world), Some(AccountFault::NoNetwork));

        fill(&mut world, form, typed);
        world.prove();
        world.lose(&format!("COGNITO {PROOF}"));
        assert_eq!(fault(&world), Some(AccountFault::NoNetwork));
        assert!(nothing_is_done(&world));

        fill(&mut world, form, typed);
        world.prove();
        let locked = refusal("NotAuthorizedException", "Password attempts exceeded");
        world.answer_cognito(PROOF, 400, &locked);
        assert_eq!(fault(&world), Some(AccountFault::LockedOut));

        fill(&mut world, form, typed);
        world.handle(Event::SrpStarted {
            srp_a: srp_a(),
            device: None,
        });
        world.answer_cognito("InitiateAuth", 200, &verifier());
        world.handle(Event::SrpProved(None));
        assert_eq!(fault(&world), Some(AccountFault::Service));

        fill(&mut world, form, typed);
        world.prove();
        world.answer_cognito(PROOF, 200, &tokens());
        assert_eq!(self::form(&world), next);
    }
}

fn verifier() -> Value {
    let numbers =
        json!({"SALT": "ab", "SRP_B": "1234", "USER_ID_FOR_SRP": "u", "SECRET_BLOCK": "s"});
    challenge("PASSWORD_VERIFIER", &numbers)
}

#[test]
fn a_client_without_the_srp_flow_proves_it_by_choice() {
    let mut world = sent(AccountForm::RemoveApp, GUARDED[0].1);
    let srp_a = "abc".into();
    world.handle(Event::SrpStarted {
        srp_a,
        device: None,
    });
    let other = refusal(
        "InvalidParameterException",
        "USER_SRP_AUTH is not enabled for the client.",
    );
    world.answer_cognito("InitiateAuth", 400, &other);
    let sent = body(&world.answer_cognito("InitiateAuth", 200, &verifier()));
    assert_eq!(sent["AuthFlow"], "USER_AUTH");
    assert_eq!(sent["AuthParameters"]["SRP_A"], "abc");
    world.handle(Event::SrpProved(Some(proof())));
    world.answer_cognito(PROOF, 200, &tokens());
    world.answer_cognito("SetUserMFAPreference", 200, &json!({}));

    // A client with neither flow is the configuration's fault, and is not asked again and again.
    open(&mut world, AccountForm::RemoveApp);
    fill(&mut world, AccountForm::RemoveApp, GUARDED[0].1);
    let srp_a = "abc".into();
    world.handle(Event::SrpStarted {
        srp_a,
        device: None,
    });
    world.answer_cognito("InitiateAuth", 400, &other);
    world.answer_cognito("InitiateAuth", 400, &other);
    assert_eq!(fault(&world), Some(AccountFault::WrongPool));
}

#[test]
fn a_session_that_ends_meanwhile_ends_the_question_too() {
    for (form, typed, _) in GUARDED {
        let mut world = sent(form, typed);
        world.prove();
        let (id, _) = world.take(&format!("COGNITO {PROOF}"));
        world.frame(&json!({"type": "SIGNED_OUT"}));
        assert!(world.effects.contains(&Effect::Abort(id)));
        assert!(world.engine.notices().expired);
        assert_eq!(self::form(&world), AccountForm::SignIn);

        let mut world = sent(form, typed);
        world.frame(&json!({"type": "SIGNED_OUT"}));
        assert_eq!(ends_srp(&world), 1, "the password is dropped");
        world.prove_nothing();
        assert!(nothing_is_done(&world));
    }
}

#[test]
fn a_question_that_is_closed_drops_the_password_and_its_proof() {
    for (form, typed, _) in GUARDED {
        let mut world = sent(form, typed);
        open(&mut world, AccountForm::Settings);
        assert_eq!(ends_srp(&world), 1);
        world.prove_nothing();
        assert!(nothing_is_done(&world));
    }
    let (form, typed, last) = GUARDED[1];
    let mut world = sent(form, typed);
    world.prove();
    world.answer_cognito(PROOF, 200, &tokens());
    open(&mut world, AccountForm::Settings);
    open(&mut world, last);
    fill(&mut world, last, &[]);
    assert!(
        nothing_is_done(&world),
        "the proof was for the form that was closed"
    );
    assert_eq!(self::form(&world), form, "it is asked for again");
}
