//! What assistive technology reads out by itself: words are gathered for a moment, then put into a live region.

use std::time::Duration;

use leptos::prelude::*;

/// How long messages are gathered before they are announced.
pub const GATHER: Duration = Duration::from_secs(1);
/// How long a region is empty between two announcements.
const APART: Duration = Duration::from_millis(50);
/// How long an announcement stays in the document.
const KEEP: Duration = Duration::from_secs(7);

/// Puts words into a region. It is emptied before, for the same words would be no change to announce, and after a
/// while, so that nobody comes across them later. The page may be gone by then: hence `try_set`.
pub fn say(region: RwSignal<String>, words: String) {
    let said = words.clone();
    region.set(String::new());
    set_timeout(
        move || {
            region.try_set(words);
        },
        APART,
    );
    let clear = move || {
        if region.try_with_untracked(|now| *now == said) == Some(true) {
            region.set(String::new());
        }
    };
    set_timeout(clear, KEEP);
}

/// What each sender wrote, the senders in the order they wrote first.
pub fn by_sender<T>(written: impl IntoIterator<Item = (String, T)>) -> Vec<(String, Vec<T>)> {
    let mut senders: Vec<(String, Vec<T>)> = Vec::new();
    for (sender, what) in written {
        match senders.iter_mut().find(|(known, _)| *known == sender) {
            Some((_, all)) => all.push(what),
            None => senders.push((sender, vec![what])),
        }
    }
    senders
}
