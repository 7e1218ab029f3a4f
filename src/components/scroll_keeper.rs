//! Keeps a transcript where its reader wants it.
//!
//! At the bottom it stays at the bottom, whatever grows or shrinks. Elsewhere the first text on screen
//! stays where it is, to the pixel, whatever is put in above it. Both are done after layout and before
//! paint, by a `ResizeObserver` on the transcript and on its window, so that no step is ever seen and
//! the browser's own anchoring (which Safari lacks) is not needed. Only what is near the screen is in the
//! document (`transcript_window.rs`).

use cruddur_engine::chunks::Chunks;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos::web_sys::{Element, HtmlDivElement};

use crate::components::reactive::effect;
use crate::components::transcript_window::{Part, chunks_with_rows, parts, with_new};
use crate::html::{Callback, NodeRef, State};
use crate::platform::resize::ResizeWatch;
use crate::runtime::Snapshot;

/// What can be an anchor: the bubble of a message, because a day separator or a name above it may go
/// when an older message is put in before.
const ANCHORS: &str = "[data-anchor]";
/// From the bottom, in CSS pixels, what still counts as being there.
const NEAR_BOTTOM: f64 = 40.0;
/// In heights of the window: how near the top asks for older messages.
const NEAR_TOP: f64 = 1.5;

/// So many chunks may stay though they are far.
const FEW: usize = 2;

/// Keeps the scroll position of one transcript. `Copy`.
#[derive(Clone, Copy)]
pub struct ScrollKeeper {
    /// The element that scrolls.
    pub window: NodeRef<HtmlDivElement>,
    /// Its only child: everything that scrolls.
    pub content: NodeRef<HtmlDivElement>,
    at_bottom: State<bool>,
    rows: Snapshot<Chunks>,
    /// Set when rows have come near that are not in the document.
    moved: State<()>,
    measured: StoredValue<Measured, LocalStorage>,
    near_top: Callback<()>,
    kept: StoredValue<Kept, LocalStorage>,
}

/// What was true when the position was last looked at.
struct Kept {
    sticks: bool,
    top: f64,
    anchor: Option<Anchor>,
}

struct Anchor {
    element: Element,
    /// From the window's upper edge.
    offset: f64,
}

impl Kept {
    fn at_bottom() -> Self {
        Self {
            sticks: true,
            top: 0.0,
            anchor: None,
        }
    }
}

/// What can be measured. All in CSS pixels with fractions; `scrollTop` as web-sys has it is rounded.
struct Measures {
    window: HtmlDivElement,
    window_top: f64,
    top: f64,
    height: f64,
    to_bottom: f64,
}

/// What was measured, and what tells of its changes.
#[derive(Default)]
struct Measured {
    /// By a chunk's name, as far as they were seen.
    heights: Vec<f64>,
    /// The chunks that were near the screen when it was last looked.
    near: Vec<u32>,
    /// Of the window and what is in it.
    watch: Option<ResizeWatch>,
}

impl ScrollKeeper {
    /// A keeper of these rows that is at the bottom. `near_top` is called, perhaps often, while the reader is near the
    /// oldest row.
    pub fn new(rows: Snapshot<Chunks>, near_top: Callback<()>) -> Self {
        let keeper = Self {
            window: NodeRef::new(),
            content: NodeRef::new(),
            at_bottom: State::new(true),
            rows,
            moved: State::new(()),
            measured: StoredValue::new_local(Measured::default()),
            near_top,
            kept: StoredValue::new_local(Kept::at_bottom()),
        };
        effect(move || keeper.start_watching());
        keeper
    }

    fn watch_by(self, watch: Option<ResizeWatch>) {
        self.measured
            .update_value(|measured| measured.watch = watch);
    }

    /// Whether the newest row is on screen.
    pub fn at_bottom(self) -> State<bool> {
        self.at_bottom
    }

    /// What is in the document: chunks with their rows, and room for those between.
    pub fn parts(self) -> Vec<Part> {
        self.moved.track();
        self.measured.with_value(|Measured { heights, near, .. }| {
            self.rows
                .with(|rows| parts(rows, &with_new(rows, near, heights), heights))
        })
    }

    /// Goes to the newest row and stays there.
    pub fn jump_to_newest(self) {
        self.kept.try_update_value(|kept| *kept = Kept::at_bottom());
        self.settle();
    }

