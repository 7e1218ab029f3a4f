//! Which rows of a transcript are news.

use cruddur_engine::view::RowKey;

/// The rows of `after` that `before` did not have and that stand below one it had: what was put in
/// above is history, not news. Nothing is news in a transcript that was empty.
pub fn fresh_rows<'a>(before: &[RowKey], after: &'a [RowKey]) -> Vec<&'a RowKey> {
    // Sorted for the look-ups: a set of its own would be another copy of the hash table.
    let mut known: Vec<&str> = before.iter().map(|key| key.0.as_str()).collect();
    known.sort_unstable();
    let is_new = |key: &&RowKey| known.binary_search(&key.0.as_str()).is_err();
    after.iter().skip_while(is_new).filter(is_new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(names: &str) -> Vec<RowKey> {
        names.chars().map(|name| RowKey(name.to_string())).collect()
    }

    fn fresh(before: &str, after: &str) -> String {
        fresh_rows(&keys(before), &keys(after))
            .iter()
            .map(|key| key.0.as_str())
            .collect()
    }

    #[test]
    fn only_rows_below_known_ones_are_news() {
        assert_eq!(fresh("abc", "abcde"), "de");
        assert_eq!(fresh("abc", "xyabc"), "");
        assert_eq!(fresh("abc", "xabcd"), "d");
        assert_eq!(fresh("ab", "axb"), "x");
        assert_eq!(fresh("", "abc"), "");
        assert_eq!(fresh("abc", "xyz"), "");
        assert_eq!(fresh("abc", "ab"), "");
    }
}
