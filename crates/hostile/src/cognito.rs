//! Answers of Amazon Cognito.

use cruddur_engine::event::{AccountIntent, Intent};
use cruddur_engine::http::HttpRequest;
use cruddur_engine::view::{AccountForm, AccountView, Field, SessionView};

use crate::pool::operation;
use crate::server::text_answer;
use crate::stage::{Hostile, Stage};
use crate::{looks_like_an_object, text};

/// An answer of Cognito: to the refresh of the tokens, to each step of a sign-in and of what may follow
/// it, to a new account, to a change of the handle, and to settings; as a success and as an error.
pub fn cognito(bytes: &[u8]) {
    let body = text(bytes);
    for status in [200, 400] {
        let mut stage = Stage::started();
        stage.endure(answers(status, "", &body), 20_000);
        let view = stage.engine.session_view();
        assert!(matches!(view, SessionView::SignedIn(_)), "ended by {body}");
        let ends = status == 400 && looks_like_an_object(&body);
        assert!(!stage.engine.notices().expired || ends, "ended by {body}");
        stage.recover();

        for step in ["InitiateAuth", "RespondToAuthChallenge"] {
            let mut stage = Stage::new();
            stage.start(None);
            stage.want(Intent::sign_in("andrewbrown@example.com", "secret"));
            stage.endure(answers(status, step, &body), 20_000);
            stage.fill_in_often(status, &body);
            stage.recover();
        }
        for form in [AccountForm::SignUp, AccountForm::Recover] {
            let mut stage = Stage::new();
            stage.start(None);
            stage.want(Intent::Account(AccountIntent::Open(form, String::new())));
            stage.fill_in_often(status, &body);
            stage.recover();
        }
        for form in [AccountForm::AddApp, AccountForm::Passkeys] {
            let mut stage = Stage::connected();
            stage.want(Intent::Account(AccountIntent::Open(form, String::new())));
            stage.endure(answers(status, "", &body), 20_000);
            stage.fill_in_often(status, &body);
            stage.recover();
        }
    }
}

impl Stage {
    /// The person fills in one form after the other, or takes the first choice; the answer to all is
    /// this.
    fn fill_in_often(&mut self, status: u16, body: &str) {
        for _ in 0..3 {
            let intent = fill_in(self.engine.account_view());
            self.want(Intent::Account(intent));
            self.endure(answers(status, "", body), 20_000);
            let busy = self.engine.account_view().busy;
            assert!(!busy, "waits for ever after {body}");
        }
    }
}

fn fill_in(view: &AccountView) -> AccountIntent {
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

/// This answer to each call of Cognito whose operation begins so.
fn answers(status: u16, step: &'static str, body: &str) -> Hostile {
    let body = body.to_owned();
    Box::new(move |request: &HttpRequest| {
        operation(request)
            .is_some_and(|operation| operation.starts_with(step))
            .then(|| text_answer(status, &body))
    })
}
