//! The part of the page that an on-screen keyboard leaves.
//!
//! Chromium and Firefox make the page smaller for a keyboard (`interactive-widget` in index.html). Safari lays the
//! keyboard over the page and moves the page up to the field, so that the composer is below the keyboard or the header
//! above the screen. There the frame takes the place and height of the visual viewport (style/frame.css).

use leptos::web_sys::{VisualViewport, window};
use wasm_bindgen::prelude::*;

/// Sets `--viewport-top` and `--viewport-height` on the document while something covers a part of the page. For as long
/// as the page lives.
pub fn follow() {
    let Some(viewport) = window().and_then(|window| window.visual_viewport()) else {
        return;
    };
    let watched = viewport.clone();
    let update = Closure::<dyn Fn()>::new(move || publish(&watched));
    for name in ["resize", "scroll"] {
        let _ = viewport.add_event_listener_with_callback(name, update.as_ref().unchecked_ref());
    }
    update.forget();
}

fn publish(viewport: &VisualViewport) {
    let page = window().and_then(|window| window.document()?.document_element());
    let Some(page) = page.and_then(|page| page.dyn_into::<leptos::web_sys::HtmlElement>().ok())
    else {
        return;
    };
    let free = free_part(
        viewport.scale(),
        viewport.height(),
        f64::from(page.client_height()),
    );
    let top = viewport.page_top() as i32;
    let style = page.style();
    match free {
        Some(height) => {
            let _ = style.set_property("--viewport-top", &format!("{top}px"));
            let _ = style.set_property("--viewport-height", &format!("{height}px"));
        }
        None => {
            let _ = style.remove_property("--viewport-top");
            let _ = style.remove_property("--viewport-height");
        }
    }
}

/// The height that a keyboard leaves of a page; `None` without one. Who zooms in also sees less of the page, but
/// that is what they want. In whole CSS pixels: code that writes fractions is 7 kB of the bundle.
fn free_part(scale: f64, visible: f64, page: f64) -> Option<i32> {
    ((scale - 1.0).abs() < 0.01 && visible < page - 1.0).then_some(visible as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_covers_the_page_counts_and_not_zooming() {
        assert_eq!(free_part(1.0, 480.0, 800.0), Some(480));
        assert_eq!(free_part(1.0, 800.0, 800.0), None);
        assert_eq!(free_part(1.0, 799.5, 800.0), None, "rounding");
        assert_eq!(free_part(2.0, 400.0, 800.0), None);
    }
}
