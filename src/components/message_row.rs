//! One row of a transcript.

use std::sync::Arc;

use cruddur_engine::view::{
    DeliveryState, EditState, MessageView, PlacedMessage, RowKey, SystemView,
};
use leptos::either::{Either, EitherOf3};
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use crate::components::avatar::Avatar;
use crate::components::day_separator::DaySeparator;
use crate::components::editing::OpenEdit;
use crate::components::folded_text::{Fold, FoldButton};
use crate::components::gap_mark::GapMark;
use crate::components::message_actions::actions_of;
use crate::components::message_editor::MessageEditor;
use crate::components::message_menu::{MessageMenus, OPENER, use_menus};
use crate::components::message_state::MessageState;
use crate::components::message_text::MessageText;
use crate::components::person_name::PersonName;
use crate::components::transcript_anchor::message_at;
use crate::i18n::{clock_text, editing, en, group_events};
use crate::platform::focus;
use crate::runtime::RowSignal;

/// A message, with the day's separator above it when it is the first of its day, and a mark where
/// messages before it are missing. A change updates the row's elements in place; it renders nothing once
/// the row is gone.
#[component]
pub fn MessageRow(
    /// The row.
    row: RowSignal<PlacedMessage>,
    /// Called before a focused button of the row is removed.
    on_settled: Callback<()>,
) -> impl IntoView {
    let parts = RowParts {
        fold: Fold::new(),
        menus: use_menus(),
        on_settled,
    };
    let shown = row.clone();
    let edit = Memo::new(move |_| {
        let open = |placed: &Arc<PlacedMessage>| parts.menus.editing.of(&placed.message.key);
        shown.with(|row| row.as_ref().and_then(open))
    });
    move || {
        row.get().map(|placed| {
            let message = &placed.message;
            keep_focus(&message.key);
            view! {
                {above(&placed)}
                {match &message.system {
                    Some(event) => Either::Left(system_row(message, event)),
                    None => Either::Right(written_row(&placed, edit.get(), parts)),
                }}
            }
        })
    }
}

/// What stands above a message, where anything does: a row within a run costs one node for it.
fn above(placed: &PlacedMessage) -> Option<impl IntoView + use<>> {
    let message = &placed.message;
    let is_any = message.gap_before || placed.starts_day || placed.starts_run;
    is_any.then(|| {
        let starts_run = placed.starts_run && message.system.is_none();
        view! {
            {message.gap_before.then(|| view! { <GapMark/> })}
            {placed.starts_day.then(|| view! { <DaySeparator at=message.at/> })}
            {starts_run.then(|| run_start(message))}
        }
    })
}

/// What a row keeps from one change to the next.
#[derive(Clone, Copy)]
struct RowParts {
    fold: Fold,
    menus: MessageMenus,
    on_settled: Callback<()>,
}

/// A button of the row that has the focus may be gone after a change: then the message takes it.
fn keep_focus(row: &RowKey) {
    let Some(focused) = focus::focused() else {
        return;
    };
    let Some((holder, message)) = message_at(Some(focused.clone().into())) else {
        return;
    };
    if holder == *row && message != focused {
        spawn_local(async move {
            tick().await;
            if !focused.is_connected() && focus::focused().is_none() {
                focus::focus_in_place(&message);
            }
        });
    }
}

/// What somebody wrote.
fn written_row(
    placed: &PlacedMessage,
    edit: Option<OpenEdit>,
    parts: RowParts,
) -> impl IntoView + use<> {
    let RowParts {
        fold,
        menus,
        on_settled,
    } = parts;
    let message = &placed.message;
    let millis = message.at.millis();
    let (text, is_long) = fold.shown(&message.text);
    let is_long = is_long && edit.is_none();
    let is_edited = edit.is_some();
    view! {
        <article
            class=classes(placed)
            data-row=message.key.0.clone()
            aria-label=en::message_name(author(message), &clock_text::clock(millis))
        >
            {(placed.starts_run && !message.mine).then(|| avatar(message))}
            <div class="bubble" class:bubble--edited=is_edited data-anchor="" title=clock_text::full(millis)>
                {body(message, text, edit, menus)}
                {is_long.then(|| view! { <FoldButton fold=fold/> })}
            </div>
            {(!actions_of(message).is_empty()).then(opener)}
            {has_foot(placed).then(|| view! {
                <MessageState
                    message=message.clone()
                    shows_time=placed.ends_run
                    menus=menus
                    on_settled=on_settled
                />
            })}
        </article>
    }
}

