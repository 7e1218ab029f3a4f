//! Reading a body that must be one JSON object.

use serde::de::{DeserializeOwned, Error as _};

/// Reads a JSON object. An array is refused: serde's derived structs would read one by position, so that
/// `["g1"]` would pass for an answer.
pub fn object<T: DeserializeOwned>(body: &str) -> serde_json::Result<T> {
    if !body.trim_ascii_start().starts_with('{') {
        return Err(serde_json::Error::custom("expected a JSON object"));
    }
    serde_json::from_str(body)
}
