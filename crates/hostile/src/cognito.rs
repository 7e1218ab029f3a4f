//! Answers of Amazon Cognito.

use cruddur_engine::event::Intent;
use cruddur_engine::http::HttpRequest;
use cruddur_engine::view::SessionView;

use crate::pool::operation;
use crate::server::text_answer;
use crate::stage::{Hostile, Stage};
use crate::{looks_like_an_object, text};

/// An answer of Cognito: to the refresh of the tokens, to each step of a sign-in, and to a change of the
/// handle; as a success and as an error.
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
            let busy = stage.engine.account_view().busy;
            assert!(!busy, "waits for ever after {body}");
            stage.recover();
        }
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
