//! Where the links of a text begin and end. `linkify` knows addresses in text of ASCII; this adds where they end
//! in other scripts, and addresses that begin with `www.`.

pub mod hosts;
mod scripts;
#[cfg(test)]
mod tests;

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use scripts::{ends_link, needs_no_blank, turns_direction};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Link { text: String, address: String },
}

/// A link by its place in the text.
struct Found {
    range: Range<usize>,
    address: String,
}

/// The text with its links. Nothing of it is lost.
pub fn pieces_of(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut done = 0;
    while let Some(found) = next_link(text, done) {
        if done < found.range.start {
            pieces.push(Piece::Text(text[done..found.range.start].to_owned()));
        }
        done = found.range.end;
        pieces.push(Piece::Link {
            text: text[found.range].to_owned(),
            address: found.address,
        });
    }
    if done < text.len() {
        pieces.push(Piece::Text(text[done..].to_owned()));
    }
    pieces
}

/// The first link from a place on.
fn next_link(text: &str, from: usize) -> Option<Found> {
    let mut from = from;
    loop {
        let (is_mail, span) = next_span(text, from)?;
        let found = if is_mail {
            mail_link(text, span.clone())
        } else {
            web_link(text, span.clone(), "")
        };
        // A name with `www.` in the text before, or in what is no link.
        let before = match &found {
            Some(found) => from..found.range.start,
            None => from..span.end,
        };
        if let Some(found) = www_link(text, before).or(found) {
            return Some(found);
        }
        from = span.end;
    }
}

/// What linkify takes for the next address, and whether of mail; past the last one the rest of the text, which is
/// none.
fn next_span(text: &str, from: usize) -> Option<(bool, Range<usize>)> {
    let rest = text.get(from..).filter(|rest| !rest.is_empty())?;
    let (is_mail, span) = first_address(rest).unwrap_or((false, 0..rest.len()));
    Some((is_mail, from + span.start..from + span.end))
}

/// The first address of a text, and whether it is of mail.
fn first_address(text: &str) -> Option<(bool, Range<usize>)> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    let link = finder.links(text).next()?;
    Some((*link.kind() == LinkKind::Email, link.start()..link.end()))
}

/// The beginning of a text that is an address of this kind: cutting may leave a full stop or a bracket at the end.
fn whole_address(text: &str, of_mail: bool) -> Option<&str> {
    let cut = &text[..end_of_address(text)];
    let (is_mail, span) = first_address(cut)?;
    (span.start == 0 && is_mail == of_mail).then(|| &cut[span])
}

/// The web address that begins a span; `scheme` is what the text leaves out.
fn web_link(text: &str, span: Range<usize>, scheme: &str) -> Option<Found> {
    let start = span.start;
    let address = format!("{scheme}{}", &text[span]);
    let address = whole_address(&address, false).filter(|address| is_web_address(address))?;
    let end = start + address.len().checked_sub(scheme.len())?;
    Some(Found {
        range: start..end,
        address: address.to_owned(),
    })
}

/// The first `www.example.com` that begins in a part of the text.
fn www_link(text: &str, part: Range<usize>) -> Option<Found> {
    let begins = |at: &usize| {
        let name = text.as_bytes().get(*at..at + 4);
        name.is_some_and(|name| name.eq_ignore_ascii_case(b"www."))
    };
    part.filter(begins).find_map(|start| {
        let joined = |c: char| c.is_ascii_alphanumeric() || "./:@-_%&=?#\\".contains(c);
        if text[..start].ends_with(joined) {
            return None;
        }
        let blank = |c: char| c.is_whitespace() || c.is_control();
        let end = text[start..]
            .find(blank)
            .map_or(text.len(), |at| start + at);
        let found = web_link(text, start..end, "https://")?;
        let host = text[found.range.clone()]
            .split(['/', '?', '#', ':'])
            .next()?;
        let is_host = host.split('.').count() > 2 && host.split('.').all(|label| !label.is_empty());
        is_host.then_some(found)
    })
}

/// The mail address in a span.
fn mail_link(text: &str, span: Range<usize>) -> Option<Found> {
    let (name, _) = text[span.clone()].split_once('@')?;
    let foreign = |c: char| ends_link(c) || needs_no_blank(c);
    // Words before it, without a blank between.
    let skipped = match name.char_indices().rfind(|(_, c)| foreign(*c)) {
        Some((at, c)) if at + c.len_utf8() < name.len() => at + c.len_utf8(),
        _ => 0,
    };
    let start = span.start + skipped;
    let address = whole_address(&text[start..span.end], true)?;
    Some(Found {
        range: start..start + address.len(),
        address: mailto(address),
    })
}

/// A link to this address alone: what would begin header fields of the mail (RFC 6068: `?cc=`) is a part of the
/// name before the `@`.
fn mailto(address: &str) -> String {
    let mut link = "mailto:".to_owned();
    for c in address.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' | '+' | '@' => link.push(c),
            c if c.is_ascii() => link.push_str(&format!("%{:02X}", u32::from(c))),
            c => link.push(c),
        }
    }
    link
}

/// Where an address ends: before punctuation that closes a sentence or a quotation, and before the letters of a
/// script that is written without blanks, unless they begin a part of the path.
fn end_of_address(address: &str) -> usize {
    let mut previous = ' ';
    let mut end = address.len();
    for (at, c) in address.char_indices() {
        let follows_word = previous.is_ascii_alphanumeric() || is_root(&address[..at]);
        if ends_link(c) || (needs_no_blank(c) && follows_word) {
            end = at;
            break;
        }
        previous = c;
    }
    let trailing = |c: char| turns_direction(c) || c == '\u{2013}';
    address[..end].trim_end_matches(trailing).len()
}

/// `https://example.com/`: browsers add the slash to a host when it is copied, so words behind it are no path.
fn is_root(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.ends_with('/') && rest.matches('/').count() == 1
}

/// A web address without a name or password before its host (`https://bank.example@evil.example`
/// leads to evil.example) and without characters that turn the reading direction.
fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    ["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
        && !host.is_empty()
        && !host.contains('@')
        && !text.contains(turns_direction)
}
