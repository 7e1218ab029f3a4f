//! Small things done to the document.

use leptos::web_sys::{HtmlTextAreaElement, window};

/// Sets the document's title.
pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Makes a text field as high as its text where CSS `field-sizing` cannot (Firefox, older Safari);
/// CSS still limits the height.
pub fn grow_to_content(area: &HtmlTextAreaElement) {
    let style = area.style();
    // What a browser does not know is not kept, so reading it back tells.
    let _ = style.set_property("field-sizing", "content");
    if style
        .get_property_value("field-sizing")
        .is_ok_and(|value| value == "content")
    {
        return;
    }
    // A height that cannot be set leaves the field as it is, with a scroll bar.
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", area.scroll_height()));
}

/// Reloads the page.
pub fn reload() {
    if let Some(window) = window() {
        // Refused only inside a sandboxed frame, where nothing else helps either.
        let _ = window.location().reload();
    }
}
