//! What is typed while nothing else takes keys goes to the composer.

use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;

use crate::components::composer::focus_field;
use crate::platform::focus;

/// Gives the composer the focus at the first character; the browser then types it there.
pub fn use_type_anywhere(field: NodeRef<html::Textarea>) {
    let listener = window_event_listener(ev::keydown, move |ev| {
        if types_text(&ev) && !focus::something_takes_keys() {
            focus_field(field);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether the key is a character. Not the space bar, which presses buttons and scrolls; AltGr is reported as Ctrl
/// with Alt.
fn types_text(ev: &KeyboardEvent) -> bool {
    let key = ev.key();
    key.chars().count() == 1
        && key != " "
        && (!ev.ctrl_key() || ev.alt_key())
        && !ev.meta_key()
        && !ev.is_composing()
        && !ev.default_prevented()
}
