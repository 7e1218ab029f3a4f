//! Open editors outlive a reload: the tab keeps what was typed in them, until it is saved, cancelled or signed out.

use std::sync::atomic::Ordering;

use cruddur_engine::view::RowKey;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::editing::{OpenEdit, OpenEdits};
use crate::platform::web_storage;

const NAME: &str = "cruddur.edits";

/// An open editor as the tab's storage has it.
#[derive(Serialize, Deserialize)]
struct SavedEdit {
    row: RowKey,
    original: String,
    text: String,
    version: u64,
}

/// The editors that were open when the page was left; what becomes of them is kept from now on.
pub fn kept_edits() -> OpenEdits {
    let saved = web_storage::read(NAME).and_then(|text| serde_json::from_str(&text).ok());
    let saved: Vec<SavedEdit> = saved.unwrap_or_default();
    let open = saved.into_iter().map(OpenEdit::from).collect();
    let edits = OpenEdits::new(open);
    Effect::new(move || {
        let saved: Vec<SavedEdit> = edits.with(|open| open.iter().map(SavedEdit::of).collect());
        let text = match saved.is_empty() {
            true => String::new(),
            false => serde_json::to_string(&saved).unwrap_or_default(),
        };
        web_storage::write(NAME, &text);
    });
    edits
}

impl SavedEdit {
    fn of(edit: &OpenEdit) -> Self {
        Self {
            row: edit.key.clone(),
            original: edit.original.clone(),
            text: edit.text.get(),
            version: edit.version.load(Ordering::Relaxed),
        }
    }
}

impl From<SavedEdit> for OpenEdit {
    fn from(saved: SavedEdit) -> Self {
        Self::restored(saved.row, saved.original, saved.text, saved.version)
    }
}