/// The button of the menu, which the transcript listens to.
fn opener() -> impl IntoView {
    view! {
        <button type="button" class=OPENER tabindex="-1" aria-haspopup="menu" aria-label=editing::MESSAGE_ACTIONS></button>
    }
}

/// What happened to the group.
fn system_row(message: &MessageView, event: &SystemView) -> impl IntoView + use<> {
    let millis = message.at.millis();
    view! {
        <article
            class="message message--system"
            data-row=message.key.0.clone()
            aria-label=en::message_name(author(message), &clock_text::clock(millis))
        >
            <p class="message-text" data-anchor="" dir="auto" translate="no" title=clock_text::full(millis)>
                {group_events::sentence(author(message), event)}
            </p>
        </article>
    }
}

/// Whose message it is, in its name.
fn author(message: &MessageView) -> &str {
    if message.mine {
        en::YOU
    } else {
        &message.display_name
    }
}

/// Above the first message of a run: room, and who wrote it, in its name. Not a part of the message: it goes when an
/// earlier message of the run comes in above, and the message itself does not move by that.
fn run_start(message: &MessageView) -> impl IntoView + use<> {
    let name = (!message.mine).then(|| message.display_name.clone());
    view! {
        <p class="run-start" aria-hidden="true">{name.map(|name| view! { <PersonName name=name/> })}</p>
    }
}

fn avatar(message: &MessageView) -> impl IntoView + use<> {
    let (name, handle) = (message.display_name.clone(), message.handle.clone());
    view! { <Avatar name=name handle=handle class="message-avatar"/> }
}

fn body(
    message: &MessageView,
    text: String,
    edit: Option<OpenEdit>,
    menus: MessageMenus,
) -> impl IntoView + use<> {
    match edit {
        Some(edit) => EitherOf3::A(view! {
            <MessageEditor edit=edit message=message.clone() menus=menus/>
        }),
        None if message.deleted => {
            let undo = (message.edit == EditState::Undoable).then(|| undo(&message.key, menus));
            EitherOf3::B(view! {
                <p class="message-text message-text--deleted">{en::MESSAGE_DELETED}</p>
                {undo}
            })
        }
        None => EitherOf3::C(view! { <MessageText text=text/> }),
    }
}

/// Takes a deletion back.
fn undo(row: &RowKey, menus: MessageMenus) -> impl IntoView + use<> {
    let row = row.clone();
    view! {
        <button type="button" class="fold undo" on:click=move |_| menus.undo_delete(&row)>{editing::UNDO}</button>
    }
}

fn has_foot(placed: &PlacedMessage) -> bool {
    let message = &placed.message;
    placed.ends_run
        || message.edited_at.is_some()
        || message.state != DeliveryState::Sent
        || !matches!(message.edit, EditState::None | EditState::Undoable)
}

fn classes(placed: &PlacedMessage) -> String {
    let mut classes = String::from("message");
    classes.push_str(if placed.message.mine {
        " message--own"
    } else {
        " message--other"
    });
    for (holds, class) in [
        (placed.starts_run, " message--first"),
        (placed.ends_run, " message--last"),
        (placed.message.deleted, " message--deleted"),
        (placed.message.waits, " message--waits"),
        (
            matches!(placed.message.state, DeliveryState::NotSent(_)),
            " message--failed",
        ),
    ] {
        if holds {
            classes.push_str(class);
        }
    }
    classes
}
