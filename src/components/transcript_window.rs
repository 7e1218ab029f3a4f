//! Which chunks of a transcript are rendered.
//!
//! Spacers as high as the others were stand in their place: so the document stays small however long the
//! conversation is, and scrolling is the browser's own.

use cruddur_engine::chunks::{Chunk, Chunks};
use leptos::web_sys::{Element, HtmlElement};
use wasm_bindgen::JsCast;

/// In heights of the viewport: chunks are rendered as near as this above or below it…
const NEAR: f64 = 1.5;
/// …and removed when they are farther than this. Farther, so that nothing flickers at an edge.
const FAR: f64 = 2.0;
/// The height of a chunk before it was measured, CSS pixels. Low enough that the rows beside a new one
/// stay near.
const GUESS: f64 = 400.0;

/// So many new chunks on either side of those near the screen are rendered at once.
const NEW: usize = 3;

/// Holds the id of a chunk with rows; empty on a spacer.
const CHUNK: &str = "data-chunk";

/// A part of the document: a chunk with its rows, or a spacer in place of chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// The chunk, or the first of several.
    pub chunk: u32,
    /// The height of the spacer in 64ths of a CSS pixel, the unit that browsers lay out in; 0 for a chunk
    /// with rows.
    pub spacer: u32,
}

/// Chunks rendered before the first measurement: those that were near the screen, and new ones on either
/// side of them, so that these are laid out once and not as spacers first. Of a conversation that was just
/// opened, the newest.
pub fn with_new(chunks: &Chunks, near: &[u32], heights: &[f64]) -> Vec<u32> {
    let list = &chunks.list;
    let is_near = |chunk: &Chunk| near.contains(&chunk.id);
    let first = list.iter().position(is_near).unwrap_or(list.len());
    let opened = first == list.len();
    let is_new = |chunk: &&Chunk| opened || known_height(heights, chunk.id).is_none();
    let end = list
        .iter()
        .rposition(is_near)
        .map_or(first, |last| last + 1);
    let above = list[..first]
        .iter()
        .rev()
        .take(NEW)
        .take_while(is_new)
        .count();
    let below = list[end..].iter().take(NEW).take_while(is_new).count();
    let new = [first - above..first, end..end + below];
    let has_rows = |at: &usize| is_near(&list[*at]) || new.iter().any(|new| new.contains(at));
    (0..list.len())
        .filter(has_rows)
        .map(|at| list[at].id)
        .collect()
}

/// The document when these chunks are rendered.
pub fn parts(chunks: &Chunks, with_rows: &[u32], heights: &[f64]) -> Vec<Part> {
    let mut parts = Vec::<Part>::new();
    for chunk in &chunks.list {
        let chunk = chunk.id;
        if with_rows.contains(&chunk) {
            parts.push(Part { chunk, spacer: 0 });
            continue;
        }
        let spacer = (height_of(heights, chunk) * 64.0) as u32;
        match parts.last_mut().filter(|part| part.spacer > 0) {
            Some(part) => part.spacer += spacer,
            None => parts.push(Part { chunk, spacer }),
        }
    }
    parts
}

/// How far below the transcript's beginning a chunk is, as far as its heights are known.
pub fn top_of(chunks: &Chunks, chunk: u32, heights: &[f64]) -> f64 {
    let before = chunks.list.iter().take_while(|before| before.id != chunk);
    before.map(|before| height_of(heights, before.id)).sum()
}

/// The document when every chunk is rendered.
pub fn all_parts(chunks: &Chunks) -> Vec<Part> {
    let part = |chunk: &Chunk| Part {
        chunk: chunk.id,
        spacer: 0,
    };
    chunks.list.iter().map(part).collect()
}

fn height_of(heights: &[f64], chunk: u32) -> f64 {
    known_height(heights, chunk).unwrap_or(GUESS)
}

/// `None` for a chunk that was not measured yet.
fn known_height(heights: &[f64], chunk: u32) -> Option<f64> {
    let known = heights.get(chunk as usize).copied();
    known.filter(|height| *height > 0.0)
}

/// Where a chunk is, in CSS pixels from the viewport's upper edge, and whether it is rendered.
#[derive(Clone, Copy, Debug)]
struct Span {
    top: f64,
    bottom: f64,
    has_rows: bool,
}

