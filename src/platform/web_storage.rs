//! `sessionStorage` and `localStorage`.
//!
//! `sessionStorage` survives a reload and ends with the tab; no other tab and no other site reads it.
//! `localStorage` holds nothing but the session of a person who chose to stay signed in, the remembered-device
//! record of a pool that remembers browsers, what all tabs must know of sign-outs, and whether new messages
//! sound. Where the browser forbids them, nothing is stored, and a reload asks to sign in again.

use web_sys::Storage;

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The text that this tab has under a name.
pub fn read(name: &str) -> Option<String> {
    session()?.get_item(name).ok()?
}

/// Stores a text for this tab. A full or forbidden storage stores nothing.
pub fn write(name: &str, text: &str) {
    put(session(), name, text);
}

/// The session: this tab's, else the one of a person who stays signed in.
pub fn read_session(name: &str) -> Option<String> {
    let own = read(name).filter(|text| !text.is_empty());
    own.or_else(|| read_local(name))
}

/// Stores the session in one place only: for this tab, or (`stay`) for the browser's profile.
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

/// Removes the session of this name, and everything else of this tab.
pub fn clear(name: &str) {
    if let Some(session) = session() {
        let _ = session.clear();
    }
    remove_local(name);
}

/// The text that the browser's profile has under a name.
pub fn read_local(name: &str) -> Option<String> {
    local()?.get_item(name).ok()?
}

/// Stores a text in the browser's profile; an empty one is removed.
pub fn write_local(name: &str, text: &str) {
    match text {
        "" => remove_local(name),
        _ => put(local(), name, text),
    }
}

/// The names in the browser's profile that begin with `prefix`, and their texts.
pub fn local_entries(prefix: &str) -> Vec<(String, String)> {
    let Some(local) = local() else {
        return Vec::new();
    };
    let names = (0..local.length().unwrap_or(0)).filter_map(|at| local.key(at).ok()?);
    let own = names.filter(|name| name.starts_with(prefix));
    own.filter_map(|name| {
        let text = local.get_item(&name).ok()??;
        Some((name, text))
    })
    .collect()
}

fn remove_local(name: &str) {
    if let Some(local) = local() {
        let _ = local.remove_item(name);
    }
}

fn put(storage: Option<Storage>, name: &str, text: &str) {
    if let Some(storage) = storage {
        let _ = storage.set_item(name, text);
    }
}
