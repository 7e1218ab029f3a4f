//! What a function reads from its environment (set by `infra/template.yaml`).

/// An environment variable a function cannot work without is missing or empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("environment variable {0} is not set")]
pub struct Missing(pub &'static str);

/// A variable the function needs.
///
/// # Errors
/// [`Missing`] names it when it is absent or empty.
pub fn required(name: &'static str) -> Result<String, Missing> {
    optional(name).ok_or(Missing(name))
}

/// A variable that may be absent; empty counts as absent.
pub fn optional(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The elements of a comma-separated variable, trimmed, empty ones dropped.
pub fn list(name: &str) -> Vec<String> {
    optional(name)
        .unwrap_or_default()
        .split(',')
        .map(|element| element.trim().to_owned())
        .filter(|element| !element.is_empty())
        .collect()
}
