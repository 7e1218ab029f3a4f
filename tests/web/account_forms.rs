//! The forms of the account pages.

use cruddur::pages::account::AccountFormView;
use cruddur_engine::event::{AccountIntent, Intent};
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::{Stage, eventually};

/// What the engine says of a form at its beginning.
fn begun(form: AccountForm, fields: &[Field]) -> AccountView {
    AccountView {
        form,
        fields: fields.to_vec(),
        generation: 1,
        ..AccountView::default()
    }
}

fn stage(view: AccountView) -> Stage {
    Stage::mount(
        move |published| published.account.set(view),
        || view! { <AccountFormView opened=false/> },
    )
}

fn sign_in() -> Stage {
    stage(begun(AccountForm::SignIn, &[Field::Email, Field::Password]))
}

fn has_focus(stage: &Stage, selector: &str) -> bool {
    document().active_element().as_ref() == Some(stage.find(selector).as_ref())
}

fn value(stage: &Stage, selector: &str) -> String {
    stage
        .find(selector)
        .unchecked_into::<HtmlInputElement>()
        .value()
}

fn attribute(stage: &Stage, selector: &str, name: &str) -> Option<String> {
    stage.find(selector).get_attribute(name)
}

#[wasm_bindgen_test]
async fn the_first_bad_field_is_focused_and_described() {
    let stage = sign_in();
    stage.published.account.update(|view| {
        view.wrong = vec![
            (Field::Email, FieldFault::Missing),
            (Field::Password, FieldFault::Missing),
        ];
        view.refusals = 1;
    });
    eventually("a sentence", || {
        stage.text("#email-fault") == "Enter your email address."
    })
    .await;
    assert_eq!(stage.text("#password-fault"), "Enter your password.");
    assert!(has_focus(&stage, "#email"));
    assert_eq!(
        attribute(&stage, "#email", "aria-invalid").as_deref(),
        Some("true")
    );
    assert_eq!(
        attribute(&stage, "#email", "aria-describedby").as_deref(),
        Some("email-fault")
    );
    // The next press leaves the address right.
    stage.published.account.update(|view| {
        view.wrong.remove(0);
        view.refusals = 2;
    });
    eventually("the next field", || has_focus(&stage, "#password")).await;
    assert_eq!(stage.text("#email-fault"), "");
}

#[wasm_bindgen_test]
async fn what_was_typed_goes_as_it_was_typed() {
    let stage = sign_in();
    type_into(&stage.find("#email"), " andrewbrown@example.com ");
    type_into(&stage.find("#password"), " secret ");
    stage.find("#keep").click();
    stage.button("Sign in").click();
    let asked = Intent::Account(AccountIntent::Submit {
        form: AccountForm::SignIn,
        typed: vec![
            // A field for addresses drops the spaces around one by itself.
            (Field::Email, value(&stage, "#email")),
            (Field::Password, " secret ".into()),
        ],
        keep: true,
    });
    assert_eq!(stage.taken(), [asked]);
    let width = stage.find("[type=submit]").offset_width();
    stage.published.account.update(|view| view.busy = true);
    eventually("progress", || {
        stage.text("[type=submit]").contains("Signing in…")
    })
    .await;
    assert_eq!(
        attribute(&stage, "[type=submit]", "aria-disabled").as_deref(),
        Some("true")
    );
    assert_eq!(stage.find("[type=submit]").offset_width(), width);
}

#[wasm_bindgen_test]
async fn a_failure_is_an_alert_and_clears_nothing_and_another_form_is_empty() {
    let stage = sign_in();
    type_into(&stage.find("#password"), "secret");
    stage
        .published
        .account
        .update(|view| view.fault = Some(AccountFault::NoNetwork));
    eventually("an alert", || {
        stage
            .text("[role=alert]")
            .contains("Could not reach the sign-in service")
    })
    .await;
    assert_eq!(value(&stage, "#password"), "secret");
    stage.published.account.update(|view| {
        view.fault = None;
        view.generation = 2;
    });
    eventually("no password left", || value(&stage, "#password").is_empty()).await;
}

#[wasm_bindgen_test]
async fn the_password_can_be_looked_at() {
    let stage = sign_in();
    let kind = || attribute(&stage, "#password", "type");
    assert_eq!(kind().as_deref(), Some("password"));
    stage.button("Show password").click();
    eventually("plain text", || kind().as_deref() == Some("text")).await;
    stage.button("Hide password").click();
    eventually("hidden", || kind().as_deref() == Some("password")).await;
}

