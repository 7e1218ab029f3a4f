//! What stands below a message: its time and where it stands.

use cruddur_contract::Timestamp;
use cruddur_engine::view::{DeliveryState, MessageView, RowKey};
use leptos::prelude::*;

use crate::components::time_text::ClockTime;
use crate::html::{Callback, Node, view};
use crate::runtime::use_app;
use crate::text::{en, faults};

/// What the foot of a message tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foot {
    key: RowKey,
    at: Timestamp,
    state: DeliveryState,
    edited: bool,
}

impl Foot {
    /// That of a message.
    pub fn of(message: &MessageView) -> Self {
        Self {
            key: message.key.clone(),
            at: message.at,
            state: message.state.clone(),
            edited: message.edited && !message.deleted,
        }
    }
}

/// The time and the states of a message; on one that was not sent the reason and what to do.
#[component(transparent)]
pub fn MessageState(
    /// What it tells.
    foot: Foot,
    /// Whether the time is shown here; only the last of a run shows it.
    shows_time: bool,
    /// Called when a button is about to go, so that the focus has somewhere to go to.
    on_settled: Callback<()>,
) -> Node {
    let sent = foot.state == DeliveryState::Sent;
    let trouble = match &foot.state {
        DeliveryState::NotSent(trouble) => Some(faults::not_sent_sentence(trouble)),
        DeliveryState::Sent | DeliveryState::Sending => None,
    };
    let key = foot.key;
    view! {
        <div class="message-foot">
            {foot.edited.then(|| view! { <span class="message-state">{en::EDITED}</span> })}
            {(foot.state == DeliveryState::Sending)
                .then(|| view! { <span class="message-state message-state--sending">{en::SENDING}</span> })}
            {(shows_time && sent).then(|| view! { <ClockTime at=foot.at/> })}
            {trouble.map(|sentence| view! { <NotSent key=key sentence=sentence on_settled=on_settled/> })}
        </div>
    }
}

#[component(transparent)]
fn NotSent(key: RowKey, sentence: String, on_settled: Callback<()>) -> Node {
    let app = use_app();
    let again = key.clone();
    let retry = move |_| {
        app.retry(&again);
        on_settled.run(());
    };
    let discard = move |_| {
        app.discard(&key);
        on_settled.run(());
    };
    view! {
        <span class="message-state message-state--failed">{en::NOT_SENT}</span>
        <span class="message-why">{sentence}</span>
        <span class="message-actions">
            <button type="button" class="button button--small" on:click=retry>{en::RETRY}</button>
            <button type="button" class="button button--small button--danger" on:click=discard>{en::DELETE}</button>
        </span>
    }
}
