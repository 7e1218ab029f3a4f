//! Reads out new messages to assistive technology: batched, never history, never one's own.

use std::time::Duration;

use cruddur_engine::view::{ConversationKey, RowKey};
use leptos::prelude::*;

use crate::components::drafts::is_same_conversation;
use crate::components::fresh_rows::fresh_rows;
use crate::components::reactive::effect;
use crate::html::{Node, view};
use crate::runtime::{App, use_app};
use crate::text::en;

/// How long messages are gathered before they are read out.
const GATHER: Duration = Duration::from_secs(1);
/// How long what was read out stays findable.
const KEEP: Duration = Duration::from_secs(7);

/// A message of somebody else that has just come in.
#[derive(Clone, Debug)]
struct News {
    sender: String,
    text: String,
}

/// What the transcript looked like when it was last looked at.
#[derive(Clone, Default)]
struct Seen {
    key: Option<ConversationKey>,
    rows: Vec<RowKey>,
}

/// A polite live region that is not seen.
#[component(transparent)]
pub fn Announcer(
    /// Called at once when messages of others come in.
    on_news: Callback<()>,
) -> Node {
    let app = use_app();
    let said = RwSignal::new(String::new());
    let waiting = StoredValue::new(Vec::<News>::new());
    let say = move || {
        let news = waiting.try_update_value(std::mem::take).unwrap_or_default();
        if !news.is_empty() {
            said.set(sentence(&news));
            set_timeout(move || said.set(String::new()), KEEP);
        }
    };
    let mut before = None::<Seen>;
    effect(move || {
        let now = look(app);
        let news = before
            .as_ref()
            .map(|before| news_since(app, before, &now))
            .unwrap_or_default();
        if !news.is_empty() {
            on_news.run(());
            let first = waiting.with_value(Vec::is_empty);
            waiting.update_value(|waiting| waiting.extend(news));
            if first {
                set_timeout(say, GATHER);
            }
        }
        before = Some(now);
    });
    view! { <div class="visually-hidden" aria-live="polite" data-announcer="">{said}</div> }
}

fn look(app: App) -> Seen {
    Seen {
        key: app
            .conversation
            .with(|view| view.as_ref().map(|view| view.key.clone())),
        rows: app.rows.get(),
    }
}

fn news_since(app: App, before: &Seen, now: &Seen) -> Vec<News> {
    let handle = app
        .conversation
        .with_untracked(|view| view.as_ref().map(|view| view.handle.clone()));
    let (Some(left), Some(entered), Some(handle)) = (&before.key, &now.key, handle) else {
        return Vec::new();
    };
    if !is_same_conversation(left, entered, &handle) {
        return Vec::new();
    }
    fresh_rows(&before.rows, &now.rows)
        .into_iter()
        .filter_map(|key| app.row(key).get_untracked())
        .filter(|placed| !placed.message.mine && !placed.message.deleted)
        .map(|placed| News {
            sender: placed.message.display_name.clone(),
            text: placed.message.text.clone(),
        })
        .collect()
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
