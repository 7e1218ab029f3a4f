//! Which chunks of a transcript have their rows in the document.
//!
//! The others are empty, as high as they were: so the document stays small however long the
//! conversation is, and scrolling is the browser's own.

use leptos::web_sys::js_sys::Number;
use leptos::web_sys::{Element, HtmlElement};
use wasm_bindgen::JsCast;

/// In heights of the window: rows come as near as this above or below it…
const NEAR: f64 = 1.5;
/// …and go when they are farther than this. Farther, so that nothing comes and goes at an edge.
const FAR: f64 = 2.0;

/// Names a chunk's element.
const CHUNK: &str = "data-chunk";

/// Where a chunk is, in CSS pixels from the window's upper edge, and whether it has its rows.
#[derive(Clone, Copy, Debug)]
struct Span {
    top: f64,
    bottom: f64,
    has_rows: bool,
}

/// Whether a chunk is to have its rows in a window that is `height` high.
fn wants_rows(span: Span, height: f64) -> bool {
    let reach = height * if span.has_rows { FAR } else { NEAR };
    span.bottom >= -reach && span.top <= height + reach
}

/// By the browser: Rust's own way to write a fraction would be kilobytes of the bundle.
fn height_text(height: f64) -> String {
    let number = Number::from(height).to_fixed(4);
    let mut text = number.map(String::from).unwrap_or_default();
    text.push_str("px");
    text
}

/// The chunks that are to have their rows, when those of `before` have them now; nothing where it cannot
/// be told. What goes keeps its height; what has the focus or an end of the selection does not go.
pub fn chunks_with_rows(window: &Element, before: &[u32]) -> Option<Vec<u32>> {
    let frame = window.get_bounding_client_rect();
    // A pane that is not shown has no places to go by.
    if frame.height() <= 0.0 {
        return None;
    }
    let chunks = window.query_selector_all("[data-chunk]").ok()?;
    let mut with_rows = Vec::new();
    let mut turned = Vec::new();
    for at in 0..chunks.length() {
        let chunk: HtmlElement = chunks.item(at)?.unchecked_into();
        let id = chunk.get_attribute(CHUNK)?.parse().ok()?;
        let rect = chunk.get_bounding_client_rect();
        let span = Span {
            top: rect.top() - frame.top(),
            bottom: rect.bottom() - frame.top(),
            has_rows: before.contains(&id),
        };
        let wants = wants_rows(span, frame.height()) || span.has_rows && is_held(&chunk);
        if wants {
            with_rows.push(id);
        }
        if wants != span.has_rows {
            let height = if wants {
                String::new()
            } else {
                height_text(rect.height())
            };
            turned.push((chunk, height));
        }
    }
    // After all was measured, because each of these moves what is below.
    for (chunk, height) in turned {
        let _ = chunk.style().set_property("height", &height);
    }
    Some(with_rows)
}

/// Taking these rows away would take the focus or the selection away.
fn is_held(chunk: &HtmlElement) -> bool {
    let holds = |node: Option<leptos::web_sys::Node>| chunk.contains(node.as_ref());
    let window = leptos::web_sys::window();
    let selection = window.and_then(|window| window.get_selection().ok()?);
    chunk.matches(":focus-within").unwrap_or(false)
        || selection.is_some_and(|selection| {
            !selection.is_collapsed()
                && (holds(selection.anchor_node()) || holds(selection.focus_node()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEIGHT: f64 = 600.0;

    /// The chunks of 100 pixels each that have rows when the window is that far down.
    fn window(down: f64, before: &[usize]) -> Vec<usize> {
        let span = |at: usize| Span {
            top: at as f64 * 100.0 - down,
            bottom: at as f64 * 100.0 + 100.0 - down,
            has_rows: before.contains(&at),
        };
        (0..1000)
            .filter(|at| wants_rows(span(*at), HEIGHT))
            .collect()
    }

    #[test]
    fn rows_reach_one_and_a_half_screens_beyond_the_window_either_way() {
        let shown = window(10_000.0, &[]);
        assert_eq!(shown.first(), Some(&90));
        assert_eq!(shown.last(), Some(&115));
        assert_eq!(window(0.0, &[]).first(), Some(&0));
    }

    #[test]
    fn what_is_there_stays_a_little_longer_and_then_goes() {
        let shown = window(10_000.0, &[]);
        assert_eq!(window(10_050.0, &shown).first(), Some(&90));
        assert_eq!(window(10_400.0, &shown).first(), Some(&91));
        assert!(!window(20_000.0, &shown).contains(&115));
    }

    #[test]
    fn going_to_and_fro_at_an_edge_changes_nothing() {
        let one = window(10_099.0, &window(10_000.0, &[]));
        let two = window(10_000.0, &one);
        assert_eq!(window(10_099.0, &two), two);
    }
}
