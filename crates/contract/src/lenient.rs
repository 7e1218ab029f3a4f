//! Reading lists element by element, so that one bad element costs that element alone.

use crate::json::{FromJson, elements};

/// A list as read: the good elements in their order, and how many were dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LenientList<T> {
    /// The elements that could be read, in the server's order.
    pub items: Vec<T>,
    /// How many elements could not be read.
    pub dropped: usize,
}

/// The body is no JSON array at all (an HTML page, `{}`, nothing).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON array")]
pub struct NotAList;

/// Reads a JSON array, dropping the elements that are not a `T`.
///
/// `serde_json` fails a whole `Vec` on one lone surrogate or wrong type (measured); passing over an
/// element does not decode it, so the damage stays in it.
pub fn list<T: FromJson>(body: &str) -> Result<LenientList<T>, NotAList> {
    let raw = elements(body).ok_or(NotAList)?;
    let total = raw.len();
    let items: Vec<T> = raw.into_iter().filter_map(T::from_json).collect();
    let dropped = total - items.len();
    Ok(LenientList { items, dropped })
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
