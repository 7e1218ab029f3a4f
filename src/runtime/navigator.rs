//! The router's `navigate`, which exists only inside the mounted tree.

use std::cell::RefCell;

type Navigate = Box<dyn Fn(&str, bool)>;

thread_local! {
    static NAVIGATE: RefCell<Option<Navigate>> = const { RefCell::new(None) };
}

/// Takes the function that shows a path (second argument: in place of the present entry).
pub fn set_navigator(navigate: Navigate) {
    NAVIGATE.set(Some(navigate));
}

/// Shows a path (`replace`: in place of the present entry). Before the tree is mounted there is
/// nothing to show it in.
pub fn navigate(path: &str, replace: bool) {
    NAVIGATE.with_borrow(|navigate| {
        if let Some(navigate) = navigate {
            navigate(path, replace);
        }
    });
}
