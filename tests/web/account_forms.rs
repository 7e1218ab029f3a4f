//! The forms of the account pages.

use cruddur::components::account_form::AccountFormView;
use cruddur_engine::event::{AccountIntent, Intent};
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::{Mounted, eventually, frame};

/// What the engine says of a form at its beginning.
fn begun(form: AccountForm, fields: &[Field]) -> AccountView {
    AccountView {
        form,
        fields: fields.to_vec(),
        generation: 1,
        ..AccountView::default()
    }
}

fn mounted(view: AccountView) -> Mounted {
    Mounted::mount(
        move |signals| signals.account.set(view),
        || view! { <AccountFormView opened=false/> },
    )
}

fn sign_in() -> Mounted {
    mounted(begun(AccountForm::SignIn, &[Field::Email, Field::Password]))
}

fn has_focus(mounted: &Mounted, selector: &str) -> bool {
    document().active_element().as_ref() == Some(mounted.find(selector).as_ref())
}

fn value(mounted: &Mounted, selector: &str) -> String {
    mounted
        .find(selector)
        .unchecked_into::<HtmlInputElement>()
        .value()
}

fn attribute(mounted: &Mounted, selector: &str, name: &str) -> Option<String> {
    mounted.find(selector).get_attribute(name)
}

#[wasm_bindgen_test]
async fn the_first_bad_field_is_focused_and_described() {
    let mounted = sign_in();
    mounted.signals.account.update(|view| {
        view.wrong = vec![
            (Field::Email, FieldFault::Missing),
            (Field::Password, FieldFault::Missing),
        ];
        view.refusals = 1;
    });
    eventually("a sentence", || {
        mounted.text("#email-fault") == "Enter your email address."
    })
    .await;
    assert_eq!(mounted.text("#password-fault"), "Enter your password.");
    assert!(has_focus(&mounted, "#email"));
    assert_eq!(
        attribute(&mounted, "#email", "aria-invalid").as_deref(),
        Some("true")
    );
    assert_eq!(
        attribute(&mounted, "#email", "aria-describedby").as_deref(),
        Some("email-fault")
    );
    // The next press leaves the address right.
    mounted.signals.account.update(|view| {
        view.wrong.remove(0);
        view.refusals = 2;
    });
    eventually("the next field", || has_focus(&mounted, "#password")).await;
    assert_eq!(mounted.text("#email-fault"), "");
}

#[wasm_bindgen_test]
async fn what_was_typed_goes_as_it_was_typed() {
    let mounted = sign_in();
    type_into(&mounted.find("#email"), " andrewbrown@example.com ");
    type_into(&mounted.find("#password"), " secret ");
    mounted.find("#keep").click();
    mounted.button("Sign in").click();
    let asked = Intent::Account(AccountIntent::Submit {
        form: AccountForm::SignIn,
        typed: vec![
            // A field for addresses drops the spaces around one by itself.
            (Field::Email, value(&mounted, "#email")),
            (Field::Password, " secret ".into()),
        ],
        keep: true,
    });
    assert_eq!(mounted.taken(), [asked]);
    let width = mounted.find("[type=submit]").offset_width();
    mounted.signals.account.update(|view| view.busy = true);
    eventually("progress", || {
        mounted.text("[type=submit]").contains("Signing in…")
    })
    .await;
    assert_eq!(
        attribute(&mounted, "[type=submit]", "aria-disabled").as_deref(),
        Some("true")
    );
    assert_eq!(mounted.find("[type=submit]").offset_width(), width);
}

#[wasm_bindgen_test]
async fn an_international_address_and_a_name_have_one_form_in_all_browsers() {
    let fields = [Field::Name, Field::Email];
    let mounted = mounted(begun(AccountForm::SignUp, &fields));
    for (typed, sent) in [
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
        ("ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"),
        ("ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"),
        ("ann@example.com", "ann@example.com"),
    ] {
        type_into(&mounted.find("#name"), "Zoe\u{308}");
        type_into(&mounted.find("#email"), typed);
        mounted.find("[type=submit]").click();
        let asked = AccountIntent::Submit {
            form: AccountForm::SignUp,
            typed: vec![
                (Field::Name, "Zo\u{EB}".into()),
                (Field::Email, sent.into()),
            ],
            keep: false,
        };
        assert_eq!(mounted.taken(), [Intent::Account(asked)], "{typed}");
    }
    let mounted = Mounted::mount(|_| {}, || ());
    let app = mounted.app;
    app.resend_code("ann@bücher.example".into());
    app.open_account(AccountForm::Confirm, "ann@bücher.example".into());
    app.choose_factor(Factor::Password, "ann@bücher.example".into(), false);
    let email = || "ann@xn--bcher-kva.example".to_owned();
    let asked = [
        AccountIntent::Resend(email()),
        AccountIntent::Open(AccountForm::Confirm, email()),
        AccountIntent::Choose {
            factor: Factor::Password,
            email: email(),
            keep: false,
        },
    ];
    assert_eq!(mounted.taken(), asked.map(Intent::Account));
}

