//! One row of a transcript.

use cruddur_engine::view::{DeliveryState, MessageView, PlacedMessage, SystemView};
use leptos::either::Either;
use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::day_separator::DaySeparator;
use crate::components::folded_text::{Fold, FoldButton};
use crate::components::gap_mark::GapMark;
use crate::components::message_state::MessageState;
use crate::components::message_text::MessageText;
use crate::components::new_messages_line::{NewMessagesLine, SeenMark};
use crate::components::person_name::PersonName;
use crate::i18n::{clock_text, en, group_events};
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
    let fold = Fold::new();
    move || {
        row.get().map(|placed| {
            let message = &placed.message;
            view! {
                {message.gap_before.then(|| view! { <GapMark/> })}
                {placed.starts_day.then(|| view! { <DaySeparator at=message.at/> })}
                <NewMessagesLine row=message.key.clone()/>
                {match &message.system {
                    Some(event) => Either::Left(system_row(message, event)),
                    None => Either::Right(written_row(&placed, fold, on_settled)),
                }}
                {message.mine.then(|| view! { <SeenMark row=message.key.clone()/> })}
            }
        })
    }
}

/// What somebody wrote.
fn written_row(
    placed: &PlacedMessage,
    fold: Fold,
    on_settled: Callback<()>,
) -> impl IntoView + use<> {
    let message = &placed.message;
    let millis = message.at.millis();
    let (text, is_long) = fold.shown(&message.text);
    view! {
        {placed.starts_run.then(|| run_start(message))}
        <article
            class=classes(placed)
            data-row=message.key.0.clone()
            aria-label=en::message_name(author(message), &clock_text::clock(millis))
        >
            {(placed.starts_run && !message.mine).then(|| avatar(message))}
            <div class="bubble" data-anchor="" title=clock_text::full(millis)>
                {body(placed, text)}
                {is_long.then(|| view! { <FoldButton fold=fold/> })}
            </div>
            {has_foot(placed).then(|| view! {
                <MessageState
                    message=message.clone()
                    shows_time=placed.ends_run
                    on_settled=on_settled
                />
            })}
        </article>
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

fn body(placed: &PlacedMessage, text: String) -> impl IntoView + use<> {
    if placed.message.deleted {
        Either::Left(view! {
            <p class="message-text message-text--deleted">{en::MESSAGE_DELETED}</p>
        })
    } else {
        Either::Right(view! { <MessageText text=text/> })
    }
}

fn has_foot(placed: &PlacedMessage) -> bool {
    let message = &placed.message;
    placed.ends_run || message.edited_at.is_some() || message.state != DeliveryState::Sent
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
