//! What lies over the page: signing in again, leaving with messages unsent, small notices.

use cruddur::components::leave_question::LeaveQuestion;
use cruddur::components::quiet_notices::QuietNotices;
use cruddur::components::replace_question::ReplaceQuestion;
use cruddur::components::sign_in_overlay::SignInOverlay;
use cruddur_engine::event::Intent;
use cruddur_engine::view::{AccountView, Field, GroupsView, Notices, Replacing};
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::{Mounted, eventually, frame, me};

fn notices(expired: bool, leaving: usize, keeps_nothing: bool) -> Notices {
    Notices {
        expired,
        elsewhere: false,
        new_password: false,
        leaving,
        replacing: None,
        unrevoked: false,
        keeps_nothing,
    }
}

#[wasm_bindgen_test]
async fn an_ended_session_asks_for_the_password_over_the_page() {
    let mounted = Mounted::mount(
        |signals| {
            signals.session.set(me());
            signals.account.set(AccountView {
                fields: vec![Field::Email, Field::Password],
                email: "andrewbrown@example.com".into(),
                ..AccountView::default()
            });
        },
        || view! { <p id="below">"below"</p><SignInOverlay/> },
    );
    frame().await;
    assert!(mounted.try_find("dialog").is_none());
    mounted.signals.notices.set(notices(true, 0, false));
    eventually("a dialog", || mounted.try_find("dialog:modal").is_some()).await;
    assert_eq!(mounted.text("#below"), "below");
    assert!(mounted.text("dialog").contains("Your session has ended"));
    let email = mounted.find("#email").unchecked_into::<HtmlInputElement>();
    assert_eq!(email.value(), "andrewbrown@example.com");
    let focused = document().active_element();
    assert_eq!(focused.as_ref(), Some(mounted.find("#password").as_ref()));
    type_into(&mounted.find("#password"), "secret");
    mounted.button("Sign in").click();
    assert_eq!(
        mounted.taken(),
        [Intent::sign_in("andrewbrown@example.com", "secret")]
    );
    mounted.signals.notices.set(notices(false, 0, false));
    eventually("gone", || mounted.try_find("dialog").is_none()).await;
}

#[wasm_bindgen_test]
async fn another_person_is_asked_and_cancel_has_the_focus() {
    let mounted = Mounted::mount(|_| {}, || view! { <ReplaceQuestion/> });
    mounted.signals.notices.set(Notices {
        replacing: Some(Replacing {
            unsent: 2,
            owner: "Andrew Brown".into(),
            newcomer: "Bayko".into(),
        }),
        ..notices(true, 0, false)
    });
    eventually("a dialog", || mounted.try_find("dialog:modal").is_some()).await;
    assert_eq!(mounted.text("dialog h2"), "Go on as Bayko?");
    let words = mounted.text("dialog p");
    assert!(
        words.starts_with("2 messages from Andrew Brown have not been sent."),
        "{words}"
    );
    let focused = document().active_element().map(|it| it.text_content());
    assert_eq!(focused.flatten().as_deref(), Some("Cancel"));
    mounted.button("Sign in as Bayko").click();
    mounted.button("Cancel").click();
    let answers = [Intent::ReplaceAnswer(true), Intent::ReplaceAnswer(false)];
    assert_eq!(mounted.taken(), answers);
}

#[wasm_bindgen_test]
async fn leaving_with_unsent_messages_is_asked_and_stay_has_the_focus() {
    let mounted = Mounted::mount(
        |signals| signals.notices.set(notices(false, 2, false)),
        || view! { <LeaveQuestion/> },
    );
    eventually("a dialog", || mounted.try_find("dialog:modal").is_some()).await;
    let focused = document().active_element().and_then(|e| e.text_content());
    assert_eq!(focused.as_deref(), Some("Stay"));
    mounted
        .button("Sign out and delete 2 unsent messages")
        .click();
    mounted.button("Stay").click();
    let answers = [Intent::SignOutAnswer(true), Intent::SignOutAnswer(false)];
    assert_eq!(mounted.taken(), answers);
    mounted.signals.notices.set(notices(false, 1, false));
    eventually("one", || {
        mounted
            .text("dialog")
            .contains("Sign out and delete 1 unsent message")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_saved_copy_is_marked_and_a_browser_without_storage_is_noted_once() {
    let mounted = Mounted::mount(|_| {}, || view! { <QuietNotices/> });
    frame().await;
    assert_eq!(mounted.text("[role=status]"), "");
    mounted.signals.groups.set(GroupsView {
        saved: true,
        ..GroupsView::default()
    });
    eventually("a mark", || {
        mounted
            .text("[role=status]")
            .contains("From your last visit")
    })
    .await;
    mounted.signals.groups.set(GroupsView::default());
    mounted.signals.notices.set(notices(false, 0, true));
    eventually("a notice", || {
        mounted
            .text("[role=status]")
            .starts_with("This browser is not keeping")
    })
    .await;
    mounted.button("OK").click();
    eventually("read", || mounted.text("[role=status]").is_empty()).await;
}