#[wasm_bindgen_test]
async fn the_rules_of_a_new_password_are_marked_as_they_are_met() {
    let fields = [Field::Username, Field::FirstPassword];
    let stage = stage(begun(AccountForm::SignUp, &fields));
    let rules = || stage.text("#first-password-rule");
    assert_eq!(rules(), "At least 8 characters");
    type_into(&stage.find("#first-password"), "long enough");
    eventually("a mark", || rules() == "At least 8 characters, met").await;
    type_into(&stage.find("#first-password"), "short");
    eventually("no mark", || rules() == "At least 8 characters").await;
    assert_eq!(
        attribute(&stage, "#first-password", "aria-describedby").as_deref(),
        Some("first-password-rule first-password-fault")
    );
}

#[wasm_bindgen_test]
async fn a_username_is_told_to_the_engine_as_it_is_typed() {
    let stage = stage(begun(AccountForm::SignUp, &[Field::Username]));
    type_into(&stage.find("#username"), "bayko");
    let asked = Intent::Account(AccountIntent::HandleTyped("bayko".into()));
    assert_eq!(stage.taken(), [asked]);
    stage
        .published
        .account
        .update(|view| view.handle = HandleState::Taken);
    eventually("a sentence", || {
        stage
            .text(".field [role=status]")
            .contains("Somebody else has this username")
    })
    .await;
}

#[wasm_bindgen_test]
async fn the_next_step_has_the_focus_and_its_code_fills_itself_in() {
    let stage = sign_in();
    let mut next = begun(AccountForm::Code(CodeKind::Totp), &[Field::Code]);
    next.generation = 2;
    stage.published.account.set(next);
    eventually("the code's field", || stage.try_find("#code").is_some()).await;
    eventually("the focus", || has_focus(&stage, "#code")).await;
    assert_eq!(
        attribute(&stage, "#code", "autocomplete").as_deref(),
        Some("one-time-code")
    );
    assert_eq!(
        attribute(&stage, "#code", "inputmode").as_deref(),
        Some("numeric")
    );
    stage.button("Start over").click();
    assert_eq!(stage.taken(), [Intent::Account(AccountIntent::StartOver)]);
}

#[wasm_bindgen_test]
async fn a_way_to_go_on_is_a_button() {
    let mut view = begun(AccountForm::Choose, &[]);
    view.choices = vec![Factor::Code(CodeKind::Sms), Factor::Code(CodeKind::Totp)];
    let stage = stage(view);
    stage.button("Use an authenticator app").click();
    let chosen = AccountIntent::Choose {
        factor: Factor::Code(CodeKind::Totp),
        email: String::new(),
        keep: false,
    };
    assert_eq!(stage.taken(), [Intent::Account(chosen)]);
}

#[wasm_bindgen_test]
async fn the_secret_of_an_app_is_a_picture_and_a_text() {
    let mut view = begun(AccountForm::SetUpTotp, &[Field::Code]);
    view.detail = "JBSWY3DPEHPK3PXP".into();
    view.email = "andrewbrown@example.com".into();
    let stage = stage(view);
    assert_eq!(stage.text(".key"), "JBSW Y3DP EHPK 3PXP");
    assert_eq!(
        attribute(&stage, ".qr", "aria-label").as_deref(),
        Some("QR code")
    );
    let squares = attribute(&stage, ".qr path", "d")
        .unwrap_or_default()
        .matches('M')
        .count();
    assert!(squares > 300, "{squares}");
}

#[wasm_bindgen_test]
async fn another_code_waits_for_its_time() {
    let mut view = begun(AccountForm::Confirm, &[Field::Email, Field::Code]);
    view.email = "ann@example.com".into();
    view.resend_in = 30;
    let stage = stage(view);
    assert_eq!(value(&stage, "#email"), "ann@example.com");
    let waits = || attribute(&stage, "button.button--quiet", "aria-disabled");
    assert_eq!(stage.text("button.button--quiet"), "Resend code (30 s)");
    assert_eq!(waits().as_deref(), Some("true"));
    stage.published.account.update(|view| view.resend_in = 0);
    eventually("time", || {
        stage.text("button.button--quiet") == "Resend code"
    })
    .await;
    stage.button("Resend code").click();
    let asked = AccountIntent::Resend("ann@example.com".into());
    assert_eq!(stage.taken(), [Intent::Account(asked)]);
}
