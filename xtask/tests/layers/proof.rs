//! The check finds breaches: small sources that must fail, and some that must not.

use super::check::breaches;
use super::paths::Scope;
use super::sources::Source;
use super::table::LAYERS;

/// What the check says of such a file in a layer.
fn says(place: &str, file: &str, text: &str) -> Vec<String> {
    let layer = LAYERS
        .iter()
        .find(|layer| layer.place == place)
        .expect("a row");
    let module = file.trim_end_matches(".rs").split('/').map(str::to_owned);
    let crates = [
        "chrono",
        "cruddur_contract",
        "cruddur_engine",
        "gloo_net",
        "leptos",
        "serde_json",
        "std",
        "web_sys",
    ];
    let scope = Scope {
        module: module.collect(),
        crates: crates.map(str::to_owned).into(),
        library: "cruddur".to_owned(),
    };
    let source = Source {
        file: file.into(),
        text: text.to_owned(),
        scope,
    };
    breaches(layer, &source)
}

#[track_caller]
fn refused(place: &str, file: &str, text: &str, because: &str) {
    let said = says(place, file, text);
    assert!(
        said.len() == 1 && said[0].contains(because),
        "{text}\n{said:?}"
    );
}

#[track_caller]
fn accepted(place: &str, file: &str, text: &str) {
    assert_eq!(says(place, file, text), Vec::<String>::new(), "{text}");
}

const COMPONENTS: &str = "src/components";
const ROW: &str = "components/row.rs";

#[test]
fn an_import_that_no_row_allows_is_refused_however_it_is_written() {
    for text in [
        "use crate::pages::messages::MessagesPage;",
        "use cruddur::pages::messages::MessagesPage;",
        "use super::super::pages;",
        "use crate::{i18n::en, pages::messages};",
        "use crate::pages as others;",
        "pub use crate::pages::*;",
        "fn f() { use crate::pages; }",
        "fn f() { crate::pages::open(); }",
        "fn f(page: &crate::pages::Page) {}",
        "mod inner { use super::super::super::pages; }",
        "fn f() -> impl IntoView { view! { <p>{crate::pages::title()}</p> } }",
        "use super::super as app;\nfn f() { app::pages::open(); }",
    ] {
        let said = says(COMPONENTS, ROW, text);
        assert!(
            said.iter().any(|said| said.contains("names crate")),
            "{text}\n{said:?}"
        );
    }
    accepted(
        COMPONENTS,
        ROW,
        "use super::avatar::Avatar;\nuse crate::i18n::en;\nfn f() { en::title(); }",
    );
}

#[test]
fn a_crate_that_no_row_allows_is_refused() {
    refused(
        COMPONENTS,
        ROW,
        "use serde_json::Value;",
        "serde_json::Value",
    );
    refused(
        COMPONENTS,
        ROW,
        "use leptos::prelude::*;\nuse gloo_net::http::*;",
        "gloo_net::http",
    );
    refused(
        COMPONENTS,
        ROW,
        "fn f() { serde_json::from_str(text); }",
        "serde_json::from_str",
    );
    refused(
        COMPONENTS,
        ROW,
        "use cruddur_engine::Engine;",
        "cruddur_engine::Engine",
    );
    refused(
        COMPONENTS,
        ROW,
        "use crate::platform::*;",
        "crate::platform",
    );
    accepted(
        COMPONENTS,
        ROW,
        "fn f(text: &str) -> u8 { str::len(text); u8::MAX }",
    );
}

#[test]
fn platform_knows_nothing_of_ours() {
    let place = "src/platform";
    refused(
        place,
        "platform/http.rs",
        "use crate::i18n::en;",
        "crate::i18n",
    );
    refused(
        place,
        "platform/http.rs",
        "use cruddur_engine::http::Method;",
        "cruddur_engine",
    );
    accepted(
        place,
        "platform/http.rs",
        "use super::timers;\nuse web_sys::Storage;",
    );
}

#[test]
fn the_engine_has_no_clock_and_no_files() {
    let place = "crates/engine/src";
    refused(
        place,
        "timeline.rs",
        "use chrono::Utc;\nfn f() { Utc::now(); }",
        "chrono::Utc::now",
    );
    refused(place, "timeline.rs", "use std::{fmt, fs};", "std::fs");
    refused(
        place,
        "timeline.rs",
        "use std::time::Instant;",
        "std::time::Instant",
    );
    refused(place, "timeline.rs", "use leptos::prelude::*;", "leptos");
    accepted(
        place,
        "timeline.rs",
        "use std::fmt;\nuse crate::outbox::Outbox;\nuse cruddur_contract::Person;",
    );
}

#[test]
fn tests_may_name_anything() {
    let text = "#[cfg(test)] mod tests { use std::fs; #[test] fn f() { std::env::var(\"A\"); } }";
    accepted("crates/engine/src", "timeline.rs", text);
}

#[test]
fn words_for_people_stand_in_i18n_alone() {
    let view = |inside: &str| format!("fn f() -> impl IntoView {{ view! {{ {inside} }} }}");
    for inside in [
        r#"<p>"sending"</p>"#,
        "<p>sending</p>",
        r#"<button aria-label="close"/>"#,
        r#"<input attr:placeholder="name"/>"#,
        r#"<p>{if late { "Not sent" } else { "" }}</p>"#,
        r#"<p>{late.then(|| view! { <b>"late"</b> })}</p>"#,
        r#"<Show when=late>"late"</Show>"#,
        r#"<Field label="name"/>"#,
        r#"<p>{format!("Sent {n} times")}</p>"#,
    ] {
        refused(COMPONENTS, ROW, &view(inside), "words belong to src/i18n");
    }
    refused(
        COMPONENTS,
        ROW,
        r#"const TITLE: &str = "Message groups";"#,
        "words belong",
    );
    refused(
        COMPONENTS,
        ROW,
        r#"fn f() { announce("try again?") }"#,
        "words belong",
    );
    accepted(
        COMPONENTS,
        ROW,
        r#"fn f() { app.expect("App is provided"); store("app.device.") }"#,
    );
    for inside in [
        r#"<p class="quiet late" id="x">{en::LATE}" · "</p>"#,
        r#"<svg viewBox="0 0 24 24"><path d="M4 12l16-8"/></svg>"#,
        r#"<button type="button" on:keydown=move |event| if event.key() == "Enter" { go() }>{icon}</button>"#,
    ] {
        accepted(COMPONENTS, ROW, &view(inside));
    }
    accepted(
        "src/i18n",
        "i18n/en.rs",
        r#"pub const TITLE: &str = "Message groups";"#,
    );
}

#[test]
fn no_markup_is_made_from_text_and_views_do_not_store() {
    for (text, name) in [
        ("fn f() { element.set_inner_html(text); }", "set_inner_html"),
        (
            "fn f() -> impl IntoView { view! { <p inner_html=text/> } }",
            "inner_html",
        ),
        (
            r#"fn f() { set(element, "innerHTML", text); }"#,
            "innerHTML",
        ),
        ("fn f() { window().local_storage(); }", "local_storage"),
    ] {
        refused(COMPONENTS, ROW, text, name);
    }
    refused(
        "src/platform",
        "platform/dom.rs",
        "fn f() { e.insert_adjacent_html(a, b); }",
        "insert_adjacent",
    );
}
