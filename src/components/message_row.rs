//! One row of a transcript.

use std::sync::Arc;

use cruddur_engine::view::{
    DeliveryState, EditState, MessageView, PlacedMessage, RowKey, SystemView,
};
use leptos::either::Either;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use crate::components::avatar::Avatar;
use crate::components::day_separator::DaySeparator;
use crate::components::editing::OpenEdit;
use crate::components::folded_text::{Fold, FoldButton};
use crate::components::gap_mark::GapMark;
use crate::components::message_actions::actions_of;
use crate::components::message_editor::MessageEditor;
use crate::components::message_foot::{MessageFoot, has_foot};
use crate::components::message_menu::{MessageMenus, OPENER, use_menus};
use crate::components::message_meta::meta;
use crate::components::message_text::MessageText;
use crate::components::person_name::PersonName;
use crate::components::transcript_anchor::message_at;
use crate::components::transcript_marks::TranscriptMarks;
use crate::i18n::{clock_text, editing, en, group_events};
use crate::platform::focus;
use crate::runtime::RowSignal;

/// Whether the messages of others have their names, as they do in groups. A context.
#[derive(Clone, Copy)]
pub struct ShowsNames(pub Memo<bool>);

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
        names: use_context(),
        marks: use_context(),
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
            let continued = (!placed.starts_run).then(|| Arc::clone(&placed));
            let name_again = move || {
                continued
                    .as_deref()
                    .and_then(|row| run_start(&row.message, parts.names))
            };
            view! {
                {separators(&placed)}
                {parts.marks.map(|marks| marks.line_above(&message.key, name_again))}
                {placed.starts_run.then(|| run_start(message, parts.names))}
                {match &message.system {
                    Some(event) => Either::Left(system_row(message, event)),
                    None => Either::Right(written_row(&placed, edit.get(), parts)),
                }}
                {parts.marks.filter(|_| message.mine).map(|marks| marks.seen_below(&message.key))}
            }
        })
    }
}

/// What stands between a message and the one before, where anything does: a row within a day costs one node for it.
fn separators(placed: &PlacedMessage) -> Option<impl IntoView + use<>> {
    let message = &placed.message;
    (message.gap_before || placed.starts_day).then(|| {
        view! {
            {message.gap_before.then(|| view! { <GapMark/> })}
            {placed.starts_day.then(|| view! { <DaySeparator at=message.at/> })}
        }
    })
}

/// What a row keeps from one change to the next.
#[derive(Clone, Copy)]
struct RowParts {
    fold: Fold,
    names: Option<ShowsNames>,
    marks: Option<TranscriptMarks>,
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
    let message = &placed.message;
    let at = message.at.millis();
    let menus = parts.menus;
    let is_edited = edit.is_some();
    view! {
        <article
            class=classes(placed)
            data-row=message.key.0.clone()
            data-time=clock_text::full(at)
            aria-label=en::message_name(author(message), &clock_text::clock(at))
        >
            <div class="bubble" class:bubble--edited=is_edited data-anchor="" title=clock_text::full(at)>
                {match edit {
                    Some(edit) => Either::Left(view! { <MessageEditor edit=edit message=message.clone() menus=menus/> }),
                    None => Either::Right(content(message, parts)),
                }}
            </div>
            {(!actions_of(message, false).is_empty()).then(opener)}
            {has_foot(message).then(|| view! {
                <MessageFoot message=message.clone() menus=menus on_settled=parts.on_settled/>
            })}
        </article>
    }
}

/// Of a long text the beginning, and a button for the rest; the time.
fn content(message: &MessageView, parts: RowParts) -> impl IntoView + use<> {
    let (text, is_long) = parts.fold.shown(&message.text);
    view! {
        {body(message, text, parts.menus)}
        {is_long.then(|| view! { <FoldButton fold=parts.fold/> })}
        {meta(message)}
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

/// Above the first message of a run: room and, in a group, who wrote it. Not a part of the message: it goes when an
/// earlier message of the run comes in above, and the message itself does not move by that.
fn run_start(message: &MessageView, names: Option<ShowsNames>) -> Option<impl IntoView + use<>> {
    if message.system.is_some() {
        return None;
    }
    let shows = !message.mine && names.is_some_and(|names| names.0.get());
    let who = shows.then(|| (message.display_name.clone(), message.handle.clone()));
    Some(view! {
        <p class="run-start" class:run-start--named=shows aria-hidden="true">
            {who.map(|(name, handle)| view! {
                <Avatar name=name.clone() handle=handle class="message-avatar"/>
                <PersonName name=name/>
            })}
        </p>
    })
}

fn body(message: &MessageView, text: String, menus: MessageMenus) -> impl IntoView + use<> {
    if message.deleted {
        let undo = (message.edit == EditState::Undoable).then(|| undo(&message.key, menus));
        Either::Left(view! {
            <p class="message-text message-text--deleted">{en::MESSAGE_DELETED}</p>
            {undo}
        })
    } else {
        Either::Right(view! { <MessageText text=text/> })
    }
}

/// Takes a deletion back.
fn undo(row: &RowKey, menus: MessageMenus) -> impl IntoView + use<> {
    let row = row.clone();
    view! {
        <button type="button" class="fold undo" on:click=move |_| menus.undo_delete(&row)>{editing::UNDO}</button>
    }
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
            placed.message.state == DeliveryState::Sending,
            " message--sending",
        ),
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
