//! Where to go after signing in.

use super::encoding::{decode, encode};

/// Where a person goes without a `next`.
pub const DEFAULT_PATH: &str = "/messages";

/// `next` when it is a path on this origin, else [`DEFAULT_PATH`]. Browsers read `//host` and `/\host`
/// as another origin, and drop tabs and line breaks from addresses, so all of these are refused.
pub fn safe_next(next: Option<&str>) -> &str {
    next.filter(|path| is_own_path(path))
        .unwrap_or(DEFAULT_PATH)
}

/// The first value of this name in a query string; `None` without one, or where it is not UTF-8. A plus is a plus: the
/// app writes a blank as `%20`, and in a link typed by hand a plus belongs to an address more often than a blank.
pub fn query_value(query: &str, name: &str) -> Option<String> {
    let pairs = query.trim_start_matches('?').split('&');
    let mut values = pairs.filter_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name));
    decode(values.next()?.1)
}

/// The paths of the account pages.
pub const ACCOUNT_PATHS: [&str; 4] = ["/signin", "/signup", "/confirm", "/forgot"];

/// Whether a path, with or without a query, is an account page's.
pub fn is_account_page(path: &str) -> bool {
    let page = path.split('?').next().unwrap_or_default();
    ACCOUNT_PATHS.contains(&page)
}

/// The path of an account page that goes on to `next`.
pub fn with_next(path: &str, next: Option<&str>) -> String {
    match safe_next(next) {
        DEFAULT_PATH => path.to_owned(),
        next => {
            let and = if path.contains('?') { '&' } else { '?' };
            format!("{path}{and}next={}", encode(next).replace("%2F", "/"))
        }
    }
}

/// The path of the sign-in page that comes back to `path`.
pub fn sign_in_path(path: &str) -> String {
    let path = if path == "/" { DEFAULT_PATH } else { path };
    with_next(ACCOUNT_PATHS[0], Some(path))
}

fn is_own_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.contains("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
        && !ACCOUNT_PATHS
            .iter()
            .any(|account| path.starts_with(account))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_on_this_origin_are_followed() {
        for good in ["/messages", "/messages/new/londo", "/messages/a?b=c#d", "/"] {
            assert_eq!(safe_next(Some(good)), good);
        }
        for bad in [
            "",
            "messages",
            "//evil.example",
            "/messages//evil",
            "/\\evil.example",
            "\\\\evil",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil",
            "/signin?next=/signin",
            "/signup",
        ] {
            assert_eq!(safe_next(Some(bad)), DEFAULT_PATH, "{bad:?}");
        }
        assert_eq!(safe_next(None), DEFAULT_PATH);
    }

    #[test]
    fn a_value_is_found_in_a_query() {
        let query = "?a=1&next=/messages/a%3Fb&email=ann+lee@example.com&next=other&c=%2B%20";
        assert_eq!(query_value(query, "next").as_deref(), Some("/messages/a?b"));
        assert_eq!(
            query_value(query, "email").as_deref(),
            Some("ann+lee@example.com")
        );
        assert_eq!(query_value(query, "c").as_deref(), Some("+ "));
        assert_eq!(query_value(query, "b"), None);
        assert_eq!(query_value("next=%FF", "next"), None);
    }

    #[test]
    fn the_way_back_is_kept_in_the_address() {
        assert_eq!(
            sign_in_path("/messages/new/londo"),
            "/signin?next=/messages/new/londo"
        );
        assert_eq!(
            sign_in_path("/messages/a?b"),
            "/signin?next=/messages/a%3Fb"
        );
        assert_eq!(sign_in_path("/"), "/signin");
        assert_eq!(
            with_next("/confirm?email=a%2Bb%40c", Some("/messages/x")),
            "/confirm?email=a%2Bb%40c&next=/messages/x"
        );
        assert!(is_account_page("/confirm?email=a%2Bb%40c"));
        assert!(!is_account_page("/messages?email=/confirm"));
    }
}
