//! The language of the app's words, and how dates are written in it.

/// The language of the words, as `lang` of index.html names it.
pub const LANGUAGE: &str = "en";

/// The locale to write dates in for a browser of this language (BCP 47): the language of the words, and of
/// the reader's locale the region where the languages agree.
pub fn of_dates(language: &str) -> String {
    // A single letter begins an extension, whose subtags mean other things.
    let mut subtags = language.split('-').take_while(|subtag| subtag.len() > 1);
    let same = subtags
        .next()
        .is_some_and(|first| first.eq_ignore_ascii_case(LANGUAGE));
    // Not the tag as it is: `Intl` throws for one that is not well-formed, as some systems have.
    match subtags.find(|subtag| is_region(subtag)).filter(|_| same) {
        Some(region) => format!("{LANGUAGE}-{region}"),
        None => LANGUAGE.to_owned(),
    }
}

/// A country, or a region by its number (RFC 5646, 2.2.4).
fn is_region(subtag: &str) -> bool {
    match subtag.len() {
        2 => subtag.bytes().all(|byte| byte.is_ascii_alphabetic()),
        3 => subtag.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_in_the_language_of_the_words() {
        for (language, locale) in [
            ("en-GB", "en-GB"),
            ("EN-au", "en-au"),
            ("en-Latn-NZ", "en-NZ"),
            ("en-001", "en-001"),
            ("en", "en"),
            ("de-DE", "en"),
            ("fa", "en"),
            ("ar-SA-u-nu-arab", "en"),
            ("en-u-nu-arab", "en"),
            ("en_US@posix", "en"),
            ("C", "en"),
            ("", "en"),
        ] {
            assert_eq!(of_dates(language), locale, "{language}");
        }
    }

    #[test]
    fn the_document_declares_the_language_of_the_words() {
        let page = include_str!("../../index.html");
        assert!(page.contains(&format!("<html lang=\"{LANGUAGE}\" dir=\"ltr\">")));
    }
}
