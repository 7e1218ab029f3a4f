//! Small operations on the document.

use leptos::web_sys::{Element, HtmlInputElement, HtmlTextAreaElement, window};
use wasm_bindgen::JsCast;

use super::focus;

fn by_id(id: &str) -> Option<Element> {
    window()?.document()?.get_element_by_id(id)
}

/// What stands in the field of this id; empty where there is none.
pub fn value_of(id: &str) -> String {
    let field = by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    field.map(|field| field.value()).unwrap_or_default()
}

/// Whether the box of this id is ticked.
pub fn is_checked(id: &str) -> bool {
    let field = by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    field.is_some_and(|field| field.checked())
}

/// Whether there is an element of this id.
pub fn exists(id: &str) -> bool {
    by_id(id).is_some()
}

/// Gives the focus to the element of this id.
pub fn focus_id(id: &str) {
    if let Some(element) = by_id(id) {
        focus::focus(&element);
    }
}

/// Whether a media query holds now.
pub fn matches_media(query: &str) -> bool {
    let list = window().and_then(|window| window.match_media(query).ok()?);
    list.is_some_and(|list| list.matches())
}

/// Scrolls just as far as it takes to see the element of this id.
pub fn scroll_to_id(id: &str) {
    if let Some(element) = by_id(id) {
        focus::show(&element);
    }
}

/// Sets the document's title.
pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Whether the person points by finger first of all.
pub fn has_coarse_pointer() -> bool {
    let media = window().and_then(|window| window.match_media("(pointer: coarse)").ok()?);
    media.is_some_and(|media| media.matches())
}

/// Makes a text field as high as its text; CSS limits the height. `fills`: the text is known to be higher than that, and
/// measuring it would take a browser longer than everything else.
pub fn grow_to_content(area: &HtmlTextAreaElement, fills: bool) {
    let style = area.style();
    if fills {
        let _ = style.set_property("field-sizing", "fixed");
        let _ = style.set_property("height", "100vh");
        return;
    }
    // A browser drops a property that it does not know (Firefox, older Safari), so reading it back shows whether it
    // does.
    let _ = style.set_property("field-sizing", "content");
    let _ = style.set_property("height", "auto");
    if style
        .get_property_value("field-sizing")
        .is_ok_and(|value| value == "content")
    {
        return;
    }
    // A height that cannot be set leaves the field as it is, with a scroll bar.
    let _ = style.set_property("height", &format!("{}px", area.scroll_height()));
}

/// Reloads the page.
pub fn reload() {
    if let Some(window) = window() {
        // Refused only inside a sandboxed frame, where nothing else helps either.
        let _ = window.location().reload();
    }
}
