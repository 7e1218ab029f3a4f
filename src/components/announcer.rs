//! Announces new messages to assistive technology: batched, never history, never one's own.

use std::time::Duration;

use cruddur_engine::view::Announcement;
use leptos::prelude::*;

use crate::i18n::en;
use crate::runtime::use_app;

/// How long messages are gathered before they are announced.
const GATHER: Duration = Duration::from_secs(1);
/// How long an announcement stays in the document.
const KEEP: Duration = Duration::from_secs(7);

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
        let announcements = waiting.try_get_untracked().unwrap_or_default();
        if !announcements.is_empty() {
            waiting.set(Vec::new());
            spoken.set(sentence(&announcements));
            set_timeout(move || spoken.set(String::new()), KEEP);
        }
    };
    Effect::new(move || {
        let new = app.take_announcements();
        if !new.is_empty() {
            on_arrival.run(new.len());
            let first = waiting.with_untracked(Vec::is_empty);
            waiting.update(|waiting| waiting.extend(new));
            if first {
                set_timeout(speak, GATHER);
            }
        }
    });
    view! { <div class="visually-hidden" aria-live="polite" data-announcer="" prop:textContent=spoken></div> }
}

/// One sentence per sender, in the order they wrote.
fn sentence(announcements: &[Announcement]) -> String {
    let mut by_sender: Vec<(&str, Vec<String>)> = Vec::new();
    for item in announcements {
        match by_sender
            .iter_mut()
            .find(|(sender, _)| *sender == item.sender)
        {
            Some((_, texts)) => texts.push(item.text.clone()),
            None => by_sender.push((&item.sender, vec![item.text.clone()])),
        }
    }
    let sentences: Vec<String> = by_sender
        .iter()
        .map(|(sender, texts)| en::announcement(sender, texts))
        .collect();
    sentences.join(". ")
}
