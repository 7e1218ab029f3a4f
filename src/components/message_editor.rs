//! The field in place of a message's text while it is edited.

use cruddur_contract::message::{TextFault, chars_left, check_text};
use cruddur_engine::view::{DeliveryState, MessageView};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;

use crate::components::composer::{COUNTER_FROM, sends};
use crate::components::editing::OpenEdit;
use crate::components::message_menu::MessageMenus;
use crate::i18n::{editing as words, en, faults};
use crate::platform::{dom, focus};
use crate::runtime::{App, use_app};

/// Enter saves, where the pointer is no finger; Escape closes the editor and leaves the message as it was. A text that is
/// refused stays where it is.
#[component]
pub fn MessageEditor(
    /// The open editor.
    edit: OpenEdit,
    /// The message as it is now.
    message: MessageView,
    /// Closes the editor, copies and deletes.
    menus: MessageMenus,
    /// Whether the person points by finger.
    #[prop(default = dom::has_coarse_pointer)]
    has_coarse_pointer: fn() -> bool,
) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    let saving = Saving::new(edit.clone(), &message, menus);
    show_text(field, &edit);
    let text = edit.text.clone();
    let on_input = move |ev| {
        text.set(event_target_value(&ev));
        saving.refusal.set(None);
    };
    let key = StoredValue::new(edit.key.clone());
    let close = move || key.with_value(|key| menus.editing.close(key));
    let on_keydown = move |ev: KeyboardEvent| {
        if sends(&ev) && !has_coarse_pointer() {
            ev.prevent_default();
            saving.save();
        } else if ev.key() == "Escape" && !ev.is_composing() && ev.key_code() != 229 {
            ev.prevent_default();
            close();
        }
    };
    view! {
        <form class="editor" novalidate on:submit=move |ev| { ev.prevent_default(); saving.save(); }>
            <textarea
                node_ref=field
                class="editor-field"
                name="edit"
                rows="1"
                dir="auto"
                autocomplete="off"
                aria-label=words::EDIT_MESSAGE
                on:input=on_input
                on:keydown=on_keydown
            ></textarea>
            <EditorNotes edit=edit message=message saving=saving/>
            <div class="editor-buttons">
                <button type="button" class="button button--small" on:click=move |_| close()>{en::CANCEL}</button>
                <button type="submit" class="button button--small button--primary" prop:textContent=saving.label()></button>
            </div>
        </form>
    }
}

/// What saving needs. `Copy`.
#[derive(Clone, Copy)]
struct Saving {
    app: App,
    menus: MessageMenus,
    edit: StoredValue<OpenEdit>,
    /// The message was deleted meanwhile.
    deleted: bool,
    /// The message is in no list that an edit of it could go to, for a moment.
    settles: bool,
    refusal: RwSignal<Option<Refusal>>,
}

#[derive(Clone, PartialEq)]
enum Refusal {
    /// Nothing is left of the text.
    Empty,
    Because(String),
}

impl Saving {
    fn new(edit: OpenEdit, message: &MessageView, menus: MessageMenus) -> Self {
        Self {
            app: use_app(),
            menus,
            edit: StoredValue::new(edit),
            deleted: message.deleted,
            settles: message.version == Some(0) && message.state == DeliveryState::Sent,
            refusal: RwSignal::new(None),
        }
    }

    fn label(self) -> &'static str {
        if self.deleted {
            words::COPY_TEXT
        } else {
            en::SAVE
        }
    }

    fn save(self) {
        let edit = self.edit.get_value();
        let text = edit.text.get_untracked();
        if self.deleted {
            return self.copy(&text);
        }
        let refusal = match check_text(&text) {
            Err(TextFault::Blank) => Refusal::Empty,
            Err(fault) => Refusal::Because(faults::text_fault_sentence(fault)),
            Ok(_) if self.settles => Refusal::Because(words::STILL_SENDING.to_owned()),
            Ok(_) => {
                if !edit.is_unchanged() {
                    // Checked right above.
                    let _ = self.app.edit(&edit.key, &text, edit.version());
                }
                return self.menus.editing.close(&edit.key);
            }
        };
        self.refusal.set(Some(refusal));
    }

    /// The text cannot be saved any more.
    fn copy(self, text: &str) {
        self.menus.copy(text);
        self.edit
            .with_value(|edit| self.menus.editing.close(&edit.key));
    }
}

/// Why the text was not saved, what became of the message meanwhile, and how many characters are left.
#[component]
fn EditorNotes(edit: OpenEdit, message: MessageView, saving: Saving) -> impl IntoView {
    let meanwhile = match (edit.is_outdated(&message), message.deleted) {
        (_, true) => Some(words::DELETED_WHILE_EDITED.to_owned()),
        (true, false) => Some(words::changed_while_edited(&message.text)),
        (false, false) => None,
    };
    let key = StoredValue::new(edit.key.clone());
    let text = edit.text;
    let left = Memo::new(move |_| text.with(|text| chars_left(text)));
    let counter = Signal::derive(move || match left.get() {
        left if left <= COUNTER_FROM => en::characters_left(left),
        _ => String::new(),
    });
    let refusal = Signal::derive(move || match saving.refusal.get() {
        Some(Refusal::Empty) => words::NOTHING_LEFT.to_owned(),
        Some(Refusal::Because(sentence)) => sentence,
        None => String::new(),
    });
    let delete = move |_| {
        let key = key.get_value();
        saving.menus.editing.close(&key);
        saving.menus.delete(&key);
    };
    view! {
        <div class="editor-notes">
            {meanwhile.map(|words| view! { <p class="editor-note" role="status">{words}</p> })}
            <p class="composer-refusal" role="alert" prop:textContent=refusal></p>
            <Show when=move || saving.refusal.get() == Some(Refusal::Empty)>
                <button type="button" class="button button--small button--danger" on:click=delete>{en::DELETE}</button>
            </Show>
            <p class="composer-counter" class:composer-counter--over=move || left.get() < 0 prop:textContent=counter></p>
        </div>
    }
}

/// Shows what was typed in a field as high as it needs, with the focus at its end when it is shown first.
fn show_text(field: NodeRef<html::Textarea>, edit: &OpenEdit) {
    let edit = edit.clone();
    Effect::new(move || {
        let Some(field) = field.get() else { return };
        edit.text.with(|text| {
            if field.value() != *text {
                field.set_value(text);
            }
        });
        dom::grow_to_content(&field, false);
        if edit.take_new() {
            let end = field.value().encode_utf16().count() as u32;
            let _ = field.set_selection_range(end, end);
            focus::focus_in_view(&field);
            show_whole(&field);
        }
    });
    // An on-screen keyboard leaves less room.
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        let field = field.try_get_untracked().flatten();
        if let Some(field) = field.filter(|field| field.matches(":focus").unwrap_or(false)) {
            show_whole(&field);
        }
    });
    on_cleanup(move || resized.remove());
}

/// With its buttons.
fn show_whole(field: &leptos::web_sys::HtmlTextAreaElement) {
    if let Some(form) = field.form() {
        focus::show(&form);
    }
}
