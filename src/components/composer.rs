//! Where a message is written.

use cruddur_contract::message::{chars_left, check_text};
use cruddur_engine::view::ConversationKey;
use leptos::prelude::*;
use leptos::web_sys::{HtmlTextAreaElement, KeyboardEvent};

use crate::components::drafts::is_same_conversation;
use crate::components::icons::SendIcon;
use crate::components::reactive::{Derived, effect, flag, memo, text};
use crate::html::{Callback, Node, NodeRef, State, view};
use crate::platform::dom;
use crate::runtime::use_app;
use crate::text::{en, faults};

/// From how many characters left on the counter is shown.
const COUNTER_FROM: i64 = 200;

/// The field and its button. Enter sends, Shift+Enter breaks the line, a composing input method is left
/// alone. A text that is refused stays where it is.
#[component(transparent)]
pub fn Composer(
    /// The open conversation and the other person's handle.
    conversation: Derived<Option<(ConversationKey, String)>>,
    /// Whether the conversation takes messages yet.
    ready: Derived<bool>,
    /// The field, so that others can give it the focus.
    field: NodeRef<HtmlTextAreaElement>,
    /// Called after a message was taken.
    on_sent: Callback<()>,
) -> Node {
    let app = use_app();
    let typed = app.draft;
    let refusal = State::new(None::<String>);
    // The conversation a text was to be sent to before it took messages.
    let waits = State::new(None::<ConversationKey>);
    let mut open = None::<ConversationKey>;
    effect(move || {
        let entered = conversation.get();
        if let Some((entered, handle)) = entered {
            let same = open
                .replace(entered.clone())
                .is_some_and(|left| is_same_conversation(&left, &entered, &handle));
            if !same {
                refusal.set(None);
            }
        }
    });
    effect(move || {
        typed.track();
        if let Some(field) = field.get() {
            // The value is set by an effect of its own, perhaps after this one.
            field.set_value(&typed.get_untracked());
            dom::grow_to_content(&field);
        }
    });
    let send = move || {
        // Out of the signal first: what is sent is taken out of it at once.
        let text = typed.get_untracked();
        let sent = match (check_text(&text), ready.get_untracked()) {
            (Ok(_), false) => {
                waits.set(conversation.get_untracked().map(|(key, _)| key));
                Err(en::NOT_READY.to_owned())
            }
            _ => app.send(&text).map_err(faults::text_fault_sentence),
        };
        match sent {
            Ok(()) => {
                refusal.set(None);
                waits.set(None);
                on_sent.run(());
            }
            Err(sentence) => refusal.set(Some(sentence)),
        }
        focus_field(field);
    };
    // What waited goes once the conversation takes messages, and to that conversation only.
    effect(move || {
        let open = conversation.get().map(|(key, _)| key);
        if ready.get() && open.is_some() && waits.get_untracked() == open {
            send();
        }
    });
    let on_input = move |ev| {
        app.type_draft(event_target_value(&ev));
        refusal.set(None);
        waits.set(None);
    };
    let on_keydown = move |ev: KeyboardEvent| {
        if sends(&ev) {
            ev.prevent_default();
            send();
        }
    };
    let left = memo(move || typed.with(|text| chars_left(text)));
    let sendable = move || ready.get() && typed.with(|text| check_text(text).is_ok());
    view! {
        <form class="composer" novalidate on:submit=move |ev| { ev.prevent_default(); send(); }>
            <Notes left=left refusal=refusal/>
            <div class="composer-field">
                <textarea
                    node_ref=field
                    id="composer-text"
                    name="message"
                    rows="1"
                    dir="auto"
                    autocomplete="off"
                    enterkeyhint="send"
                    aria-label=en::MESSAGE
                    placeholder=en::MESSAGE
                    aria-describedby="composer-counter"
                    aria-invalid=flag(move || left.get() < 0)
                    prop:value=move || typed.get()
                    on:input=on_input
                    on:keydown=on_keydown
                ></textarea>
                <button type="submit" class="composer-send" aria-label=en::SEND aria-disabled=flag(move || !sendable())>
                    <SendIcon/>
                </button>
            </div>
        </form>
    }
}

/// Gives the composer the focus.
pub fn focus_field(field: NodeRef<HtmlTextAreaElement>) {
    if let Some(field) = field.get_untracked() {
        let _ = field.focus();
    }
}

/// The counter and the refusal, above the field.
#[component(transparent)]
fn Notes(left: Derived<i64>, refusal: State<Option<String>>) -> Node {
    let counter = text(move || match left.get() {
        left if left <= COUNTER_FROM => en::characters_left(left),
        _ => String::new(),
    });
    view! {
        <div class="composer-notes">
            <p class="composer-refusal" role="alert">{text(move || refusal.get().unwrap_or_default())}</p>
            <p id="composer-counter" class="composer-counter" class:composer-counter--over=move || left.get() < 0>
                {counter}
            </p>
        </div>
    }
}

/// Enter alone sends. While an input method composes, Enter belongs to it: Safari ends the composition
/// before the key event and tells by key code 229 only.
fn sends(ev: &KeyboardEvent) -> bool {
    ev.key() == "Enter"
        && !ev.shift_key()
        && !ev.ctrl_key()
        && !ev.alt_key()
        && !ev.meta_key()
        && !ev.is_composing()
        && ev.key_code() != 229
}
