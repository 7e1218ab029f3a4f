//! The keyboard focus.

use leptos::web_sys::{
    Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, window,
};
use wasm_bindgen::JsCast;

/// The attribute of the one element a page's focus goes to after navigation.
pub const PAGE_HEADING: &str = "data-page-heading";

/// Whether the person looks at this page: it is visible and its window has the focus.
pub fn has_attention() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_some_and(|document| !document.hidden() && document.has_focus().unwrap_or(false))
}

/// The element that has the focus; `None` for the page itself.
pub fn focused() -> Option<HtmlElement> {
    let document = window()?.document()?;
    let element = document.active_element()?.dyn_into::<HtmlElement>().ok()?;
    (element.tag_name() != "BODY").then_some(element)
}

/// Gives the focus to an element; nothing happens when it cannot have it.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Gives the focus to an element, also to one that cannot have it by itself, without scrolling to it.
pub fn focus_in_place(element: &HtmlElement) {
    if element.tab_index() < 0 {
        element.set_tab_index(-1);
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Gives the focus to an element and scrolls just as far as it takes to see it; browsers put it in the middle.
pub fn focus_in_view(element: &HtmlElement) {
    focus_in_place(element);
    show(element);
}

/// Scrolls just as far as it takes to see an element.
pub fn show(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Gives the focus to the first element a selector finds below `root`.
pub fn focus_first(root: &Element, selector: &str) {
    if let Ok(Some(element)) = root.query_selector(selector) {
        focus(&element);
    }
}

/// After navigation: the page's heading, unless the person is writing something.
pub fn focus_page_heading() {
    if focused().is_some_and(|element| is_field(&element)) {
        return;
    }
    let Some(document) = window().and_then(|window| window.document()) else {
        return;
    };
    if let Ok(Some(heading)) = document.query_selector(&format!("[{PAGE_HEADING}]")) {
        focus(&heading);
    }
}

/// Whether keys have a meaning where the focus is: in a field, a menu, a list to choose from, or a dialog.
pub fn something_takes_keys() -> bool {
    const TAKES_KEYS: &str = "[role=menu], [role=listbox], [role=dialog], dialog";
    let focused = focused().is_some_and(|element| {
        is_field(&element) || element.closest(TAKES_KEYS).ok().flatten().is_some()
    });
    focused || is_dialog_open()
}

/// Whether a dialog is open over the page.
pub fn is_dialog_open() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_some_and(|document| {
        document
            .query_selector("dialog[open]")
            .is_ok_and(|dialog| dialog.is_some())
    })
}

/// Whether keys typed there are text.
pub fn is_field(element: &HtmlElement) -> bool {
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || element.is_content_editable()
}
