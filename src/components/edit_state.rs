//! What is said below a message of which an edit was not saved, and the ways out.

use cruddur_engine::view::{EditState, MessageView, Trouble};
use leptos::either::EitherOf3;
use leptos::prelude::*;

use crate::components::message_menu::MessageMenus;
use crate::i18n::{editing as words, en, faults};
use crate::runtime::use_app;

/// Of two texts, the own one and a choice; of a refusal, the reason. Nothing else.
#[component]
pub fn EditStateNote(
    /// The message.
    message: MessageView,
    /// Copies, and edits once more.
    menus: MessageMenus,
) -> impl IntoView {
    match message.edit.clone() {
        EditState::Conflict { mine } => {
            EitherOf3::A(view! { <Conflict message=message mine=mine menus=menus/> })
        }
        EditState::NotSaved { mine, trouble } => EitherOf3::B(
            view! { <NotSaved message=message mine=mine trouble=trouble menus=menus/> },
        ),
        EditState::None | EditState::Saving | EditState::Undoable => EitherOf3::C(()),
    }
}

/// The row shows the other text. Of a message that is deleted there is nothing to choose.
#[component]
fn Conflict(message: MessageView, mine: String, menus: MessageMenus) -> impl IntoView {
    let app = use_app();
    let key = StoredValue::new(message.key);
    let deleted = message.deleted;
    let (why, keep, drop) = if deleted {
        (words::DELETED_ELSEWHERE, words::COPY_TEXT, words::DISMISS)
    } else {
        (words::CHANGED_ELSEWHERE, en::KEEP_MINE, words::USE_THEIRS)
    };
    let text = mine.clone();
    let on_keep = move |_| match deleted {
        true => menus.copy(&text),
        false => key.with_value(|key| app.keep_edit(key)),
    };
    view! {
        <div class="edit-note">
            <p>{why}</p>
            <p class="edit-mine" dir="auto" prop:textContent=mine></p>
            <span class="message-actions">
                <button type="button" class="button button--small" on:click=on_keep>{keep}</button>
                <button type="button" class="button button--small" on:click=move |_| key.with_value(|key| app.drop_edit(key))>{drop}</button>
            </span>
        </div>
    }
}

#[component]
fn NotSaved(
    message: MessageView,
    mine: Option<String>,
    trouble: Trouble,
    menus: MessageMenus,
) -> impl IntoView {
    let app = use_app();
    let key = StoredValue::new(message.key);
    let again = mine.clone().filter(|_| message.version.is_some()).map(|text| {
        let edit = move |_| key.with_value(|key| menus.editing.start_again(key, text.clone()));
        view! { <button type="button" class="button button--small" on:click=edit>{words::EDIT}</button> }
    });
    view! {
        <div class="edit-note">
            <p>
                <span class="message-state--failed">{words::NOT_SAVED}</span>
                " "
                {faults::trouble_sentence(&trouble)}
            </p>
            {mine.map(|mine| view! { <p class="edit-mine" dir="auto" prop:textContent=mine></p> })}
            <span class="message-actions">
                {again}
                <button type="button" class="button button--small" on:click=move |_| key.with_value(|key| app.drop_edit(key))>{words::DISMISS}</button>
            </span>
        </div>
    }
}
