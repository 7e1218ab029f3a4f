//! What must hold after every turn, for any input.

use std::collections::HashSet;

use cruddur_engine::Engine;
use cruddur_engine::effect::Effect;
use cruddur_engine::transcript::Change;

/// Reads every view that a screen reads: none panics, and no row is shown twice.
pub fn screen(engine: &Engine) {
    let mut keys = HashSet::new();
    for placed in Change::from(engine.messages()).place(|at| at.micros() / 86_400_000_000) {
        let key = placed.message.key;
        assert!(keys.insert(key.clone()), "{key:?} is shown twice");
    }
    let mut groups = HashSet::new();
    for row in &engine.groups_view().rows {
        assert!(groups.insert(&row.uuid), "{:?} is shown twice", row.uuid);
    }
    let _ = (
        engine.session_view(),
        engine.account_view(),
        engine.handle_prompt(),
        engine.people_view(),
        engine.notices(),
        engine.waiting(),
        engine.connection(),
        engine.conversation(),
        engine.draft(),
    );
}

/// Tokens and tickets go to the addresses of config.json alone, and the app navigates within itself.
pub fn effect(effect: &Effect) {
    match effect {
        Effect::Http(_, request) => {
            let known = [
                "https://api/api/",
                "https://cognito-idp.us-east-1.amazonaws.com/",
            ];
            let is_known = known.iter().any(|base| request.url.starts_with(base));
            assert!(is_known, "a request to {}", request.url);
        }
        Effect::OpenSocket(_, url) => {
            let ticket = url.strip_prefix("wss://live/prod?ticket=");
            let is_one_value = ticket.is_some_and(|ticket| !ticket.contains(['&', '#', '/', ' ']));
            assert!(is_one_value, "a socket to {url}");
        }
        Effect::Navigate { path, .. } => {
            let page = path.split('?').next().unwrap_or_default();
            let account = ["/signin", "/confirm", "/forgot"].contains(&page);
            assert!(account || path.starts_with("/messages"), "shows {path}");
        }
        _ => {}
    }
}
