//! One row of a transcript.

use cruddur_engine::view::{DeliveryState, PlacedMessage};
use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::day_separator::DaySeparator;
use crate::components::gap_mark::GapMark;
use crate::components::message_state::{Foot, MessageState};
use crate::components::message_text::MessageText;
use crate::components::reactive::text;
use crate::html::{Callback, Fixed, Node, varying, view};
use crate::platform::clock_text;
use crate::runtime::Shared;
use crate::text::en;

/// A message, with the day's separator above it when it is the first of its day, and a mark where
/// messages before it are missing. Changes in place: of a row only what is different is made anew.
#[component(transparent)]
pub fn MessageRow(
    /// The row; shows nothing once it is gone.
    row: Shared<PlacedMessage>,
    /// Called when a focused button of the row is about to go.
    on_settled: Callback<()>,
) -> Node {
    let row = Row(Fixed::new(row));
    let above = varying(
        move || {
            row.of(|placed| {
                let day = placed.starts_day.then_some(placed.message.at);
                (placed.message.gap_before, day)
            })
        },
        |(gap, day)| {
            view! {
                {gap.then(|| view! { <GapMark/> })}
                {day.map(|at| view! { <DaySeparator at=at/> })}
            }
        },
    );
    let words = |read: fn(&PlacedMessage) -> String| text(move || row.of(read));
    view! {
        {above}
        <article class=words(classes) aria-label=words(name)>
            {head(row)}
            <div class="bubble" data-anchor="" title=words(|placed| clock_text::full(placed.message.at.millis()))>
                {body(row)}
            </div>
            {foot(row, on_settled)}
        </article>
    }
}

/// A row, read part by part.
#[derive(Clone, Copy)]
struct Row(Fixed<Shared<PlacedMessage>>);

impl Row {
    fn of<T: Default>(self, read: impl Fn(&PlacedMessage) -> T) -> T {
        let row = self.0.with(Shared::get).flatten();
        row.as_deref().map(read).unwrap_or_default()
    }
}

fn name(placed: &PlacedMessage) -> String {
    en::message_name(
        &placed.message.display_name,
        &clock_text::clock(placed.message.at.millis()),
    )
}

/// Who wrote it, above the first message of a run.
fn head(row: Row) -> Node {
    let who = move || {
        row.of(|placed| {
            let message = &placed.message;
            (placed.starts_run && !message.mine)
                .then(|| (message.display_name.clone(), message.handle.clone()))
        })
    };
    varying(who, |who| {
        let (name, handle) = who.clone()?;
        Some(view! {
            <Avatar name=name.clone() handle=handle class="message-avatar"/>
            <p class="message-sender" aria-hidden="true"><bdi>{name}</bdi></p>
        })
    })
}

fn body(row: Row) -> Node {
    let text =
        move || row.of(|placed| (!placed.message.deleted).then(|| placed.message.text.clone()));
    varying(text, |text| match text {
        Some(text) => view! { <MessageText text=text.clone()/> },
        None => view! { <p class="message-text message-text--deleted">{en::MESSAGE_DELETED}</p> },
    })
}

fn foot(row: Row, on_settled: Callback<()>) -> Node {
    let shown = move || {
        row.of(|placed| {
            let message = &placed.message;
            let has_foot =
                placed.ends_run || message.edited || message.state != DeliveryState::Sent;
            has_foot.then(|| (Foot::of(message), placed.ends_run))
        })
    };
    varying(shown, move |shown| {
        let (foot, shows_time) = shown.clone()?;
        Some(view! { <MessageState foot=foot shows_time=shows_time on_settled=on_settled/> })
    })
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
