//! What lies over the page: signing in again, leaving with messages unsent, small notices.

use cruddur::components::leave_question::LeaveQuestion;
use cruddur::components::quiet_notices::QuietNotices;
use cruddur::components::sign_in_overlay::SignInOverlay;
use cruddur_engine::event::Intent;
use cruddur_engine::view::{AccountView, Field, GroupsView, Notices};
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::{Stage, eventually, frame, me};

fn notices(expired: bool, leaving: usize, keeps_nothing: bool) -> Notices {
    Notices {
        expired,
        elsewhere: false,
        leaving,
        keeps_nothing,
    }
}

#[wasm_bindgen_test]
async fn an_ended_session_asks_for_the_password_over_the_page() {
    let stage = Stage::mount(
        |published| {
            published.session.set(me());
            published.account.set(AccountView {
                fields: vec![Field::Email, Field::Password],
                email: "andrewbrown@example.com".into(),
                ..AccountView::default()
            });
        },
        || view! { <p id="below">"below"</p><SignInOverlay/> },
    );
    frame().await;
    assert!(stage.try_find("dialog").is_none());
    stage.published.notices.set(notices(true, 0, false));
    eventually("a dialog", || stage.try_find("dialog:modal").is_some()).await;
    assert_eq!(stage.text("#below"), "below");
    assert!(stage.text("dialog").contains("Your session has ended"));
    let email = stage.find("#email").unchecked_into::<HtmlInputElement>();
    assert_eq!(email.value(), "andrewbrown@example.com");
    let focused = document().active_element();
    assert_eq!(focused.as_ref(), Some(stage.find("#password").as_ref()));
    type_into(&stage.find("#password"), "secret");
    stage.button("Sign in").click();
    assert_eq!(
        stage.taken(),
        [Intent::sign_in("andrewbrown@example.com", "secret")]
    );
    stage.published.notices.set(notices(false, 0, false));
    eventually("gone", || stage.try_find("dialog").is_none()).await;
}

#[wasm_bindgen_test]
async fn leaving_with_unsent_messages_is_asked_and_stay_has_the_focus() {
    let stage = Stage::mount(
        |published| published.notices.set(notices(false, 2, false)),
        || view! { <LeaveQuestion/> },
    );
    eventually("a dialog", || stage.try_find("dialog:modal").is_some()).await;
    let focused = document().active_element().and_then(|e| e.text_content());
    assert_eq!(focused.as_deref(), Some("Stay"));
    stage
        .button("Sign out and delete 2 unsent messages")
        .click();
    stage.button("Stay").click();
    let answers = [Intent::SignOutAnswer(true), Intent::SignOutAnswer(false)];
    assert_eq!(stage.taken(), answers);
    stage.published.notices.set(notices(false, 1, false));
    eventually("one", || {
        stage
            .text("dialog")
            .contains("Sign out and delete 1 unsent message")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_saved_copy_is_marked_and_a_browser_that_keeps_nothing_is_said_once() {
    let stage = Stage::mount(|_| {}, || view! { <QuietNotices/> });
    frame().await;
    assert_eq!(stage.text("[role=status]"), "");
    stage.published.groups.set(GroupsView {
        saved: true,
        ..GroupsView::default()
    });
    eventually("a mark", || {
        stage.text("[role=status]").contains("Saved copy")
    })
    .await;
    stage.published.groups.set(GroupsView::default());
    stage.published.notices.set(notices(false, 0, true));
    eventually("a notice", || {
        stage
            .text("[role=status]")
            .starts_with("This browser is not keeping")
    })
    .await;
    stage.button("OK").click();
    eventually("read", || stage.text("[role=status]").is_empty()).await;
}
