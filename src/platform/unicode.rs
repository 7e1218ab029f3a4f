//! What the browser's Unicode tables do, so that the app needs none.

use leptos::web_sys::Url;
use leptos::web_sys::js_sys::JsString;

/// The text in Normalization Form C.
pub fn nfc(text: &str) -> String {
    JsString::from(text).normalize("NFC").into()
}

/// The ASCII form of an international domain name (URL, "domain to ASCII"); `None` when it is none.
pub fn ascii_domain(domain: &str) -> Option<String> {
    Url::new(&format!("http://{domain}/"))
        .ok()
        .map(|url| url.hostname())
}
