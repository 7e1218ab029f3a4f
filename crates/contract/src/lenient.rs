//! Reading that survives what one server, or one element, gets wrong.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A list as read: the good elements in their order, and how many were dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LenientList<T> {
    /// In the server's order.
    pub items: Vec<T>,
    /// How many elements could not be read.
    pub dropped: usize,
}

/// The body is no JSON array at all (an HTML page, `{}`, nothing).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON array")]
pub struct NotAList;

impl<'de, T: DeserializeOwned> Deserialize<'de> for LenientList<T> {
    /// A derived `Vec` fails as a whole on one lone surrogate or wrong type. A `RawValue` is skipped over
    /// without decoding its strings, so the damage stays in its element.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let elements = Vec::<&RawValue>::deserialize(deserializer)?;
        let total = elements.len();
        let items: Vec<T> = elements
            .into_iter()
            .filter_map(|element| serde_json::from_str(element.get()).ok())
            .collect();
        let dropped = total - items.len();
        Ok(Self { items, dropped })
    }
}

/// Reads a JSON array, dropping the elements that are not a `T`.
pub fn list<T: DeserializeOwned>(body: &str) -> Result<LenientList<T>, NotAList> {
    serde_json::from_str(body).map_err(|_| NotAList)
}

/// For `deserialize_with`: a value of another kind counts as absent.
pub fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(value.get()).unwrap_or_default())
}

/// For `deserialize_with`: `null` counts as absent.
pub fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poison_element_is_dropped_alone() {
        let body = r#"["a", 7, "\ud800", null, "b"]"#;
        let read = list::<String>(body).expect("an array");
        assert_eq!(read.items, ["a", "b"]);
        assert_eq!(read.dropped, 3);
    }

    #[test]
    fn what_is_no_array_is_never_taken_for_an_empty_one() {
        for body in ["", "{}", "<html></html>", "null", "[1,", "\"text\""] {
            assert_eq!(list::<String>(body), Err(NotAList), "{body}");
        }
    }
}
