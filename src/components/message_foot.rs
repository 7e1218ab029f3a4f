//! What stands below a message that was not sent, waits, or of which an edit was not saved.

use cruddur_engine::view::{DeliveryState, EditState, MessageView, RowKey, Trouble};
use leptos::prelude::*;

use crate::components::edit_state::EditStateNote;
use crate::components::message_menu::MessageMenus;
use crate::i18n::{en, faults};
use crate::runtime::use_app;

/// Whether anything does.
pub fn has_foot(message: &MessageView) -> bool {
    let is_settled = !message.waits && !matches!(message.state, DeliveryState::NotSent(_));
    let is_saved = !matches!(
        message.edit,
        EditState::Conflict { .. } | EditState::NotSaved { .. }
    );
    !(is_settled && is_saved)
}

/// Why a message was not sent, and the ways out, which one that is held up has too; what became of an edit.
#[component]
pub fn MessageFoot(
    /// The message.
    message: MessageView,
    /// Those of the transcript.
    menus: MessageMenus,
    /// Called before a button is removed, so that the focus can go elsewhere.
    on_settled: Callback<()>,
) -> impl IntoView {
    let not_sent = match &message.state {
        DeliveryState::NotSent(trouble) => {
            Some((label(trouble), faults::not_sent_sentence(trouble)))
        }
        DeliveryState::Sent | DeliveryState::Sending => None,
    };
    let ways_out = message.waits || not_sent.is_some();
    let key = message.key.clone();
    view! {
        <div class="message-foot">
            {not_sent.map(|(label, sentence)| view! {
                <span class="message-state message-state--failed">{label}</span>
                <span class="message-why">{sentence}</span>
            })}
            {ways_out.then(|| view! { <WaysOut key=key on_settled=on_settled/> })}
            <EditStateNote message=message menus=menus/>
        </div>
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
