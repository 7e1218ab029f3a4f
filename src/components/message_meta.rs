//! What stands small at the end of a message's last line: its time and its state.

use cruddur_engine::view::{DeliveryState, EditState, MessageView};
use leptos::either::Either;
use leptos::prelude::*;

use crate::components::time_text::ClockTime;
use crate::i18n::{clock_text, editing, en};

/// The time and, as a word, what is to be known of the message; of one's own a sign shows whether it was sent
/// (style/message.css), which is as wide in either state.
pub fn meta(message: &MessageView) -> impl IntoView + use<> {
    let at = message.at;
    match state(message) {
        None => Either::Left(view! { <ClockTime at=at class="time message-meta"/> }),
        Some((words, class, title)) => Either::Right(view! {
            <span class="message-meta">
                <span class=class title=title>{words}</span>
                <ClockTime at=at class="time"/>
            </span>
        }),
    }
}

fn state(message: &MessageView) -> Option<(&'static str, &'static str, Option<String>)> {
    const SIGN: &str = "message-state visually-hidden";
    match (&message.state, &message.edit, message.edited_at) {
        (DeliveryState::Sending, ..) => Some((en::SENDING, SIGN, None)),
        (_, EditState::Saving, _) if message.deleted => Some((editing::SAVING, SIGN, None)),
        (_, EditState::Saving, _) => Some((
            editing::SAVING,
            "message-state message-state--sending",
            None,
        )),
        (.., Some(at)) if !message.deleted => Some((
            en::EDITED,
            "message-state",
            Some(clock_text::full(at.millis())),
        )),
        _ => None,
    }
}
