//! The sign-in form.

use cruddur::pages::signin_form::SignInForm;
use cruddur_engine::event::Intent;
use cruddur_engine::view::{SignInFault, SignInView};
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::{Stage, eventually, me};

fn stage() -> Stage {
    Stage::mount(|_| {}, || view! { <SignInForm/> })
}

fn has_focus(stage: &Stage, selector: &str) -> bool {
    document().active_element().as_ref() == Some(stage.find(selector).as_ref())
}

fn fill(stage: &Stage) {
    type_into(&stage.find("#email"), " andrewbrown@example.com ");
    type_into(&stage.find("#password"), " secret ");
}

fn password(stage: &Stage) -> String {
    stage
        .find("#password")
        .unchecked_into::<HtmlInputElement>()
        .value()
}

#[wasm_bindgen_test]
async fn the_first_bad_field_is_focused_and_described() {
    let stage = stage();
    stage.button("Sign in").click();
    eventually("a sentence", || {
        stage.text("#email-fault") == "Enter your email address."
    })
    .await;
    assert!(has_focus(&stage, "#email"));
    assert_eq!(
        stage
            .find("#email")
            .get_attribute("aria-invalid")
            .as_deref(),
        Some("true")
    );
    assert_eq!(
        stage
            .find("#email")
            .get_attribute("aria-describedby")
            .as_deref(),
        Some("email-fault")
    );
    type_into(&stage.find("#email"), "andrewbrown@example.com");
    stage.button("Sign in").click();
    eventually("a sentence", || {
        stage.text("#password-fault") == "Enter your password."
    })
    .await;
    assert!(has_focus(&stage, "#password"));
    eventually("no other sentence", || {
        stage.text("#email-fault").is_empty()
    })
    .await;
    assert_eq!(stage.taken(), []);
}

#[wasm_bindgen_test]
async fn the_password_goes_as_it_was_typed_and_only_once() {
    let stage = stage();
    fill(&stage);
    stage.button("Sign in").click();
    let asked = Intent::SignIn {
        email: "andrewbrown@example.com".into(),
        password: " secret ".into(),
    };
    assert_eq!(stage.taken(), [asked]);
    stage.published.sign_in.set(SignInView::Busy);
    let width = stage.find("[type=submit]").offset_width();
    eventually("progress", || {
        stage.text("[type=submit]").contains("Signing in…")
    })
    .await;
    assert_eq!(
        stage
            .find("[type=submit]")
            .get_attribute("aria-disabled")
            .as_deref(),
        Some("true")
    );
    assert_eq!(stage.find("[type=submit]").offset_width(), width);
    stage.find("[type=submit]").click();
    assert_eq!(stage.taken(), []);
}

#[wasm_bindgen_test]
async fn a_failure_is_an_alert_and_clears_nothing() {
    let stage = stage();
    fill(&stage);
    stage
        .published
        .sign_in
        .set(SignInView::Failed(SignInFault::NoNetwork));
    eventually("an alert", || {
        stage
            .text("[role=alert]")
            .contains("Could not reach the sign-in service")
    })
    .await;
    assert_eq!(password(&stage), " secret ");
    stage.published.session.set(me());
    eventually("no password left", || password(&stage).is_empty()).await;
}

#[wasm_bindgen_test]
async fn the_password_can_be_looked_at() {
    let stage = stage();
    assert_eq!(
        stage.find("#password").get_attribute("type").as_deref(),
        Some("password")
    );
    stage.button("Show password").click();
    eventually("plain text", || {
        stage.find("#password").get_attribute("type").as_deref() == Some("text")
    })
    .await;
    stage.button("Hide password").click();
    eventually("hidden", || {
        stage.find("#password").get_attribute("type").as_deref() == Some("password")
    })
    .await;
}
