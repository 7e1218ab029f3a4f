//! The text of a message: text nodes, and links that show where they lead.

use leptos::either::Either;
use leptos::prelude::*;

use crate::components::links::{Piece, pieces_of};

/// The text with its line breaks; `http`, `https` and `mailto` links can be followed. A link always shows
/// its whole address, so that nobody is led elsewhere than they read.
#[component]
pub fn MessageText(
    /// As its author wrote it.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let pieces = pieces_of(&text).into_iter().map(|piece| match piece {
        Piece::Text(text) => Either::Left(text),
        Piece::Link { text, address } => Either::Right(view! {
            <a href=address target="_blank" rel="noopener noreferrer nofollow">{text}</a>
        }),
    });
    view! { <p class="message-text" dir="auto">{pieces.collect::<Vec<_>>()}</p> }
}
