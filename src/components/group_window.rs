//! Which rows of the list of conversations are in the document: those near the screen, and the one with the focus. Spacers
//! as high as the others stand in their place, so scrolling is the browser's own, and a list of thousands costs what one of
//! a hundred does.
//!
//! All rows are equally high. The heights of a transcript's are not (`transcript_window.rs`).

use std::hash::Hash;
use std::ops::Range;

/// A list as long as this is in the document as a whole, with its browser's own find.
const WHOLE: usize = 100;
/// So many rows above and below the screen are in the document.
const NEAR: usize = 15;
/// The rows come and go by so many, so that scrolling seldom changes them.
const STEP: usize = 10;

/// Where the list is scrolled to, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// How far below the first row's upper edge.
    pub top: f64,
    pub height: f64,
    /// From one row's upper edge to the next one's.
    pub pitch: f64,
}

/// A row, or the spacer between the rows near the screen and the one with the focus.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Item<K> {
    Row(K),
    Space,
}

/// What the list holds. The room before and after it is the list's own padding: rows that come at an end are then the
/// first or the last, and the others stay where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupWindow<K> {
    pub items: Vec<Item<K>>,
    /// For how many rows there is room before the items, in the spacer, and after the items.
    pub space: Space,
}

/// Numbers of rows that are not in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    pub before: usize,
    pub between: usize,
    pub after: usize,
}

/// The numbers of the rows near the screen.
pub fn near_rows(viewport: Viewport, count: usize) -> Range<usize> {
    if count <= WHOLE || viewport.pitch <= 0.0 {
        return 0..count.min(WHOLE);
    }
    let row = |place: f64| (place / viewport.pitch).max(0.0) as usize;
    let first = row(viewport.top).min(count).saturating_sub(NEAR) / STEP * STEP;
    let end = row(viewport.top + viewport.height) + NEAR;
    first
        ..end
            .div_ceil(STEP)
            .saturating_mul(STEP)
            .min(count)
            .max(first)
}

impl<K: Clone + Eq + Hash> GroupWindow<K> {
    /// The list when these rows are near the screen. `held` has the focus: it must not go, and the rows beside it are where
    /// the Tab key leads.
    pub fn new(order: &[K], near: &Range<usize>, held: Option<usize>) -> Self {
        let near = near.start.min(order.len())..near.end.min(order.len());
        let held = held.filter(|held| *held < order.len());
        let held = held.map(|held| held.saturating_sub(1)..(held + 2).min(order.len()));
        let (first, second) = match held {
            Some(held) if held.end < near.start => (held, near),
            Some(held) if held.start > near.end => (near, held),
            Some(held) => (held.start.min(near.start)..held.end.max(near.end), 0..0),
            None => (near, 0..0),
        };
        let second = second.start.max(first.end)..second.end.max(first.end);
        let space = Space {
            before: first.start,
            between: second.start - first.end,
            after: order.len() - second.end,
        };
        let rows = |rows: Range<usize>| order[rows].iter().cloned().map(Item::Row);
        let spacer = (space.between > 0 && !second.is_empty()).then_some(Item::Space);
        let items = rows(first).chain(spacer).chain(rows(second)).collect();
        Self { items, space }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(top: f64) -> Viewport {
        Viewport {
            top,
            height: 660.0,
            pitch: 66.0,
        }
    }

    fn window(near: Range<usize>, held: Option<usize>) -> (String, [usize; 3]) {
        let order: Vec<usize> = (0..9).collect();
        let window = GroupWindow::new(&order, &near, held);
        let items = window.items.iter().map(|item| match item {
            Item::Row(row) => row.to_string(),
            Item::Space => "-".to_owned(),
        });
        let space = window.space;
        let spaces = [space.before, space.between, space.after];
        (items.collect(), spaces)
    }

    #[test]
    fn a_short_list_is_there_as_a_whole() {
        assert_eq!(near_rows(at(3_000.0), 100), 0..100);
        assert_eq!(near_rows(at(0.0), 0), 0..0);
    }

    #[test]
    fn of_a_long_list_what_is_near_the_screen_is_there() {
        assert_eq!(near_rows(at(0.0), 2_000), 0..30);
        assert_eq!(near_rows(at(66_000.0), 2_000), 980..1_030);
        assert_eq!(near_rows(at(66.0 * 1_990.0), 2_000), 1_970..2_000);
        assert_eq!(near_rows(at(-50.0), 2_000), 0..30, "pulled beyond its top");
        assert_eq!(near_rows(at(1e9), 2_000), 1_980..2_000, "it was longer");
        let unknown = Viewport {
            pitch: 0.0,
            ..at(0.0)
        };
        assert_eq!(near_rows(unknown, 2_000), 0..100, "not measured yet");
    }

    #[test]
    fn scrolling_within_a_few_rows_changes_nothing() {
        assert_eq!(
            near_rows(at(66_000.0), 2_000),
            near_rows(at(66_200.0), 2_000)
        );
    }

    #[test]
    fn spacers_stand_for_all_other_rows() {
        assert_eq!(window(0..9, None), ("012345678".into(), [0, 0, 0]));
        assert_eq!(window(0..3, None), ("012".into(), [0, 0, 6]));
        assert_eq!(window(3..5, None), ("34".into(), [3, 0, 4]));
        assert_eq!(window(7..12, None), ("78".into(), [7, 0, 0]));
    }

    #[test]
    fn the_row_with_the_focus_stays_wherever_it_is_and_those_beside_it() {
        assert_eq!(window(3..5, Some(3)), ("234".into(), [2, 0, 4]));
        assert_eq!(window(3..5, Some(4)), ("345".into(), [3, 0, 3]));
        assert_eq!(window(3..5, Some(0)), ("01-34".into(), [0, 1, 4]));
        assert_eq!(window(4..6, Some(1)), ("012-45".into(), [0, 1, 3]));
        assert_eq!(window(4..6, Some(2)), ("12345".into(), [1, 0, 3]));
        assert_eq!(window(3..5, Some(6)), ("34567".into(), [3, 0, 1]));
        assert_eq!(window(2..4, Some(8)), ("23-78".into(), [2, 3, 0]));
        assert_eq!(window(3..5, Some(99)), ("34".into(), [3, 0, 4]), "gone");
    }
}