#[wasm_bindgen_test]
async fn a_blank_at_an_end_of_a_new_password_is_said_while_it_is_typed() {
    let mounted = mounted(begun(AccountForm::SignUp, &[Field::FirstPassword]));
    let rule = "No blank at the beginning or end";
    let is_said = || mounted.text(".rules").contains(rule);
    assert!(!is_said(), "no rule before it is broken");
    for (password, broken) in [
        ("long enough ", true),
        ("long enough", false),
        (" long enough", true),
    ] {
        type_into(&mounted.find("#first-password"), password);
        eventually("the rule", || is_said() == broken).await;
    }
}

#[wasm_bindgen_test]
async fn a_failure_is_an_alert_and_clears_nothing_and_another_form_is_empty() {
    let mounted = sign_in();
    type_into(&mounted.find("#password"), "secret");
    mounted
        .signals
        .account
        .update(|view| view.fault = Some(AccountFault::NoNetwork));
    eventually("an alert", || {
        mounted
            .text("[role=alert]")
            .contains("Could not reach the sign-in service")
    })
    .await;
    assert_eq!(value(&mounted, "#password"), "secret");
    mounted.signals.account.update(|view| {
        view.fault = None;
        view.generation = 2;
    });
    eventually("no password left", || {
        value(&mounted, "#password").is_empty()
    })
    .await;
}

#[wasm_bindgen_test]
async fn the_password_can_be_looked_at() {
    let mounted = sign_in();
    let kind = || attribute(&mounted, "#password", "type");
    assert_eq!(kind().as_deref(), Some("password"));
    mounted.button("Show password").click();
    eventually("plain text", || kind().as_deref() == Some("text")).await;
    mounted.button("Hide password").click();
    eventually("hidden", || kind().as_deref() == Some("password")).await;
}

#[wasm_bindgen_test]
async fn the_rules_of_a_new_password_are_marked_as_they_are_met() {
    let fields = [Field::Username, Field::FirstPassword];
    let mounted = mounted(begun(AccountForm::SignUp, &fields));
    let rules = || mounted.text("#first-password-rule");
    assert_eq!(rules(), "At least 8 characters");
    type_into(&mounted.find("#first-password"), "long enough");
    eventually("a mark", || rules() == "At least 8 characters, met").await;
    type_into(&mounted.find("#first-password"), "short");
    eventually("no mark", || rules() == "At least 8 characters").await;
    assert_eq!(
        attribute(&mounted, "#first-password", "aria-describedby").as_deref(),
        Some("first-password-rule first-password-fault")
    );
}

#[wasm_bindgen_test]
async fn a_username_reaches_the_engine_as_it_is_typed() {
    let mounted = mounted(begun(AccountForm::SignUp, &[Field::Username]));
    type_into(&mounted.find("#username"), "bayko");
    let asked = Intent::Account(AccountIntent::HandleTyped("bayko".into()));
    assert_eq!(mounted.taken(), [asked]);
    mounted
        .signals
        .account
        .update(|view| view.handle = HandleState::Taken);
    eventually("a sentence", || {
        mounted
            .text(".field [role=status]")
            .contains("Somebody else has this username")
    })
    .await;
}

#[wasm_bindgen_test]
async fn the_next_step_has_the_focus_and_its_code_fills_itself_in() {
    let mounted = sign_in();
    let mut next = begun(AccountForm::Code(CodeKind::Totp), &[Field::Code]);
    next.generation = 2;
    mounted.signals.account.set(next);
    eventually("the code's field", || mounted.try_find("#code").is_some()).await;
    eventually("the focus", || has_focus(&mounted, "#code")).await;
    assert_eq!(
        attribute(&mounted, "#code", "autocomplete").as_deref(),
        Some("one-time-code")
    );
    assert_eq!(
        attribute(&mounted, "#code", "inputmode").as_deref(),
        Some("numeric")
    );
    mounted.button("Start over").click();
    assert_eq!(mounted.taken(), [Intent::Account(AccountIntent::StartOver)]);
    // The address is known: what is left to type has the focus.
    let mut again = begun(AccountForm::SignIn, &[Field::Email, Field::Password]);
    again.email = "andrew@example.com".to_owned();
    again.generation = 3;
    mounted.signals.account.set(again);
    let password = || mounted.try_find("#password").is_some();
    eventually("the password's field", password).await;
    eventually("its focus", || has_focus(&mounted, "#password")).await;
}

#[wasm_bindgen_test]
async fn a_way_to_go_on_is_a_button() {
    let mut view = begun(AccountForm::Choose, &[]);
    view.choices = vec![Factor::Code(CodeKind::Sms), Factor::Code(CodeKind::Totp)];
    let mounted = mounted(view);
    mounted.button("Use an authenticator app").click();
    let chosen = AccountIntent::Choose {
        factor: Factor::Code(CodeKind::Totp),
        email: String::new(),
        keep: false,
    };
    assert_eq!(mounted.taken(), [Intent::Account(chosen)]);
}

