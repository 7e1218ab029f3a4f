//! The messages that are being edited: what was typed, and where the focus goes afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use cruddur_engine::view::{MessageView, ReadingPosition, RowKey};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;

use crate::components::message_actions::can_edit;
use crate::components::transcript_anchor::message_of;
use crate::components::transcript_scroll::TranscriptScroll;
use crate::platform::focus;
use crate::runtime::{App, SavedEdit};

/// The editors that are open, in all conversations: what was typed stays while another page is shown.
pub type OpenEdits = RwSignal<Vec<OpenEdit>>;

/// A message that is being edited.
#[derive(Clone)]
pub struct OpenEdit {
    pub key: RowKey,
    /// The message's text when it was opened.
    pub(super) original: String,
    /// What stands in the field.
    pub text: ArcRwSignal<String>,
    /// The version that the person has seen.
    pub(super) version: Arc<AtomicU64>,
    /// The field was not shown yet.
    is_new: Arc<AtomicBool>,
}

impl PartialEq for OpenEdit {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.is_new, &other.is_new)
    }
}

impl OpenEdit {
    fn new(message: &MessageView, text: String) -> Self {
        Self {
            key: message.key.clone(),
            original: message.text.clone(),
            text: ArcRwSignal::new(text),
            version: Arc::new(AtomicU64::new(message.version.unwrap_or_default())),
            is_new: Arc::new(AtomicBool::new(true)),
        }
    }

    /// As the page before had it: it takes no focus.
    pub(super) fn restored(saved: SavedEdit) -> Self {
        Self {
            key: saved.row,
            original: saved.original,
            text: ArcRwSignal::new(saved.text),
            version: Arc::new(AtomicU64::new(saved.version)),
            is_new: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Whether the message is another one than the person began to edit. A version with the text that they saw is what
    /// their edit is made from.
    pub fn is_outdated(&self, message: &MessageView) -> bool {
        let outdated = message.text != self.original;
        if let (false, Some(version)) = (outdated, message.version) {
            self.version.store(version, Ordering::Relaxed);
        }
        outdated
    }

    /// The version that the edit is made from.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Relaxed)
    }

    /// Whether saving would change nothing.
    pub fn is_unchanged(&self) -> bool {
        self.text
            .with_untracked(|text| text.trim() == self.original)
    }

    /// True the first time.
    pub fn take_new(&self) -> bool {
        self.is_new.swap(false, Ordering::Relaxed)
    }
}

/// Opens and closes the editors of a transcript. `Copy`.
#[derive(Clone, Copy)]
pub struct Editing {
    app: App,
    scroll: TranscriptScroll,
    open: OpenEdits,
    /// What had the focus before.
    back: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Editing {
    /// Those of this transcript. They outlive it where the page provides [`OpenEdits`].
    pub fn new(app: App, scroll: TranscriptScroll) -> Self {
        Self {
            app,
            scroll,
            open: use_context::<OpenEdits>().unwrap_or_default(),
            back: StoredValue::new_local(None),
        }
    }

    /// The open editor of a row.
    pub fn of(self, key: &RowKey) -> Option<OpenEdit> {
        let find = |open: &Vec<OpenEdit>| open.iter().find(|edit| edit.key == *key).cloned();
        self.open.with(find)
    }

    /// Edits an own message. An editor in which nothing was changed closes by that; one in which something was, stays.
    pub fn start(self, key: &RowKey) {
        let row = self.app.row(key).get_untracked();
        if let Some(row) = row.filter(|row| can_edit(&row.message)) {
            self.open(&row.message, row.message.text.clone());
        }
    }

    /// Edits a message once more whose edit was refused.
    pub fn start_again(self, key: &RowKey, text: String) {
        if let Some(row) = self.app.row(key).get_untracked() {
            self.open(&row.message, text);
        }
    }

    /// Edits the newest own message that can be, if there is one.
    pub fn start_last(self) {
        let last = self.app.rows.with_untracked(|rows| {
            let mut keys = rows
                .list
                .iter()
                .rev()
                .flat_map(|chunk| chunk.rows.iter().rev());
            keys.find(|key| {
                let row = self.app.row(key).get_untracked();
                row.is_some_and(|row| can_edit(&row.message))
            })
            .cloned()
        });
        if let Some(key) = last {
            self.start(&key);
        }
    }

    fn open(self, message: &MessageView, text: String) {
        let key = &message.key;
        self.back.set_value(focus::focused());
        let is_open = self
            .open
            .with_untracked(|open| open.iter().any(|edit| edit.key == *key));
        self.open.update(|open| {
            open.retain(|edit| edit.key == *key || !edit.is_unchanged());
            if !is_open {
                open.push(OpenEdit::new(message, text));
            }
        });
        match self.message(key) {
            Some(message) if is_open => focus::focus_first(&message, "textarea"),
            Some(_) => {}
            None => self.scroll.go_to(ReadingPosition {
                row: key.clone(),
                offset: 100,
            }),
        }
    }

    /// Closes an editor. The focus goes where it was, or to the message.
    pub fn close(self, key: &RowKey) {
        let message = self.message(key);
        let back = self.back.try_update_value(Option::take).flatten();
        let back = back.filter(|back| {
            let inside = message
                .as_ref()
                .is_some_and(|it| it != back && it.contains(Some(back)));
            back.is_connected() && !inside
        });
        // Before the field is removed, which would take the focus with it.
        if let Some(to) = back.or(message) {
            focus::focus_in_view(&to);
        }
        self.open
            .update(|open| open.retain(|edit| edit.key != *key));
    }

    fn message(self, key: &RowKey) -> Option<HtmlElement> {
        let viewport = self.scroll.viewport.get_untracked()?;
        message_of(&viewport, key)
    }
}
