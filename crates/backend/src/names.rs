//! Comparing names for the search.

/// Folds a name for searching by prefix. Display names are in every script, so this lowercases by Unicode;
/// handles alone are compared by [`cruddur_contract::person::fold_handle`].
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
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
