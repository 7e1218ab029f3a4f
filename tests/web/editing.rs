//! Editing a message in its place.

use cruddur::components::editing::Editing;
use cruddur::components::message_editor::MessageEditor;
use cruddur::components::message_menu::MessageMenus;
use cruddur::components::transcript_scroll::TranscriptScroll;
use cruddur::runtime::use_app;
use cruddur_contract::ErrorCode;
use cruddur_engine::event::Intent;
use cruddur_engine::view::*;
use leptos::prelude::*;
use leptos::web_sys::{HtmlElement, HtmlTextAreaElement};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::{With, press_with, type_into};
use crate::support::{
    Mounted, eventually, focus_on, frame, history, message, press, row, scroll_from_top,
};

const FIELD: &str = "[aria-label='Edit message']";

fn two() -> Vec<MessageView> {
    vec![message(1, true, "first"), message(2, true, "second")]
}

fn key(n: i64) -> RowKey {
    RowKey(format!("m{n}"))
}

fn edit(n: i64, text: &str, version: u64) -> Intent {
    Intent::Edit {
        key: key(n),
        text: text.into(),
        version,
    }
}

/// Opens the editor of a message by its menu.
async fn open(mounted: &Mounted, key: &str) -> HtmlElement {
    let row = row(mounted, key);
    focus_on(&row);
    press(&row, "Enter");
    eventually("a menu", || mounted.try_find("[role=menu]").is_some()).await;
    mounted.button("Edit").click();
    let selector = format!("[data-row='{key}'] {FIELD}");
    eventually("a field", || mounted.try_find(&selector).is_some()).await;
    let field = mounted.find(&selector);
    eventually("the focus", || {
        document().active_element().as_ref() == Some(field.as_ref())
    })
    .await;
    field
}

fn value(field: &HtmlElement) -> String {
    field.unchecked_ref::<HtmlTextAreaElement>().value()
}

async fn closed(mounted: &Mounted) {
    eventually("closed", || mounted.try_find(FIELD).is_none()).await;
}

#[wasm_bindgen_test]
async fn enter_saves_with_the_version_that_was_seen_and_the_focus_goes_back() {
    let mounted = Mounted::conversation(two()).await;
    let field = open(&mounted, "m1").await;
    assert_eq!(value(&field), "first");
    type_into(&field, " better ");
    assert!(!press(&field, "Enter"));
    assert_eq!(mounted.taken(), [edit(1, "better", 1)]);
    closed(&mounted).await;
    assert_eq!(
        document().active_element().as_ref(),
        Some(row(&mounted, "m1").as_ref())
    );
}

#[wasm_bindgen_test]
async fn escape_and_cancel_leave_everything_as_it_was() {
    let mounted = Mounted::conversation(two()).await;
    let composer = mounted.find("#composer-text");
    type_into(&composer, "a draft");
    for by_key in [true, false] {
        // A message that had the focus can have it again.
        let rows = || {
            mounted
                .find(".log")
                .inner_html()
                .replace(" tabindex=\"-1\"", "")
        };
        let before = rows();
        let field = open(&mounted, "m2").await;
        type_into(&field, "never saved");
        match by_key {
            true => assert!(!press(&field, "Escape")),
            false => mounted.button("Cancel").click(),
        }
        closed(&mounted).await;
        assert_eq!(mounted.taken(), []);
        assert_eq!(rows(), before);
        assert_eq!(mounted.app.draft.get_untracked(), "a draft");
        assert_eq!(
            document().active_element().as_ref(),
            Some(row(&mounted, "m2").as_ref())
        );
        let again = open(&mounted, "m2").await;
        assert_eq!(value(&again), "second", "nothing is left of it");
        press(&again, "Escape");
        closed(&mounted).await;
    }
}

#[wasm_bindgen_test]
async fn arrow_up_in_an_empty_composer_edits_the_last_message_that_can_be() {
    let mut sent_by_seed = message(3, true, "no version");
    sent_by_seed.version = None;
    let messages = [two(), vec![sent_by_seed, message(4, false, "theirs")]].concat();
    let mounted = Mounted::conversation(messages).await;
    let composer = mounted.find("#composer-text");
    let _ = composer.focus();
    type_into(&composer, "a draft");
    assert!(press(&composer, "ArrowUp"), "left to the field");
    type_into(&composer, "");
    assert!(!press(&composer, "ArrowUp"));
    eventually("a field", || mounted.try_find(FIELD).is_some()).await;
    let field = mounted.find(FIELD);
    assert_eq!(value(&field), "second");
    press(&field, "Escape");
    closed(&mounted).await;
    assert_eq!(
        document().active_element().as_ref(),
        Some(composer.as_ref())
    );
}

