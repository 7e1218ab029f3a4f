//! What is kept for as long as the tab lives.
//!
//! `sessionStorage`: it survives a reload and ends with the tab, and no other tab or site reads it.
//! Where the browser forbids it, nothing is kept and a reload asks to sign in again.

use web_sys::Storage;

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// The text kept under this name.
pub fn read(name: &str) -> Option<String> {
    session()?.get_item(name).ok()?
}

/// Keeps a text. A full or forbidden storage keeps nothing.
pub fn write(name: &str, text: &str) {
    if let Some(storage) = session() {
        let _ = storage.set_item(name, text);
    }
}

/// Forgets everything this app keeps.
pub fn clear() {
    if let Some(storage) = session() {
        let _ = storage.clear();
    }
}
