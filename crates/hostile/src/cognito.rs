//! Answers of Amazon Cognito.

use cruddur_engine::event::{AccountIntent, Intent};
use cruddur_engine::http::HttpRequest;
use cruddur_engine::view::{AccountForm, AccountView, Field, SessionView};

use crate::harness::{Harness, Hostile};
use crate::server::{operation, text_answer};
use crate::{looks_like_an_object, text};

/// An answer of Cognito to a token refresh, to each step of a sign-in and of what may follow it, to a new
/// account, to a change of the handle, and to settings; as a success and as an error.
pub fn cognito(bytes: &[u8]) {
    let body = text(bytes);
    for status in [200, 400] {
        let mut harness = Harness::started();
        harness.run_with(answers(status, "", &body), 20_000);
        let view = harness.engine.session_view();
        assert!(matches!(view, SessionView::SignedIn(_)), "ended by {body}");
        let ends = status == 400 && looks_like_an_object(&body);
        assert!(!harness.engine.notices().expired || ends, "ended by {body}");
        harness.recover();

        for step in ["InitiateAuth", "RespondToAuthChallenge"] {
            let mut harness = Harness::new();
            harness.start(None);
            harness.intent(Intent::sign_in("andrewbrown@example.com", "secret"));
            harness.run_with(answers(status, step, &body), 20_000);
            harness.submit_forms(status, &body);
            harness.recover();
        }
        for form in [AccountForm::SignUp, AccountForm::Recover] {
            let mut harness = Harness::new();
            harness.start(None);
            harness.intent(Intent::Account(AccountIntent::Open(form, String::new())));
            harness.submit_forms(status, &body);
            harness.recover();
        }
        for form in [AccountForm::AddApp, AccountForm::Passkeys] {
            let mut harness = Harness::connected();
            harness.intent(Intent::Account(AccountIntent::Open(form, String::new())));
            harness.run_with(answers(status, "", &body), 20_000);
            harness.submit_forms(status, &body);
            harness.recover();
        }
    }
}

impl Harness {
    /// Submits three forms in a row, or takes the first choice of each; every call is answered so.
    fn submit_forms(&mut self, status: u16, body: &str) {
        for _ in 0..3 {
            let intent = filled_in(self.engine.account_view());
            self.intent(Intent::Account(intent));
            self.run_with(answers(status, "", body), 20_000);
            let busy = self.engine.account_view().busy;
            assert!(!busy, "waits forever after {body}");
        }
    }
}

fn filled_in(view: &AccountView) -> AccountIntent {
    let fill = |field: &Field| {
        let text = match field {
            Field::Email => "andrewbrown@example.com",
            Field::Username => "andrewbrown",
            Field::Code => "123456",
            _ => "long enough",
        };
        (*field, text.to_owned())
    };
    match view.choices.first() {
        Some(choice) => AccountIntent::Choose {
            factor: *choice,
            email: "andrewbrown@example.com".to_owned(),
            keep: false,
        },
        None => AccountIntent::Submit {
            form: view.form,
            typed: view.fields.iter().map(fill).collect(),
            keep: false,
        },
    }
}

/// Answers each call of Cognito whose operation begins with `step`.
fn answers(status: u16, step: &'static str, body: &str) -> Hostile {
    let body = body.to_owned();
    Box::new(move |request: &HttpRequest| {
        operation(request)
            .is_some_and(|operation| operation.starts_with(step))
            .then(|| text_answer(status, &body))
    })
}
