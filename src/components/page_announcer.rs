//! Announces to assistive technology what happens outside of what is open, on every page.

use cruddur_engine::view::PageAnnouncement;
use leptos::prelude::*;

use crate::components::live_region::{GATHER, by_sender, say};
use crate::i18n::en;
use crate::runtime::{sound, use_app};

/// Two live regions, visually hidden: a polite one for messages in other conversations, batched; an assertive one for
/// own messages that were not sent.
#[component]
pub fn PageAnnouncer() -> impl IntoView {
    let app = use_app();
    let polite = RwSignal::new(String::new());
    let assertive = RwSignal::new(String::new());
    let waiting = RwSignal::new(Vec::<String>::new());
    let speak = move || {
        if let Some(senders) = waiting.try_update_untracked(std::mem::take) {
            say(polite, sentences(senders));
        }
    };
    Effect::new(move || {
        let mut failed = Vec::new();
        let first = waiting.with_untracked(Vec::is_empty);
        for announcement in app.take_page_announcements() {
            match announcement {
                PageAnnouncement::MessageFrom(sender) => {
                    waiting.update_untracked(|waiting| waiting.push(sender));
                    sound::on_new_message(true);
                }
                PageAnnouncement::NotSent(to) => failed.push(to),
            }
        }
        if !failed.is_empty() {
            say(assertive, en::not_sent(&failed));
        }
        if first && !waiting.with_untracked(Vec::is_empty) {
            set_timeout(speak, GATHER);
        }
    });
    view! {
        <div class="visually-hidden" aria-live="polite" data-page-announcer="" prop:textContent=polite></div>
        <div class="visually-hidden" aria-live="assertive" data-page-announcer="" prop:textContent=assertive></div>
    }
}

/// One sentence per sender.
fn sentences(senders: Vec<String>) -> String {
    let written = senders.into_iter().map(|sender| (sender, ()));
    let sentences = by_sender(written)
        .into_iter()
        .map(|(sender, all)| en::messages_elsewhere(&sender, all.len()));
    sentences.collect::<Vec<_>>().join(". ")
}
