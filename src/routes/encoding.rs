//! Percent-encoding of path segments and query values (RFC 3986, 2.1).

use cruddur_contract::paths;
use percent_encoding::percent_decode_str;

/// Percent-encodes all but the unreserved characters, as the API's paths are.
pub fn encode(text: &str) -> String {
    paths::encode(text).to_string()
}

/// Undoes percent-encoding; `None` when the result is not UTF-8 or holds control characters.
pub fn decode(segment: &str) -> Option<String> {
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    (!text.chars().any(char::is_control)).then(|| text.into_owned())
}
