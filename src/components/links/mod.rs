//! Where the links of a text begin and end. `linkify` knows addresses in text of ASCII; this adds where they end
//! in other scripts, and addresses that begin with `www.`.

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
    let found = finder().links(rest).next();
    Some(match found {
        Some(link) => {
            let is_mail = *link.kind() == LinkKind::Email;
            (is_mail, from + link.start()..from + link.end())
        }
        None => (false, from..text.len()),
    })
}

fn finder() -> LinkFinder {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    finder
}

/// The web address that begins a span; `scheme` is what the text leaves out.
fn web_link(text: &str, span: Range<usize>, scheme: &str) -> Option<Found> {
    let address = format!("{scheme}{}", &text[span.clone()]);
    let cut = &address[..end_of_address(&address)];
    // Cutting may leave a full stop or a bracket at the end.
    let whole = finder()
        .links(cut)
        .next()
        .filter(|link| link.start() == 0)?;
    let address = whole.as_str();
    let length = address.len().checked_sub(scheme.len())?;
    is_web_address(address).then(|| Found {
        range: span.start..span.start + length,
        address: address.to_owned(),
    })
}

/// The first `www.example.com` that begins in a part of the text.
fn www_link(text: &str, part: Range<usize>) -> Option<Found> {
    let lower = text[part.clone()].to_ascii_lowercase();
    let mut starts = lower.match_indices("www.");
    starts.find_map(|(at, _)| {
        let start = part.start + at;
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
        let labels: Vec<&str> = host.split('.').collect();
        (labels.len() > 2 && labels.iter().all(|label| !label.is_empty())).then_some(found)
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
    let address = &text[start..span.end];
    let cut = &address[..end_of_address(address)];
    let whole = finder()
        .links(cut)
        .next()
        .filter(|link| link.start() == 0)?;
    (*whole.kind() == LinkKind::Email).then(|| Found {
        range: start..start + whole.end(),
        address: format!("mailto:{}", whole.as_str()),
    })
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
