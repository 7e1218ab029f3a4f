//! config.json.

use cruddur_contract::config::AppConfig;
use cruddur_engine::Engine;
use cruddur_engine::effect::Effect;
use cruddur_engine::event::{Event, Input, Intent, Now};
use cruddur_engine::view::SessionView;

use crate::text;

const KEYS: [&str; 9] = [
    "config.json",
    "brand",
    "cognito",
    "cognito.user_pool_id",
    "cognito.client_id",
    "cognito.endpoint",
    "api_url",
    "live_url",
    "poll_seconds",
];

/// A config.json: the error names a key, or the app starts and calls only the addresses in the file.
pub fn config(bytes: &[u8]) {
    let config = match AppConfig::parse(&text(bytes)) {
        Ok(config) => config,
        Err(fault) => {
            let known = KEYS.contains(&fault.key) || fault.key == "offline_cache";
            assert!(known && !fault.expected.is_empty(), "{fault}");
            return;
        }
    };
    let endpoint = config.cognito.endpoint.clone();
    assert!(
        is_address(&endpoint, &["https://", "http://"]),
        "{endpoint}"
    );
    assert!(is_address(&config.api_url, &["https://", "http://"]));
    let live = config.live_url.as_deref().unwrap_or("wss://none");
    assert!(is_address(live, &["wss://", "ws://"]), "{live}");
    assert!((1..=3_600).contains(&config.poll_seconds) && !config.brand.trim().is_empty());
    let mut engine = Engine::new(config);
    let started = Event::Started {
        journal: None,
        stored_session: None,
        online: true,
    };
    handle(&mut engine, started);
    assert_eq!(*engine.session_view(), SessionView::SignedOut);
    handle(
        &mut engine,
        Event::Intent(Intent::sign_in("a@example.com", "secret")),
    );
    let effects = handle(
        &mut engine,
        Event::SrpStarted {
            srp_a: "a".into(),
            device: None,
        },
    );
    let Some(Effect::Http(_, request)) = effects.into_iter().next() else {
        panic!("the sign-in asks Cognito");
    };
    assert_eq!(request.url, endpoint);
}

fn is_address(url: &str, schemes: &[&str]) -> bool {
    let mut rest = schemes.iter().filter_map(|scheme| url.strip_prefix(scheme));
    rest.any(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains([' ', '?', '#']))
}

fn handle(engine: &mut Engine, event: Event) -> Vec<Effect> {
    let input = Input {
        now: Now::default(),
        random: 1,
        event,
    };
    engine.handle(input).effects
}
