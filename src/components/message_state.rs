//! What stands below a message: its time and its send state.

use cruddur_engine::view::{DeliveryState, EditState, MessageView, RowKey, Trouble};
use leptos::prelude::*;

use crate::components::edit_state::EditStateNote;
use crate::components::message_menu::MessageMenus;
use crate::components::time_text::ClockTime;
use crate::i18n::{clock_text, editing, en, faults};
use crate::runtime::use_app;

/// The time and the states of a message; for one that was not sent, the reason and the ways out, which one that is held
/// up has too.
#[component]
pub fn MessageState(
    /// The message.
    message: MessageView,
    /// Whether the time is shown here; only the last of a run shows it.
    shows_time: bool,
    /// Those of the transcript.
    menus: MessageMenus,
    /// Called before a button is removed, so that the focus can go elsewhere.
    on_settled: Callback<()>,
) -> impl IntoView {
    let sent = message.state == DeliveryState::Sent;
    let quiet = match (&message.state, &message.edit) {
        (DeliveryState::Sending, _) => Some(en::SENDING),
        (_, EditState::Saving) => Some(editing::SAVING),
        _ => None,
    };
    let not_sent = match &message.state {
        DeliveryState::NotSent(trouble) => {
            Some((label(trouble), faults::not_sent_sentence(trouble)))
        }
        DeliveryState::Sent | DeliveryState::Sending => None,
    };
    let ways_out = message.waits || not_sent.is_some();
    let key = message.key.clone();
    let at = message.at;
    let edited_at = message.edited_at.filter(|_| !message.deleted);
    view! {
        <div class="message-foot">
            {edited_at.map(|at| view! {
                <span class="message-state" title=clock_text::full(at.millis())>{en::EDITED}</span>
            })}
            {quiet.map(|words| view! {
                <span class="message-state message-state--sending">{words}</span>
            })}
            {(shows_time && sent).then(|| view! { <ClockTime at=at/> })}
            {not_sent.map(|(label, sentence)| view! {
                <span class="message-state message-state--failed">{label}</span>
                <span class="message-why">{sentence}</span>
            })}
            {ways_out.then(|| view! { <WaysOut key=key on_settled=on_settled/> })}
        </div>
        <EditStateNote message=message menus=menus/>
    }
}

/// A server that had a problem may have none later: then the message is tried again.
fn label(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Server | Trouble::Throttled => en::NOT_SENT_YET,
        _ => en::NOT_SENT,
    }
}

/// Trying at once, and deleting.
#[component]
fn WaysOut(key: RowKey, on_settled: Callback<()>) -> impl IntoView {
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
        <span class="message-actions">
            <button type="button" class="button button--small" on:click=retry>{en::RETRY}</button>
            <button type="button" class="button button--small button--danger" on:click=discard>
                {en::DELETE}
            </button>
        </span>
    }
}
