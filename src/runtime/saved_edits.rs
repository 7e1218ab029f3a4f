//! What was typed into open editors, as the tab's storage keeps it: until it is saved, cancelled or signed out.

use cruddur_engine::view::RowKey;
use serde::{Deserialize, Serialize};

use crate::platform::web_storage;

const NAME: &str = "cruddur.edits";

/// An open editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedEdit {
    /// The message that is edited.
    pub row: RowKey,
    /// Its text when the editor was opened.
    pub original: String,
    /// What stands in the field.
    pub text: String,
    /// The version that the person has seen.
    pub version: u64,
}

/// The editors that were open when the page was left.
pub fn saved_edits() -> Vec<SavedEdit> {
    let saved = web_storage::read(NAME).and_then(|text| serde_json::from_str(&text).ok());
    saved.unwrap_or_default()
}

/// Keeps those that are open now.
pub fn save_edits(open: &[SavedEdit]) {
    let text = match open {
        [] => String::new(),
        open => serde_json::to_string(open).unwrap_or_default(),
    };
    web_storage::write(NAME, &text);
}
