//! Choosing another username.

use cruddur::components::handle_prompt::HandlePromptDialog;
use cruddur_engine::event::Intent;
use cruddur_engine::view::{HandlePrompt, Trouble};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::{Stage, eventually, frame};

fn prompt(busy: bool, trouble: Option<Trouble>) -> Option<HandlePrompt> {
    Some(HandlePrompt {
        refused: "andrew".into(),
        busy,
        trouble,
    })
}

async fn stage() -> Stage {
    let stage = Stage::mount(
        |published| published.handle_prompt.set(prompt(false, None)),
        || view! { <HandlePromptDialog/> },
    );
    frame().await;
    stage
}

#[wasm_bindgen_test]
async fn it_is_a_modal_dialog_that_says_why() {
    let stage = stage().await;
    assert!(stage.try_find("dialog:modal").is_some());
    assert!(
        stage
            .text("[role=alert]")
            .contains("The username andrew cannot be used")
    );
    stage.published.handle_prompt.set(None);
    eventually("gone", || stage.try_find("dialog").is_none()).await;
}

#[wasm_bindgen_test]
async fn only_a_username_by_the_rule_is_asked_for() {
    let stage = stage().await;
    let field = stage.find("#handle");
    type_into(&field, "not a name");
    stage.button("Save").click();
    assert_eq!(stage.taken(), []);
    assert_eq!(document().active_element().as_ref(), Some(field.as_ref()));
    type_into(&field, " andrew_2 ");
    stage.button("Save").click();
    assert_eq!(stage.taken(), [Intent::ChooseHandle("andrew_2".into())]);
}

#[wasm_bindgen_test]
async fn while_it_works_it_is_not_sent_twice_and_a_failure_is_told() {
    let stage = stage().await;
    type_into(&stage.find("#handle"), "andrew_2");
    stage.published.handle_prompt.set(prompt(true, None));
    eventually("progress", || stage.text("[type=submit]") == "Saving…").await;
    stage.find("[type=submit]").click();
    assert_eq!(stage.taken(), []);
    stage
        .published
        .handle_prompt
        .set(prompt(false, Some(Trouble::Network)));
    eventually("a sentence", || {
        stage.text("dialog").contains("Could not reach the server")
    })
    .await;
}
