//! What was typed into a form, in one form for all browsers.

use cruddur_engine::view::Field;

use crate::platform::unicode;

/// The value of a field: names in NFC, as servers store and count them, and addresses as [`plain_address`].
pub fn plain_value(field: Field, text: String) -> String {
    match field {
        Field::Email => plain_address(text),
        Field::Name => unicode::nfc(&text),
        _ => text,
    }
}

/// An address with its domain in ASCII. Chromium's `<input type="email">` gives it so, Firefox's gives what was
/// typed; to Cognito these are two accounts, and mail is sent to the ASCII form only.
pub fn plain_address(text: String) -> String {
    let Some((name, domain)) = text.trim().rsplit_once('@') else {
        return text;
    };
    // Of a domain with a slash or a colon `URL` would take a part.
    let is_domain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if domain.is_ascii() || !domain.chars().all(is_domain) {
        return text;
    }
    match unicode::ascii_domain(domain) {
        Some(domain) => format!("{name}@{domain}"),
        None => text,
    }
}
