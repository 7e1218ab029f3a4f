//! Announces new messages to assistive technology: batched, never history, never one's own.

use cruddur_engine::view::Announcement;
use leptos::prelude::*;

use crate::components::live_region::{GATHER, by_sender, say};
use crate::i18n::en;
use crate::runtime::{sound, use_app};

/// A polite live region, visually hidden.
#[component]
pub fn Announcer(
    /// Called at once when messages of others arrive, with their number.
    on_arrival: Callback<usize>,
) -> impl IntoView {
    let app = use_app();
    let spoken = RwSignal::new(String::new());
    let waiting = RwSignal::new(Vec::<Announcement>::new());
    let speak = move || {
        if let Some(announcements) = waiting.try_update(std::mem::take) {
            say(spoken, sentences(announcements));
        }
    };
    Effect::new(move || {
        let new = app.take_announcements();
        if !new.is_empty() {
            on_arrival.run(new.len());
            sound::on_new_message(false);
            let first = waiting.with_untracked(Vec::is_empty);
            waiting.update(|waiting| waiting.extend(new));
            if first {
                set_timeout(speak, GATHER);
            }
        }
    });
    view! { <div class="visually-hidden" aria-live="polite" data-announcer="" prop:textContent=spoken></div> }
}

/// One sentence per sender.
fn sentences(announcements: Vec<Announcement>) -> String {
    let written = announcements.into_iter().map(|new| (new.sender, new.text));
    let sentences = by_sender(written)
        .into_iter()
        .map(|(sender, texts)| en::announcement(&sender, &texts));
    sentences.collect::<Vec<_>>().join(". ")
}
