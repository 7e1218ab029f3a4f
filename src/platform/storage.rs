//! What is kept for as long as the tab lives, or (a session the person wants kept) the browser's profile.
//!
//! `sessionStorage`: it survives a reload and ends with the tab, and no other tab or site reads it.
//! `localStorage` holds nothing but a session that was asked to stay, and what the browser is to a pool that
//! remembers browsers. Where the browser forbids them, nothing is kept and a reload asks to sign in again.

use web_sys::Storage;

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The text kept under this name.
pub fn read(name: &str) -> Option<String> {
    session()?.get_item(name).ok()?
}

/// Keeps a text. A full or forbidden storage keeps nothing.
pub fn write(name: &str, text: &str) {
    put(session(), name, text);
}

/// The session: this tab's, else the one that was to stay.
pub fn read_session(name: &str) -> Option<String> {
    let own = read(name).filter(|text| !text.is_empty());
    own.or_else(|| kept(name))
}

/// Keeps the session in one place only: for this tab, or (`stay`) for the browser's profile.
pub fn write_session(name: &str, text: &str, stay: bool) {
    let (here, other) = if stay {
        (local(), session())
    } else {
        (session(), local())
    };
    put(here, name, text);
    // An empty text is no session: this tab has none, another may.
    if let Some(other) = other.filter(|_| !text.is_empty()) {
        let _ = other.remove_item(name);
    }
}

/// Forgets the session of this name, and all else that is kept for this tab.
pub fn clear(name: &str) {
    if let Some(session) = session() {
        let _ = session.clear();
    }
    remove_kept(name);
}

/// The text kept in the browser's profile under this name.
pub fn kept(name: &str) -> Option<String> {
    local()?.get_item(name).ok()?
}

/// Keeps a text in the browser's profile; an empty one is removed.
pub fn keep(name: &str, text: &str) {
    match text {
        "" => remove_kept(name),
        _ => put(local(), name, text),
    }
}

fn remove_kept(name: &str) {
    if let Some(local) = local() {
        let _ = local.remove_item(name);
    }
}

fn put(storage: Option<Storage>, name: &str, text: &str) {
    if let Some(storage) = storage {
        let _ = storage.set_item(name, text);
    }
}