    /// Call it with each scroll event.
    pub fn scrolled(self) {
        let Some(now) = self.measure() else { return };
        self.kept.try_update_value(|kept| {
            let moved_up = now.top < kept.top - 1.0;
            if kept.sticks {
                kept.sticks = !moved_up || now.to_bottom <= NEAR_BOTTOM;
            } else {
                kept.sticks = !moved_up && now.to_bottom <= 1.0 + NEAR_BOTTOM / 4.0;
            }
        });
        self.settle();
    }

    /// Puts the transcript where it belongs after anything has changed, then looks where that is.
    pub fn settle(self) {
        let Some(now) = self.measure() else { return };
        self.kept.try_update_value(|kept| {
            if kept.sticks {
                now.window.set_scroll_top(i32::MAX);
            } else {
                kept.restore(&now);
            }
        });
        let Some(now) = self.measure() else { return };
        let sticks = self.kept.try_update_value(|kept| {
            kept.top = now.top;
            kept.anchor = first_on_screen(&now);
            kept.sticks
        });
        let sticks = sticks.unwrap_or(true);
        if self
            .at_bottom
            .try_get_untracked()
            .is_some_and(|before| before != sticks)
        {
            self.at_bottom.set(sticks);
        }
        if now.height > 0.0 && now.top < NEAR_TOP * now.height {
            self.near_top.run(());
        }
        self.move_window(&now.window);
    }

    /// Settles once the views have done what signals told them, still before paint.
    pub fn settle_soon(self) {
        spawn_local(async move {
            tick().await;
            self.settle();
        });
    }

    /// Brings in the rows that have come near. A few that are far go with the next ones that come, in one layout.
    fn move_window(self, window: &HtmlDivElement) {
        let look = |Measured { heights, near, .. }: &mut Measured| {
            self.rows.with_untracked(|rows| {
                let before = with_new(rows, near, heights);
                *near = chunks_with_rows(window, rows, &before, heights)?;
                let has_come = near.iter().any(|chunk| !before.contains(chunk));
                Some(has_come || before.len() > near.len() + FEW)
            })
        };
        if self.measured.try_update_value(look).flatten() == Some(true) {
            self.moved.set(());
            // Rows seen for the first time are not as high as was guessed.
            self.settle_soon();
        }
    }

    fn start_watching(self) {
        let (Some(window), Some(content)) = (self.window.get(), self.content.get()) else {
            self.watch_by(None);
            return;
        };
        let watch = ResizeWatch::new(&[&window, &content], move || self.settle());
        self.watch_by(Some(watch));
    }

    fn measure(self) -> Option<Measures> {
        let window = self.window.get_untracked()?;
        let content = self.content.get_untracked()?;
        let (outer, inner) = (
            window.get_bounding_client_rect(),
            content.get_bounding_client_rect(),
        );
        let top = outer.top() - inner.top();
        Some(Measures {
            window_top: outer.top(),
            top,
            height: outer.height(),
            to_bottom: inner.height() - outer.height() - top,
            window,
        })
    }
}

impl Kept {
    /// Scrolls by as much as the anchor has moved without being scrolled.
    fn restore(&self, now: &Measures) {
        let Some(anchor) = self
            .anchor
            .as_ref()
            .filter(|anchor| anchor.element.is_connected())
        else {
            return;
        };
        let expected = anchor.offset - (now.top - self.top);
        let found = anchor.element.get_bounding_client_rect().top() - now.window_top;
        if (found - expected).abs() > 0.01 {
            now.window.scroll_by_with_x_and_y(0.0, found - expected);
        }
    }
}

/// The first anchor that ends below the window's upper edge, found by halving: rows are in order.
fn first_on_screen(now: &Measures) -> Option<Anchor> {
    let anchors = now.window.query_selector_all(ANCHORS).ok()?;
    let element = |index| {
        anchors
            .item(index)
            .map(wasm_bindgen::JsCast::unchecked_into::<Element>)
    };
    let (mut low, mut high) = (0, anchors.length());
    while low < high {
        let middle = low + (high - low) / 2;
        if element(middle)?.get_bounding_client_rect().bottom() <= now.window_top {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let element = element(low.min(anchors.length().checked_sub(1)?))?;
    let offset = element.get_bounding_client_rect().top() - now.window_top;
    Some(Anchor { element, offset })
}