/// Whether a chunk is to be rendered in a viewport that is `height` high.
fn wants_rows(span: Span, height: f64) -> bool {
    let reach = height * if span.has_rows { FAR } else { NEAR };
    span.bottom >= -reach && span.top <= height + reach
}

/// The chunks to render, when those of `before` are rendered now; `None` where nothing can be measured.
/// Records their heights. A chunk with the focus or an end of the selection stays rendered.
pub fn chunks_with_rows(
    window: &Element,
    chunks: &Chunks,
    before: &[u32],
    heights: &mut Vec<f64>,
) -> Option<Vec<u32>> {
    let frame = window.get_bounding_client_rect();
    // A hidden pane has no layout to measure.
    if frame.height() <= 0.0 {
        return None;
    }
    let found = window.query_selector_all("[data-chunk]").ok()?;
    let mut held = Vec::new();
    let mut top = None;
    for at in 0..found.length() {
        let element: HtmlElement = found.item(at)?.unchecked_into();
        let Some((begins, ends)) = extent(&element) else {
            continue;
        };
        top.get_or_insert(begins - frame.top());
        let Ok(id) = element.get_attribute(CHUNK)?.parse::<u32>() else {
            continue;
        };
        if heights.len() <= id as usize {
            heights.resize(id as usize + 1, 0.0);
        }
        heights[id as usize] = ends - begins;
        if is_held(&element) {
            held.push(id);
        }
    }
    let mut with_rows = Vec::new();
    let mut top = top.unwrap_or_default();
    for chunk in &chunks.list {
        let bottom = top + height_of(heights, chunk.id);
        let has_rows = before.contains(&chunk.id);
        let span = Span {
            top,
            bottom,
            has_rows,
        };
        if wants_rows(span, frame.height()) || held.contains(&chunk.id) {
            with_rows.push(chunk.id);
        }
        top = bottom;
    }
    Some(with_rows)
}

/// The upper and the lower edge of a chunk's rows, or of a spacer; a chunk with rows has no box of its own. `None` where
/// there is neither, yet.
fn extent(chunk: &HtmlElement) -> Option<(f64, f64)> {
    if chunk.get_attribute(CHUNK)?.is_empty() {
        let spacer = chunk.get_bounding_client_rect();
        return Some((spacer.top(), spacer.bottom()));
    }
    let first = chunk.first_element_child()?.get_bounding_client_rect();
    let last = chunk.last_element_child()?.get_bounding_client_rect();
    Some((first.top(), last.bottom()))
}

/// Removing these rows would lose the focus or the selection.
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
    use cruddur_engine::view::RowKey;

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
    /// Chunks of 25 rows, named 1, 2, 3 and so on.
    fn chunks(count: usize) -> Chunks {
        let mut chunks = Chunks::default();
        let keys: Vec<RowKey> = (0..count * 25).map(|n| RowKey(n.to_string())).collect();
        chunks.replace(0, 0, &keys);
        chunks
    }

    #[test]
    fn what_is_new_behind_or_before_what_is_near_has_its_rows_at_once() {
        let seen_up_to = |last: usize| [&[0.0][..], &vec![900.0; last]].concat();
        assert_eq!(with_new(&chunks(5), &[2, 3], &seen_up_to(3)), [2, 3, 4, 5]);
        assert_eq!(
            with_new(&chunks(5), &[4, 5], &[0.0, 0.0, 0.0, 0.0, 9.0, 9.0]),
            [1, 2, 3, 4, 5]
        );
        assert_eq!(
            with_new(&chunks(9), &[3], &seen_up_to(3)),
            [3, 4, 5, 6],
            "a few of many"
        );
    }

    #[test]
    fn what_was_seen_and_is_not_near_stays_room() {
        assert_eq!(with_new(&chunks(5), &[2, 3], &[9.0; 6]), [2, 3]);
        assert_eq!(with_new(&chunks(5), &[2], &[0.0, 9.0, 9.0, 9.0]), [2]);
    }

    #[test]
    fn a_conversation_that_was_just_opened_begins_with_its_newest_rows() {
        assert_eq!(with_new(&chunks(40), &[], &[]), [38, 39, 40]);
        assert_eq!(with_new(&chunks(2), &[], &[]), [1, 2]);
        assert_eq!(
            with_new(&chunks(5), &[77], &[9.0; 6]),
            [3, 4, 5],
            "seen before"
        );
        assert_eq!(with_new(&Chunks::default(), &[7], &[]), [] as [u32; 0]);
    }
}
