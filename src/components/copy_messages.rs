//! Copying several messages: who wrote each, and when.

use cruddur_engine::view::{MessageView, RowKey};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{ClipboardEvent, Element, HtmlElement, Range};
use wasm_bindgen::JsCast;

use crate::components::transcript_anchor::ROW;
use crate::i18n::{clock_text, en, group_events};
use crate::platform::focus::is_field;
use crate::platform::selection::{self, Overlap};
use crate::runtime::{App, use_app};

/// A selection over several messages of this transcript is copied with a line "Name, time: text" per message, also of
/// those that are not rendered. A selection within one message stays the browser's.
pub fn copy_with_names(transcript: NodeRef<html::Div>) {
    let app = use_app();
    // The event goes to where the selection begins, which may be outside of the transcript ("select all").
    let listener = window_event_listener(leptos::ev::copy, move |ev: ClipboardEvent| {
        let target = ev
            .target()
            .and_then(|target| target.dyn_into::<HtmlElement>().ok());
        if target.is_some_and(|target| is_field(&target)) {
            return;
        }
        let transcript = transcript.get_untracked();
        let Some(text) = transcript.and_then(|transcript| selected_messages(app, &transcript))
        else {
            return;
        };
        if ev
            .clipboard_data()
            .is_some_and(|data| data.set_data("text/plain", &text).is_ok())
        {
            ev.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// The lines of the selected messages; `None` where they are not several.
fn selected_messages(app: App, transcript: &Element) -> Option<String> {
    let range = selection::selected()?;
    let whole = selection::overlap(&range, transcript)?;
    let articles = transcript.query_selector_all("article").ok()?;
    let touched: Vec<Element> = (0..articles.length())
        .filter_map(|at| articles.item(at)?.dyn_into::<Element>().ok())
        .filter(|article| selection::touches(&range, article))
        .collect();
    let (first, last) = (touched.first()?, touched.last()?);
    let keys: Vec<RowKey> = app.rows.with_untracked(|rows| {
        let all = rows.list.iter().flat_map(|chunk| chunk.rows.iter());
        all.cloned().collect()
    });
    let place = |article: &Element| {
        let key = article.get_attribute(ROW)?;
        keys.iter().position(|known| known.0 == key)
    };
    let from = if whole.from_start { 0 } else { place(first)? };
    let to = if whole.to_end {
        keys.len()
    } else {
        place(last)? + 1
    };
    let lines: Vec<String> = keys
        .get(from..to)?
        .iter()
        .filter_map(|key| {
            let row = app.row(key).get_untracked()?;
            let edge = touched.iter().find(|article| {
                (*article == first || *article == last)
                    && article.get_attribute(ROW).as_deref() == Some(&key.0)
            });
            let part = edge.and_then(|article| part_of(&range, article));
            line(&row.message, part)
        })
        .collect();
    (lines.len() > 1).then(|| lines.join("\n"))
}

/// How much of an article's text is selected.
fn part_of(range: &Range, article: &Element) -> Option<Overlap> {
    let text = article.query_selector(".message-text").ok()??;
    selection::overlap(range, &text)
}

/// The line of a message, of which all or a part is selected.
fn line(message: &MessageView, part: Option<Overlap>) -> Option<String> {
    let text = match (part, &message.system) {
        (Some(part), _) if !(part.from_start && part.to_end) => part.text,
        (_, Some(event)) => group_events::sentence(&message.display_name, event),
        _ if message.deleted => en::MESSAGE_DELETED.to_owned(),
        _ => message.text.clone(),
    };
    let time = clock_text::clock(message.at.millis());
    (!text.is_empty()).then(|| en::copied_message(&message.display_name, &time, &text))
}