#[wasm_bindgen_test]
async fn the_secret_of_an_app_is_a_picture_and_a_text() {
    let mut view = begun(AccountForm::SetUpTotp, &[Field::Code]);
    view.detail = "JBSWY3DPEHPK3PXP".into();
    view.email = "andrewbrown@example.com".into();
    let mounted = mounted(view);
    assert_eq!(mounted.text(".key"), "JBSW Y3DP EHPK 3PXP");
    assert_eq!(
        attribute(&mounted, ".qr", "aria-label").as_deref(),
        Some("QR code")
    );
    let squares = attribute(&mounted, ".qr path", "d")
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
    let mounted = mounted(view);
    assert_eq!(value(&mounted, "#email"), "ann@example.com");
    let waits = || attribute(&mounted, "button.button--quiet", "aria-disabled");
    assert_eq!(mounted.text("button.button--quiet"), "Resend code (30 s)");
    assert_eq!(waits().as_deref(), Some("true"));
    mounted.signals.account.update(|view| view.resend_in = 0);
    eventually("time", || {
        mounted.text("button.button--quiet") == "Resend code"
    })
    .await;
    mounted.button("Resend code").click();
    let asked = AccountIntent::Resend("ann@example.com".into());
    assert_eq!(mounted.taken(), [Intent::Account(asked)]);
}

#[wasm_bindgen_test]
async fn what_the_service_refused_has_the_focus_each_time() {
    let mounted = sign_in();
    for _ in 0..2 {
        let _ = mounted.button("Sign in").focus();
        mounted.signals.account.update(|view| {
            view.fault = Some(AccountFault::WrongPassword);
            view.refusals += 1;
        });
        eventually("the password", || has_focus(&mounted, "#password")).await;
        mounted.signals.account.update(|view| view.fault = None);
        frame().await;
    }
    let _ = mounted.button("Sign in").focus();
    mounted.signals.account.update(|view| {
        view.fault = Some(AccountFault::NoNetwork);
        view.refusals += 1;
    });
    frame().await;
    assert!(has_focus(&mounted, "[type=submit]"), "about no field");
}

#[wasm_bindgen_test]
async fn the_confirmation_of_a_known_address_starts_at_the_code() {
    for (email, first) in [("ann@example.com", "#code"), ("", "#email")] {
        let mut view = begun(AccountForm::Confirm, &[Field::Email, Field::Code]);
        view.email = email.into();
        let mounted = Mounted::mount(
            move |signals| signals.account.set(view),
            || view! { <AccountFormView opened=true/> },
        );
        eventually(first, || has_focus(&mounted, first)).await;
    }
}

#[wasm_bindgen_test]
async fn a_taken_username_is_said_once() {
    let mounted = mounted(begun(AccountForm::SignUp, &[Field::Username]));
    let times = || mounted.text(".form").matches("Somebody else has").count();
    mounted
        .signals
        .account
        .update(|view| view.handle = HandleState::Taken);
    eventually("a sentence", || times() == 1).await;
    mounted.signals.account.update(|view| {
        view.wrong = vec![(Field::Username, FieldFault::Taken)];
        view.refusals = 1;
    });
    eventually("the field's own", || {
        !mounted.text("#username-fault").is_empty()
    })
    .await;
    assert_eq!(times(), 1);
}

#[wasm_bindgen_test]
async fn what_cannot_be_undone_looks_so() {
    for form in [AccountForm::DeleteAccount, AccountForm::DeleteForGood] {
        let mounted = mounted(begun(form, &[]));
        frame().await;
        let class = attribute(&mounted, "[type=submit]", "class").unwrap_or_default();
        assert!(class.contains("button--danger"), "{class}");
        assert!(!class.contains("button--primary"), "{class}");
    }
}

#[wasm_bindgen_test]
async fn what_a_stranger_must_not_do_asks_for_the_password_of_this_account() {
    let fields: [(_, &[Field]); 2] = [
        (AccountForm::RemoveApp, &[Field::Password]),
        (
            AccountForm::DeleteAccount,
            &[Field::Password, Field::Answer],
        ),
    ];
    for (form, fields) in fields {
        let mut view = begun(form, fields);
        view.email = "ann@example.com".into();
        let mounted = Mounted::mount(
            move |signals| signals.account.set(view),
            || view! { <AccountFormView opened=true/> },
        );
        eventually("the password", || has_focus(&mounted, "#password")).await;
        let is =
            |name, value: &str| attribute(&mounted, "#password", name).as_deref() == Some(value);
        assert!(is("type", "password") && is("autocomplete", "current-password"));
        let account = value(&mounted, "[autocomplete=username]");
        assert_eq!(
            account, "ann@example.com",
            "what a password manager fills in"
        );

        type_into(&mounted.find("#password"), "not this");
        let _ = mounted.find("[type=submit]").focus();
        mounted.signals.account.update(|view| {
            view.wrong = vec![(Field::Password, FieldFault::Wrong)];
            view.refusals = 1;
        });
        eventually("the focus", || has_focus(&mounted, "#password")).await;
        assert_eq!(
            mounted.text("#password-fault"),
            "This is not your password."
        );
        assert!(is("aria-invalid", "true"));
        assert_eq!(
            value(&mounted, "#password"),
            "not this",
            "it can be looked at"
        );
    }
}
