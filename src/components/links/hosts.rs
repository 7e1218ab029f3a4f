//! Hosts that could be taken for another: `https://аpple.com` with a Cyrillic а.

use std::ops::Range;

use cruddur_contract::lookalikes::{mixes_scripts, passes_for_latin};

/// The host within a link's text, if it has to be shown in ASCII (`xn--…`) to be told from another: a part between
/// two dots mixes scripts, or is of another script whose letters all pass for Latin ones.
pub fn ambiguous_host(text: &str) -> Option<Range<usize>> {
    let start = text.find("://").map_or(0, |at| at + 3);
    let end = text[start..]
        .find(['/', '?', '#', '\\', ':'])
        .map_or(text.len(), |at| start + at);
    let host = &text[start..end];
    let is_ambiguous = |label: &str| mixes_scripts(label) || passes_for_latin(label);
    // The full stops of Chinese and Japanese separate labels, too (UTS 46).
    let mut labels = host.split(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}']);
    labels.any(is_ambiguous).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_mixed_scripts_and_those_that_pass_for_latin_are_ambiguous() {
        for (text, host) in [
            ("https://аpple.com/a", "аpple.com"),
            ("https://www.аррӏе.com", "www.аррӏе.com"),
            ("www.gооgle.example:80/x", "www.gооgle.example"),
            ("HTTPS://a。ехаmple.com?x", "a。ехаmple.com"),
            ("https://𝐚pple.example", "𝐚pple.example"),
        ] {
            assert_eq!(
                ambiguous_host(text).map(|at| &text[at]),
                Some(host),
                "{text}"
            );
        }
        for text in [
            "https://apple.com/аpple",
            "https://bücher.example/größe",
            "https://правда.рф/а",
            "https://пример.example",
            "https://日本語.example/a",
            "https://東京tower.example",
            "https://ελλάδα.gr",
            "https://xn--pple-43d.com",
            "https://127.0.0.1/a",
        ] {
            assert_eq!(ambiguous_host(text), None, "{text}");
        }
    }
}
