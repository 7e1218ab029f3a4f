//! The text of a message: text nodes, and links that show where they lead.

use leptos::either::Either;
use leptos::prelude::*;
use linkify::{LinkFinder, LinkKind};

/// A piece of a message's text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Link { text: String, address: String },
}

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

fn pieces_of(text: &str) -> Vec<Piece> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    finder
        .spans(text)
        .map(|span| {
            let text = span.as_str().to_owned();
            match span.kind().and_then(|kind| address_of(kind, &text)) {
                Some(address) => Piece::Link { text, address },
                None => Piece::Text(text),
            }
        })
        .collect()
}

fn address_of(kind: &LinkKind, text: &str) -> Option<String> {
    match kind {
        LinkKind::Email => Some(format!("mailto:{text}")),
        LinkKind::Url => is_web_address(text).then(|| text.to_owned()),
        _ => None,
    }
}

/// A web address without a name or password before its host (`https://bank.example@evil.example`
/// leads to evil.example) and without characters that turn the reading direction.
fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let turns = |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}');
    ["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
        && !host.is_empty()
        && !host.contains('@')
        && !text.chars().any(turns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        pieces_of(text)
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Link { address, .. } => Some(address),
                Piece::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn nothing_of_the_text_is_lost() {
        for text in [
            "",
            "plain",
            "see https://a.example/b?c=d. Then\n\nmail me@a.example",
            "<b>&amp;</b>",
        ] {
            let whole: String = pieces_of(text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) | Piece::Link { text, .. } => text,
                })
                .collect();
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn web_and_mail_addresses_are_links() {
        assert_eq!(
            links("https://a.example/x, HTTP://b.example and c@d.example"),
            [
                "https://a.example/x",
                "HTTP://b.example",
                "mailto:c@d.example"
            ]
        );
    }

    #[test]
    fn other_schemes_and_disguised_hosts_are_text() {
        for text in [
            "javascript:alert(1)",
            "javascript://a.example/%0aalert(1)",
            "data:text/html,x",
            "data://a.example/x",
            "vbscript://a.example",
            "file:///etc/passwd",
            "ftp://a.example",
            "https://bank.example@evil.example/",
            "https://a.example/\u{202E}gpj.exe",
        ] {
            assert_eq!(links(text), Vec::<String>::new(), "{text:?}");
        }
    }

    #[test]
    fn a_web_address_behind_another_scheme_is_linked_without_it() {
        assert_eq!(links("blob:https://a.example/1"), ["https://a.example/1"]);
    }
}
