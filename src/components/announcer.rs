//! Reads out new messages to assistive technology: batched, never history, never one's own.

use std::time::Duration;

use cruddur_engine::view::News;
use leptos::prelude::*;

use crate::components::reactive::effect;
use crate::html::{Callback, Node, State, view};
use crate::runtime::use_app;
use crate::text::en;

/// How long messages are gathered before they are read out.
const GATHER: Duration = Duration::from_secs(1);
/// How long what was read out stays findable.
const KEEP: Duration = Duration::from_secs(7);

/// A polite live region that is not seen.
#[component(transparent)]
pub fn Announcer(
    /// Called at once when messages of others come in, with their number.
    on_news: Callback<usize>,
) -> Node {
    let app = use_app();
    let said = State::new(String::new());
    let waiting = State::new(Vec::<News>::new());
    let say = move || {
        let news = waiting.get_untracked();
        if !news.is_empty() {
            waiting.set(Vec::new());
            said.set(sentence(&news));
            set_timeout(move || said.set(String::new()), KEEP);
        }
    };
    effect(move || {
        let news = app.take_news();
        if !news.is_empty() {
            on_news.run(news.len());
            let first = waiting.with_untracked(Vec::is_empty);
            waiting.update(|waiting| waiting.extend(news));
            if first {
                set_timeout(say, GATHER);
            }
        }
    });
    view! { <div class="visually-hidden" aria-live="polite" data-announcer="">{said}</div> }
}

/// One sentence a sender, in the order they wrote.
fn sentence(news: &[News]) -> String {
    let mut by_sender: Vec<(&str, Vec<String>)> = Vec::new();
    for item in news {
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
