//! Cleaning and comparing names.

/// Folds a name or handle for comparing and searching by prefix. Display names are in every script, so
/// this is Unicode's folding; the app compares handles only, and those are ASCII.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A name without control characters and superfluous white space.
pub fn clean(name: &str) -> String {
    let visible: String = name
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_of_every_script_lose_their_case() {
        assert_eq!(fold(" ÉLISE Ünal\n"), "élise ünal");
        assert_eq!(fold("AndrewBrown"), "andrewbrown");
    }
}
