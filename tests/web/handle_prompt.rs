//! Choosing another username.

use cruddur::components::handle_prompt::HandlePromptDialog;
use cruddur_engine::event::Intent;
use cruddur_engine::view::{HandlePrompt, Trouble};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::{Mounted, eventually, frame};

fn prompt(busy: bool, trouble: Option<Trouble>) -> Option<HandlePrompt> {
    Some(HandlePrompt {
        refused: "andrew".into(),
        busy,
        trouble,
    })
}

async fn mounted() -> Mounted {
    let mounted = Mounted::mount(
        |signals| signals.handle_prompt.set(prompt(false, None)),
        || view! { <HandlePromptDialog/> },
    );
    frame().await;
    mounted
}

#[wasm_bindgen_test]
async fn it_is_a_modal_dialog_that_says_why() {
    let mounted = mounted().await;
    assert!(mounted.try_find("dialog:modal").is_some());
    assert!(
        mounted
            .text("[role=alert]")
            .contains("The username andrew cannot be used")
    );
    mounted.signals.handle_prompt.set(None);
    eventually("gone", || mounted.try_find("dialog").is_none()).await;
}

#[wasm_bindgen_test]
async fn only_a_username_by_the_rule_is_asked_for() {
    let mounted = mounted().await;
    let field = mounted.find("#handle");
    for refused in ["not a name", "..", ".andrew", "an..drew", "andrew_"] {
        type_into(&field, refused);
        mounted.button("Save").click();
        assert_eq!(mounted.taken(), [], "{refused}");
    }
    assert_eq!(document().active_element().as_ref(), Some(field.as_ref()));
    type_into(&field, " @andrew_2 ");
    mounted.button("Save").click();
    assert_eq!(mounted.taken(), [Intent::ChooseHandle("andrew_2".into())]);
}

#[wasm_bindgen_test]
async fn while_it_is_busy_it_is_not_sent_twice_and_a_failure_is_shown() {
    let mounted = mounted().await;
    type_into(&mounted.find("#handle"), "andrew_2");
    mounted.signals.handle_prompt.set(prompt(true, None));
    eventually("progress", || mounted.text("[type=submit]") == "Saving…").await;
    mounted.find("[type=submit]").click();
    assert_eq!(mounted.taken(), []);
    mounted
        .signals
        .handle_prompt
        .set(prompt(false, Some(Trouble::Network)));
    eventually("a sentence", || {
        mounted
            .text("dialog")
            .contains("Could not reach the server")
    })
    .await;
}
