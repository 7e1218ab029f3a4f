//! Announces to assistive technology what happens outside of what is open, on every page.

use std::time::Duration;

use cruddur_engine::view::PageAnnouncement;
use leptos::prelude::*;

use crate::i18n::en;
use crate::runtime::use_app;

/// How long messages are gathered before they are announced.
const GATHER: Duration = Duration::from_secs(1);
/// How long a region is empty between two announcements.
const APART: Duration = Duration::from_millis(50);
/// How long an announcement stays in the document.
const KEEP: Duration = Duration::from_secs(7);

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
            say(polite, sentences(&senders));
        }
    };
    Effect::new(move || {
        let mut failed = Vec::new();
        let first = waiting.with_untracked(Vec::is_empty);
        for announcement in app.take_page_announcements() {
            match announcement {
                PageAnnouncement::MessageFrom(sender) => {
                    waiting.update_untracked(|waiting| waiting.push(sender));
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

/// Puts words into a region. It is emptied before, for the same words would be no change to announce, and after a
/// while, so that nobody comes across them later. The page may be gone by then: hence `try_set`.
fn say(region: RwSignal<String>, words: String) {
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

/// One sentence per sender, in the order they wrote.
fn sentences(senders: &[String]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for sender in senders {
        match counts.iter_mut().find(|(known, _)| known == sender) {
            Some((_, count)) => *count += 1,
            None => counts.push((sender, 1)),
        }
    }
    let sentences = counts
        .into_iter()
        .map(|(sender, count)| en::messages_elsewhere(sender, count));
    sentences.collect::<Vec<_>>().join(". ")
}
