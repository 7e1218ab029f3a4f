//! Where a message is written.

use cruddur_contract::message::{chars_left, check_text};
use cruddur_engine::view::{ConversationKey, LONGEST_DRAFT};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;

use crate::components::drafts::is_same_conversation;
use crate::components::icons::SendIcon;
use crate::components::other_draft::OtherDraft;
use crate::i18n::{en, faults};
use crate::platform::{dom, files};
use crate::runtime::{App, use_app};

/// The `id` of the field.
pub const FIELD_ID: &str = "composer-text";
/// From how many characters left on the counter is shown.
pub const COUNTER_FROM: i64 = 200;
/// A text of so many bytes fills the field to its greatest height on any screen.
const FILLS_FIELD: usize = 8 * 1024;

/// The field and its button. Enter sends, Shift+Enter breaks the line, a composing input method is left
/// alone; where the pointer is a finger, Enter breaks the line and only the button sends. A text that is refused stays where it is.
#[component]
pub fn Composer(
    /// The open conversation and the other person's handle.
    conversation: Memo<Option<(ConversationKey, String)>>,
    /// Whether the conversation takes messages yet.
    ready: Memo<bool>,
    /// The field, so that others can give it the focus.
    field: NodeRef<html::Textarea>,
    /// Called after a message was taken.
    on_sent: Callback<()>,
    /// Called for the arrow up in an empty field.
    #[prop(default = Callback::new(|()| ()))]
    on_arrow_up: Callback<()>,
    /// Whether the person points by finger.
    #[prop(default = dom::has_coarse_pointer)]
    has_coarse_pointer: fn() -> bool,
) -> impl IntoView {
    let app = use_app();
    let typed = app.draft;
    let form = ComposerForm {
        app,
        conversation,
        ready,
        field,
        on_sent,
        refusal: RwSignal::new(None),
        waits: RwSignal::new(None),
    };
    form.clear_refusal_in_another_conversation();
    form.send_what_waits();
    form.refuse_files();
    let shown = show_draft(field);
    let on_input = move |ev| {
        let text = event_target_value(&ev);
        shown.update_value(|shown| shown.clone_from(&text));
        app.type_draft(text);
        form.refusal.set(None);
        form.waits.set(None);
    };
    let on_keydown = move |ev: KeyboardEvent| {
        if sends(&ev) && !has_coarse_pointer() {
            ev.prevent_default();
            form.send();
        } else if is_alone(&ev, "ArrowUp") && typed.with_untracked(String::is_empty) {
            ev.prevent_default();
            on_arrow_up.run(());
        }
    };
    let left = Memo::new(move |_| typed.with(|text| chars_left(text)));
    let is_message =
        Memo::new(move |_| left.get() >= 0 && typed.with(|text| check_text(text).is_ok()));
    let sendable = move || ready.get() && is_message.get();
    view! {
        <form class="composer" novalidate on:submit=move |ev| { ev.prevent_default(); form.send(); }>
            <OtherDraft on_chosen=Callback::new(move |()| focus_field(field))/>
            <Notes left=left refusal=form.refusal/>
            <div class="composer-field">
                <textarea
                    node_ref=field
                    id=FIELD_ID
                    name="message"
                    rows="1"
                    dir="auto"
                    autocomplete="off"
                    enterkeyhint=if has_coarse_pointer() { "enter" } else { "send" }
                    aria-label=en::MESSAGE
                    placeholder=en::MESSAGE
                    aria-describedby="conversation-name composer-counter"
                    aria-invalid=move || (left.get() < 0).to_string()
                    on:input=on_input
                    on:keydown=on_keydown
                ></textarea>
                <button type="submit" class="composer-send" aria-label=en::SEND aria-disabled=move || (!sendable()).to_string()>
                    <SendIcon/>
                </button>
            </div>
        </form>
    }
}

/// What sending needs.
#[derive(Clone, Copy)]
struct ComposerForm {
    app: App,
    conversation: Memo<Option<(ConversationKey, String)>>,
    ready: Memo<bool>,
    field: NodeRef<html::Textarea>,
    on_sent: Callback<()>,
    /// Why the text was not sent.
    refusal: RwSignal<Option<String>>,
    /// The conversation that Enter was pressed for before it could take messages.
    waits: RwSignal<Option<ConversationKey>>,
}

