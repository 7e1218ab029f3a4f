//! One row of a transcript.

use std::sync::Arc;

use cruddur_engine::view::{DeliveryState, PlacedMessage};
use leptos::either::Either;
use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::day_separator::DaySeparator;
use crate::components::gap_mark::GapMark;
use crate::components::message_state::MessageState;
use crate::components::message_text::MessageText;
use crate::components::reactive::dynamic;
use crate::platform::clock_text;
use crate::text::en;

/// A message, with the day's separator above it when it is the first of its day, and a mark where
/// messages before it are missing. Changes in place.
#[component]
pub fn MessageRow(
    /// The row; shows nothing once it is gone.
    row: ArcReadSignal<Option<Arc<PlacedMessage>>>,
    /// Called when a focused button of the row is about to go.
    on_settled: Callback<()>,
) -> impl IntoView {
    dynamic(move || {
        row.try_get()
            .flatten()
            .map(|placed| row_view(&placed, on_settled))
    })
}

fn row_view(placed: &PlacedMessage, on_settled: Callback<()>) -> impl IntoView + use<> {
    let message = placed.message.clone();
    let name = en::message_name(
        &message.display_name,
        &clock_text::clock(message.at.millis()),
    );
    let body = if message.deleted {
        Either::Left(
            view! { <p class="message-text message-text--deleted">{en::MESSAGE_DELETED}</p> },
        )
    } else {
        Either::Right(view! { <MessageText text=message.text.clone()/> })
    };
    let heads_run = placed.starts_run && !message.mine;
    let has_foot = placed.ends_run || message.edited || message.state != DeliveryState::Sent;
    view! {
        {message.gap_before.then(|| view! { <GapMark/> })}
        {placed.starts_day.then(|| view! { <DaySeparator at=message.at/> })}
        <article class=classes(placed) aria-label=name>
            {heads_run.then(|| view! {
                <Avatar name=message.display_name.clone() handle=message.handle.clone() class="message-avatar"/>
                <p class="message-sender" aria-hidden="true"><bdi>{message.display_name.clone()}</bdi></p>
            })}
            <div class="bubble" data-anchor="" title=clock_text::full(message.at.millis())>{body}</div>
            {has_foot.then(|| view! {
                <MessageState message=message.clone() shows_time=placed.ends_run on_settled=on_settled/>
            })}
        </article>
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
