//! What happens to the page as a whole: network, visibility, freezing, the back/forward cache.

use wasm_bindgen::prelude::*;

/// A change of the page's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageEvent {
    /// The browser went online or offline.
    Online(bool),
    /// The page became visible, was resumed or got focus.
    Woken,
    /// The page is there for the first time, or came out of the back/forward cache.
    Shown,
    /// Another tab has changed what the browser's profile stores.
    Stored,
    /// The page is hidden; the browser may end it without another event.
    Hidden,
    /// Another page is shown in its place: it ends, or goes to the back/forward cache.
    Left,
}

/// Whether the browser believes there is a network.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// The `User-Agent` string.
pub fn agent() -> String {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    agent.unwrap_or_default()
}

/// The language the person prefers, as a BCP 47 tag.
pub fn language() -> String {
    let language = web_sys::window().and_then(|window| window.navigator().language());
    language.unwrap_or_default()
}

/// Whether the address has a query parameter of this name.
pub fn has_parameter(name: &str) -> bool {
    let query = web_sys::window().and_then(|window| window.location().search().ok());
    query.is_some_and(|query| {
        let mut parameters = query.trim_start_matches('?').split('&');
        parameters.any(|parameter| parameter.split('=').next() == Some(name))
    })
}

/// The name of the app's script, which has a hash of its content in it; empty where nothing names one.
pub fn script_name() -> String {
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|page| page.query_selector("link[rel=modulepreload]").ok()?);
    let address = link.and_then(|link| link.get_attribute("href"));
    address.map_or_else(String::new, |address| {
        let name = address.rsplit('/').next().unwrap_or_default();
        name.to_owned()
    })
}

/// The path of the document's base URL, without the slash at its end: empty at the root of a host.
pub fn base_path() -> String {
    let document = web_sys::window().and_then(|window| window.document());
    let base = document.and_then(|document| document.base_uri().ok().flatten());
    let url = base.and_then(|base| web_sys::Url::new(&base).ok());
    url.map(|url| url.pathname().trim_end_matches('/').to_owned())
        .unwrap_or_default()
}

/// Listens for as long as the page lives.
pub fn listen(on_event: impl Fn(PageEvent) + Clone + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    for (name, event) in [
        ("online", PageEvent::Online(true)),
        ("offline", PageEvent::Online(false)),
        ("pageshow", PageEvent::Shown),
        ("pagehide", PageEvent::Left),
        ("focus", PageEvent::Woken),
        ("storage", PageEvent::Stored),
    ] {
        on(&window, name, on_event.clone(), event);
    }
    if let Some(document) = window.document() {
        on(&document, "resume", on_event.clone(), PageEvent::Woken);
        let watched = document.clone();
        let call = Closure::<dyn Fn()>::new(move || {
            on_event(if watched.hidden() {
                PageEvent::Hidden
            } else {
                PageEvent::Woken
            });
        });
        add(&document, "visibilitychange", &call);
        call.forget();
    }
}

fn on(
    target: &web_sys::EventTarget,
    name: &str,
    on_event: impl Fn(PageEvent) + 'static,
    event: PageEvent,
) {
    let call = Closure::<dyn Fn()>::new(move || on_event(event));
    add(target, name, &call);
    // For as long as the page lives.
    call.forget();
}

fn add(target: &web_sys::EventTarget, name: &str, call: &Closure<dyn Fn()>) {
    let _ = target.add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
}
