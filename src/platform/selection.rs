//! What the person has selected.

use leptos::web_sys::{Element, Range, window};

/// The selected part of the document; `None` where nothing is selected.
pub fn selected() -> Option<Range> {
    let selection = window()?.get_selection().ok()??;
    if selection.is_collapsed() || selection.range_count() == 0 {
        return None;
    }
    selection.get_range_at(0).ok()
}

/// Whether a part of the element is within the range.
pub fn touches(range: &Range, element: &Element) -> bool {
    range.intersects_node(element).unwrap_or(false)
}

/// How an element's content lies to a range.
pub struct Overlap {
    /// The range begins before the content does.
    pub from_start: bool,
    /// The range ends after the content does.
    pub to_end: bool,
    /// The text that is within both.
    pub text: String,
}

/// How the content of the element lies to the range; `None` where the browser cannot tell.
pub fn overlap(range: &Range, element: &Element) -> Option<Overlap> {
    let content = element.owner_document()?.create_range().ok()?;
    content.select_node_contents(element).ok()?;
    let compare = |how| range.compare_boundary_points(how, &content).ok();
    let from_start = compare(Range::START_TO_START)? <= 0;
    let to_end = compare(Range::END_TO_END)? >= 0;
    // Each of these moves the other end as well where the two have nothing in common.
    if !from_start {
        content
            .set_start(&range.start_container().ok()?, range.start_offset().ok()?)
            .ok()?;
    }
    if !to_end {
        content
            .set_end(&range.end_container().ok()?, range.end_offset().ok()?)
            .ok()?;
    }
    let within = touches(range, element);
    Some(Overlap {
        from_start,
        to_end,
        text: if within {
            content.to_string().into()
        } else {
            String::new()
        },
    })
}