#[wasm_bindgen_test]
async fn a_composing_input_method_neither_saves_nor_cancels() {
    let mounted = Mounted::conversation(two()).await;
    let field = open(&mounted, "m1").await;
    type_into(&field, "にほん");
    let composing = With {
        composing: true,
        ..With::default()
    };
    let safari = With {
        key_code: 229,
        ..With::default()
    };
    for key in ["Enter", "Escape"] {
        assert!(press_with(&field, key, composing));
        assert!(press_with(&field, key, safari));
    }
    frame().await;
    assert_eq!(mounted.taken(), []);
    assert_eq!(value(&mounted.find(FIELD)), "にほん");
}

#[wasm_bindgen_test]
async fn where_the_pointer_is_a_finger_enter_breaks_the_line() {
    let mounted = Mounted::mount(
        |signals| signals.publish_rows(two()),
        || {
            let app = use_app();
            let scroll =
                TranscriptScroll::new(app.rows, Callback::new(|()| ()), Callback::new(|_| ()));
            let menus = MessageMenus::new(app, Editing::new(app, scroll), Callback::new(|()| ()));
            menus.editing.start(&key(1));
            let edit = menus.editing.of(&key(1)).expect("an editor");
            view! {
                <MessageEditor
                    edit=edit
                    message=message(1, true, "first")
                    menus=menus
                    has_coarse_pointer=|| true
                />
            }
        },
    );
    frame().await;
    let field = mounted.find(FIELD);
    type_into(&field, "better");
    assert!(press(&field, "Enter"));
    assert_eq!(mounted.taken(), []);
    mounted.button("Save").click();
    assert_eq!(mounted.taken(), [edit(1, "better", 1)]);
}

#[wasm_bindgen_test]
async fn an_unchanged_text_just_closes() {
    let mounted = Mounted::conversation(two()).await;
    let field = open(&mounted, "m1").await;
    type_into(&field, " first ");
    press(&field, "Enter");
    closed(&mounted).await;
    assert_eq!(mounted.taken(), []);
}

#[wasm_bindgen_test]
async fn an_empty_text_offers_to_delete() {
    let mounted = Mounted::conversation(two()).await;
    let field = open(&mounted, "m1").await;
    type_into(&field, " \n ");
    press(&field, "Enter");
    eventually("a question", || {
        mounted.text(".editor-notes").contains("Delete it instead?")
    })
    .await;
    assert_eq!(mounted.taken(), []);
    mounted.button("Delete").click();
    closed(&mounted).await;
    assert_eq!(mounted.taken(), [Intent::Delete(key(1))]);
}

#[wasm_bindgen_test]
async fn the_limit_and_its_counter_are_the_composers() {
    let mounted = Mounted::conversation(two()).await;
    let field = open(&mounted, "m1").await;
    type_into(&field, &"x".repeat(1_000));
    eventually("a counter", || {
        mounted.text(".editor-notes").contains("24 characters left")
    })
    .await;
    type_into(&field, &"x".repeat(1_030));
    eventually("too long", || {
        mounted
            .text(".editor-notes")
            .contains("6 characters too long")
    })
    .await;
    press(&field, "Enter");
    eventually("a refusal", || {
        mounted
            .text(".editor-notes [role=alert]")
            .contains("6 characters too long. Shorten it")
    })
    .await;
    assert_eq!(mounted.taken(), []);
    assert_eq!(value(&mounted.find(FIELD)).len(), 1_030);
}

