//! The path that the app is served below: empty, or `/chat` after `trunk build --public-url /chat/`.

use crate::platform::page;

thread_local! {
    static BASE: String = page::base_path();
}

/// The base, without a slash at its end.
pub fn base() -> String {
    BASE.with(String::clone)
}

/// The `href` of a path of the app.
pub fn href(path: &str) -> String {
    BASE.with(|base| format!("{base}{path}"))
}

/// The path of the app that the address bar's path stands for.
pub fn path_in_app(pathname: &str) -> String {
    BASE.with(|base| without_base(base, pathname).to_owned())
}

fn without_base<'a>(base: &str, pathname: &'a str) -> &'a str {
    match pathname.strip_prefix(base) {
        Some("") => "/",
        Some(path) if path.starts_with('/') => path,
        _ => pathname,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_taken_off_whole_segments_only() {
        for (base, pathname, path) in [
            ("", "/messages", "/messages"),
            ("", "/", "/"),
            ("/chat", "/chat/messages/new", "/messages/new"),
            ("/chat", "/chat/", "/"),
            ("/chat", "/chat", "/"),
            ("/chat", "/chatter", "/chatter"),
        ] {
            assert_eq!(
                without_base(base, pathname),
                path,
                "{pathname} below {base}"
            );
        }
    }
}
