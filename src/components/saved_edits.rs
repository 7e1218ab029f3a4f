//! Open editors outlive a reload.

use std::sync::atomic::Ordering;

use leptos::prelude::*;

use crate::components::editing::{OpenEdit, OpenEdits};
use crate::runtime::{SavedEdit, save_edits, saved_edits};

/// The editors that were open when the page was left; what becomes of them is kept from now on.
pub fn kept_edits() -> OpenEdits {
    let restored = saved_edits().into_iter().map(OpenEdit::restored);
    let edits = OpenEdits::new(restored.collect());
    Effect::new(move || {
        let open: Vec<SavedEdit> = edits.with(|open| open.iter().map(saved).collect());
        save_edits(&open);
    });
    edits
}

fn saved(edit: &OpenEdit) -> SavedEdit {
    SavedEdit {
        row: edit.key.clone(),
        original: edit.original.clone(),
        text: edit.text.get(),
        version: edit.version.load(Ordering::Relaxed),
    }
}