#[wasm_bindgen_test]
async fn what_happens_to_the_message_meanwhile_is_said_and_the_typed_text_stays() {
    let mounted = Mounted::conversation(two()).await;
    let field = open(&mounted, "m2").await;
    type_into(&field, "mine");
    let publish = |change: fn(&mut MessageView)| {
        let mut messages = two();
        change(&mut messages[1]);
        mounted.signals.publish_rows(messages);
    };
    // The same text in a newer version, as after the sending.
    publish(|message| message.version = Some(4));
    frame().await;
    assert_eq!(mounted.count(".editor-note"), 0);
    publish(|message| {
        message.version = Some(5);
        message.text = "theirs".into();
    });
    eventually("said", || {
        mounted
            .text(".editor")
            .contains("changed elsewhere to “theirs”")
    })
    .await;
    assert_eq!(mounted.find(FIELD), field, "the same field");
    assert_eq!(document().active_element().as_ref(), Some(field.as_ref()));
    assert_eq!(value(&field), "mine");
    publish(|message| {
        message.version = None;
        message.deleted = true;
        message.text.clear();
    });
    eventually("said", || {
        mounted.text(".editor").contains("deleted elsewhere")
    })
    .await;
    assert_eq!(value(&field), "mine");
    mounted.button("Copy text");
    publish(|message| {
        message.version = Some(5);
        message.text = "theirs".into();
    });
    eventually("a button", || {
        mounted.text(".editor-buttons").contains("Save")
    })
    .await;
    press(&field, "Enter");
    assert_eq!(
        mounted.taken(),
        [edit(2, "mine", 4)],
        "made from the version that was seen"
    );
}

#[wasm_bindgen_test]
async fn what_was_typed_outlives_its_row_and_the_editor_of_another_message() {
    let mut rows = history(0, 300);
    rows.push(message(300, true, "300: last"));
    let mounted = Mounted::conversation(rows).await;
    let field = open(&mounted, "m300").await;
    type_into(&field, "half of it");
    let _ = field.blur();
    scroll_from_top(&mounted, 100);
    eventually("its row is gone", || mounted.try_find(FIELD).is_none()).await;
    eventually("the first rows", || {
        mounted.try_find("[data-row=m1]").is_some()
    })
    .await;
    let other = open(&mounted, "m1").await;
    mounted.button("Jump to newest").click();
    eventually("there again", || {
        mounted
            .try_find(&format!("[data-row=m300] {FIELD}"))
            .is_some()
    })
    .await;
    let field = mounted.find(&format!("[data-row=m300] {FIELD}"));
    eventually("its text", || value(&field) == "half of it").await;
    assert_ne!(
        document().active_element().as_ref(),
        Some(field.as_ref()),
        "takes no focus"
    );
    drop(other);
}

#[wasm_bindgen_test]
async fn of_two_texts_both_are_shown_and_the_person_chooses() {
    let mut conflict = message(1, true, "theirs");
    conflict.edit = EditState::Conflict {
        mine: "my own words".into(),
    };
    let mounted = Mounted::conversation(vec![conflict.clone()]).await;
    assert!(mounted.text("article").contains("theirs"));
    assert!(mounted.text("article").contains("my own words"));
    mounted.button("Keep mine").click();
    mounted.button("Use theirs").click();
    assert_eq!(
        mounted.taken(),
        [Intent::KeepEdit(key(1)), Intent::DropEdit(key(1))]
    );
    let use_theirs = mounted.button("Use theirs");
    let _ = use_theirs.focus();
    conflict.edit = EditState::None;
    mounted.signals.publish_rows(vec![conflict.clone()]);
    eventually("the focus stays in the row", || {
        document().active_element().as_ref() == Some(row(&mounted, "m1").as_ref())
    })
    .await;
    conflict.edit = EditState::Conflict {
        mine: "my own words".into(),
    };
    conflict.deleted = true;
    conflict.version = None;
    mounted.signals.publish_rows(vec![conflict]);
    eventually("deleted", || {
        mounted.text("article").contains("was deleted elsewhere")
    })
    .await;
    assert!(mounted.text("article").contains("my own words"));
    mounted.button("Dismiss").click();
    assert_eq!(mounted.taken(), [Intent::DropEdit(key(1))]);
}

#[wasm_bindgen_test]
async fn a_refused_edit_says_why_keeps_the_text_and_can_be_made_again() {
    let mut refused = message(1, true, "as it was");
    refused.edit = EditState::NotSaved {
        mine: Some("my own words".into()),
        trouble: Trouble::Refused(vec![ErrorCode::NotAuthor]),
    };
    let mounted = Mounted::conversation(vec![refused]).await;
    let words = mounted.text("article");
    assert!(
        words.contains("Not saved") && words.contains("Only the person who made this"),
        "{words}"
    );
    assert!(words.contains("my own words"));
    mounted.button("Dismiss").click();
    assert_eq!(mounted.taken(), [Intent::DropEdit(key(1))]);
    mounted.button("Edit").click();
    eventually("a field", || mounted.try_find(FIELD).is_some()).await;
    let field = mounted.find(FIELD);
    eventually("the text", || value(&field) == "my own words").await;
    press(&field, "Enter");
    assert_eq!(mounted.taken(), [edit(1, "my own words", 1)]);
}
