//! The text of a message: text nodes, and links that show where they lead. Each piece is the whole content of an
//! element, for what a page translator has changed can then still be replaced (person_name.rs).

use leptos::either::Either;
use leptos::prelude::*;

use crate::components::links::hosts::ambiguous_host;
use crate::components::links::{Piece, pieces_of};
use crate::platform::unicode::ascii_domain;

/// The text with its line breaks; `http`, `https` and `mailto` links can be followed. A link always shows
/// its whole address, so that nobody is led elsewhere than they read; a host that could be taken for another one
/// stands there in ASCII.
#[component]
pub fn MessageText(
    /// As its author wrote it.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let pieces = pieces_of(&text);
    if !pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Link { .. }))
    {
        return Either::Left(
            view! { <p class="message-text" dir="auto" prop:textContent=text></p> },
        );
    }
    let pieces = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => Either::Left(view! { <span prop:textContent=text></span> }),
        Piece::Link { text, address } => Either::Right(view! {
            <a href=address target="_blank" rel="noopener noreferrer nofollow" prop:textContent=shown(text)></a>
        }),
    });
    Either::Right(view! { <p class="message-text" dir="auto">{pieces.collect::<Vec<_>>()}</p> })
}

/// A link's text.
fn shown(mut text: String) -> String {
    if let Some(host) = ambiguous_host(&text)
        && let Some(ascii) = ascii_domain(&text[host.clone()])
    {
        text.replace_range(host, &ascii);
    }
    text
}
