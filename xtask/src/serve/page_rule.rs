//! Which paths are pages of the app: the rule of the CDN's function, taken from its file.

use regex_lite::Regex;

use crate::failure::{Outcome, failure};

const FUNCTION: &str = include_str!("../../../infra/cdn/viewer-request.js");

/// Whether a path answers with index.html.
pub struct PageRule(Regex);

impl PageRule {
    /// The rule of `infra/cdn/viewer-request.js`: its line `const PAGE = /…/;`.
    pub fn of_the_cdn() -> Outcome<Self> {
        FUNCTION
            .lines()
            .find_map(|line| line.strip_prefix("const PAGE = /")?.strip_suffix("/;"))
            .and_then(|expression| Regex::new(expression).ok())
            .map(Self)
            .ok_or_else(|| failure("infra/cdn/viewer-request.js has no line `const PAGE = /…/;`."))
    }

    /// Whether this path, below the site's own, is a page.
    pub fn is_page(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_files_are_those_of_the_cdn() {
        let paths = include_str!("../../../tests/cdn/paths.json");
        let paths: serde_json::Value = serde_json::from_str(paths).expect("JSON");
        let rule = PageRule::of_the_cdn().expect("a rule");
        for (kind, is_page) in [("pages", true), ("files", false)] {
            for path in paths[kind].as_array().expect(kind) {
                let path = path.as_str().expect("a path");
                assert_eq!(rule.is_page(path), is_page, "{path}");
            }
        }
    }
}