impl ComposerForm {
    fn send(self) {
        // Read out of the signal first: sending empties it at once.
        let text = self.app.draft.get_untracked();
        let sent = match (check_text(&text), self.ready.get_untracked()) {
            (Ok(_), false) => {
                let open = self.conversation.get_untracked();
                self.waits.set(open.map(|(key, _)| key));
                Err(en::NOT_READY.to_owned())
            }
            _ => self.app.send(&text).map_err(faults::text_fault_sentence),
        };
        match sent {
            Ok(()) => {
                self.refusal.set(None);
                self.waits.set(None);
                self.on_sent.run(());
            }
            Err(sentence) => self.refusal.set(Some(sentence)),
        }
        focus_field(self.field);
    }

    /// What waited is sent once the conversation takes messages, and to that conversation only.
    fn send_what_waits(self) {
        Effect::new(move || {
            let open = self.conversation.get().map(|(key, _)| key);
            if self.ready.get() && open.is_some() && self.waits.get_untracked() == open {
                self.send();
            }
        });
    }

    /// Wherever on the page they are pasted or dropped: there is nothing else that they could be meant for.
    fn refuse_files(self) {
        let say = move || self.refusal.set(Some(en::NO_FILES.to_owned()));
        let pasted = window_event_listener(leptos::ev::paste, move |ev| {
            if files::has_only_files(ev.clipboard_data().as_ref()) {
                say();
            }
        });
        let dropped = window_event_listener(leptos::ev::drop, move |ev| {
            if files::has_files(ev.data_transfer().as_ref()) {
                say();
            }
        });
        on_cleanup(move || {
            pasted.remove();
            dropped.remove();
        });
    }

    fn clear_refusal_in_another_conversation(self) {
        Effect::new(move |before: Option<Option<ConversationKey>>| {
            let before = before.flatten();
            let Some((entered, handle)) = self.conversation.get() else {
                return before;
            };
            if !before.is_some_and(|before| is_same_conversation(&before, &entered, &handle)) {
                self.refusal.set(None);
            }
            Some(entered)
        });
    }
}

/// Shows the draft, also one typed in another tab, in a field as high as it needs. Returns the text in the field, to be
/// kept current with what is typed: to set a text that is there already has the browser lay all of it out again.
fn show_draft(field: NodeRef<html::Textarea>) -> StoredValue<String> {
    let draft = use_app().draft;
    let shown = StoredValue::new(String::new());
    Effect::new(move || {
        let Some(field) = field.get() else { return };
        draft.with(|draft| {
            if shown.with_value(|shown| shown != draft) {
                field.set_value(draft);
                shown.set_value(draft.clone());
            }
            dom::grow_to_content(&field, draft.len() > FILLS_FIELD);
        });
    });
    shown
}

/// Gives the composer the focus.
pub fn focus_field(field: NodeRef<html::Textarea>) {
    if let Some(field) = field.get_untracked() {
        let _ = field.focus();
    }
}

/// The counter and the refusal, above the field.
#[component]
fn Notes(left: Memo<i64>, refusal: RwSignal<Option<String>>) -> impl IntoView {
    let counter = Signal::derive(move || match left.get() {
        left if left <= COUNTER_FROM => en::characters_left(left),
        _ => String::new(),
    });
    let refusal = Signal::derive(move || refusal.get().unwrap_or_default());
    let draft = use_app().draft;
    let is_stored = Memo::new(move |_| draft.with(String::len) <= LONGEST_DRAFT);
    let warning = move || {
        if is_stored.get() {
            ""
        } else {
            en::DRAFT_TOO_LONG
        }
    };
    view! {
        <div class="composer-notes">
            <p class="composer-refusal" role="status" prop:textContent=warning></p>
            <p class="composer-refusal" role="alert" prop:textContent=refusal></p>
            <p
                id="composer-counter"
                class="composer-counter"
                class:composer-counter--over=move || left.get() < 0
                prop:textContent=counter
            ></p>
        </div>
    }
}

/// Enter alone sends. While an input method composes, Enter belongs to it: Safari ends the composition
/// before the key event and tells by key code 229 only.
pub fn sends(ev: &KeyboardEvent) -> bool {
    is_alone(ev, "Enter")
}

/// Whether this key is pressed without any other, and not for an input method.
fn is_alone(ev: &KeyboardEvent, key: &str) -> bool {
    ev.key() == key
        && !ev.shift_key()
        && !ev.ctrl_key()
        && !ev.alt_key()
        && !ev.meta_key()
        && !ev.is_composing()
        && ev.key_code() != 229
}
