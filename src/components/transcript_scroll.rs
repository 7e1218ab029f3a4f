//! The scroll position of a transcript.
//!
//! The viewport is a flex container of one column, reversed: its scroll positions count from the bottom (0, then
//! negative). So at the bottom it stays at the bottom, whatever grows or shrinks, and what is inserted above the reader
//! moves nothing, without a script. What changes below the reader would: there the first text on screen is put back
//! where it was, to the pixel, after layout and before paint, by a `ResizeObserver` on the viewport and its content.
//! The browser's own scroll anchoring (which Safari lacks) is not needed. Only what is near the screen is rendered
//! (`transcript_window.rs`).

use std::time::Duration;

use cruddur_engine::chunks::Chunks;
use cruddur_engine::view::ReadingPosition;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos::web_sys::HtmlDivElement;
use leptos_use::use_resize_observer;

use crate::components::stable_order::stable_order;
use crate::components::transcript_anchor::{Anchor, Measures};
use crate::components::transcript_window::{
    Part, all_parts, chunks_with_rows, parts, top_of, with_new,
};

/// How often the reader's position is reported while they scroll.
const REPORT_EVERY: Duration = Duration::from_millis(250);
/// So many frames it may take until a row far away is rendered.
const FRAMES: u8 = 20;
/// From the bottom, in CSS pixels, what still counts as being there.
const NEAR_BOTTOM: f64 = 40.0;
/// In heights of the window: how near the top asks for older messages.
const NEAR_TOP: f64 = 1.5;

/// So many chunks may stay rendered though they are far.
const FEW: usize = 2;

/// The scroll position of one transcript. `Copy`.
#[derive(Clone, Copy)]
pub struct TranscriptScroll {
    /// The element that scrolls.
    pub viewport: NodeRef<Div>,
    /// Its only child: everything that scrolls.
    pub content: NodeRef<Div>,
    at_bottom: RwSignal<bool>,
    rows: ReadSignal<Chunks>,
    /// What is to be in the document.
    parts: Memo<Vec<Part>>,
    /// While the browser prints, everything is in the document.
    prints: RwSignal<bool>,
    /// Notified when rows that are not rendered have come near the screen.
    window_moved: RwSignal<()>,
    window: StoredValue<Window, LocalStorage>,
    near_top: Callback<()>,
    /// Called with where the reader has scrolled to; `None`: to the newest message.
    on_moved: Callback<Option<ReadingPosition>>,
    /// `on_moved` is about to be called.
    report_pending: StoredValue<bool, LocalStorage>,
    position: StoredValue<Position, LocalStorage>,
}

/// The position when it was last looked at.
struct Position {
    sticks_to_bottom: bool,
    to_bottom: f64,
    anchor: Option<Anchor>,
    /// No row was on screen, since the reader scrolled far: so far from the first of the chunks, this one.
    blank_at: Option<(f64, Option<u32>)>,
}

impl Position {
    fn at_bottom() -> Self {
        Self {
            sticks_to_bottom: true,
            to_bottom: 0.0,
            anchor: None,
            blank_at: None,
        }
    }
}

/// Which chunks are rendered.
#[derive(Default)]
struct Window {
    /// The measured heights, by chunk id.
    heights: Vec<f64>,
    /// The chunks that were near the screen when it was last looked.
    near: Vec<u32>,
}

impl TranscriptScroll {
    /// The scroll position of these rows, at the bottom. `near_top` is called, perhaps often, while the reader is
    /// near the oldest row; `on_moved` with where the reader has scrolled to, `None` for the newest message.
    pub fn new(
        rows: ReadSignal<Chunks>,
        near_top: Callback<()>,
        on_moved: Callback<Option<ReadingPosition>>,
    ) -> Self {
        let window_moved = RwSignal::new(());
        let window = StoredValue::new_local(Window::default());
        let prints = RwSignal::new(false);
        let parts = Memo::new(move |_| {
            window_moved.track();
            if prints.get() {
                return rows.with(all_parts);
            }
            window.with_value(|Window { heights, near, .. }| {
                rows.with(|rows| parts(rows, &with_new(rows, near, heights), heights))
            })
        });
        let scroll = Self {
            viewport: NodeRef::new(),
            content: NodeRef::new(),
            at_bottom: RwSignal::new(true),
            rows,
            parts,
            prints,
            window_moved,
            window,
            near_top,
            on_moved,
            report_pending: StoredValue::new_local(false),
            position: StoredValue::new_local(Position::at_bottom()),
        };
        use_resize_observer([scroll.viewport, scroll.content], move |_, _| {
            scroll.reposition();
        });
        render_all_for_printing(prints);
        scroll
    }

    /// Whether the newest row is on screen.
    pub fn at_bottom(self) -> ReadSignal<bool> {
        self.at_bottom.read_only()
    }

    /// Whether the browser is printing.
    pub fn is_printing(self) -> ReadSignal<bool> {
        self.prints.read_only()
    }

    /// Stays at what is on screen, also at the bottom: what grows next does so because the reader wants to read it.
    pub fn hold(self) {
        self.position
            .try_update_value(|position| position.sticks_to_bottom = false);
    }

    /// The chunks in the document: those with rows, and the first of those that a spacer stands for.
    pub fn rendered_chunks(self) -> ReadSignal<Vec<u32>> {
        let target = Memo::new(move |_| {
            self.parts
                .with(|parts| parts.iter().map(|part| part.chunk).collect::<Vec<_>>())
        });
        let chunks = stable_order(target);
        Effect::new(move || {
            self.parts.with(|_| ());
            self.rows.track();
            // While single chunks are inserted there is nothing to measure yet.
            if chunks.with(|chunks| target.with(|target| chunks == target)) {
                self.reposition_soon();
            }
        });
        chunks
    }

    /// The height of the spacer in place of a chunk, in 64ths of a CSS pixel; 0 for a chunk with rows.
    pub fn spacer_of(self, chunk: u32) -> Memo<u32> {
        Memo::new(move |before: Option<&u32>| {
            let part = self
                .parts
                .with(|parts| parts.iter().find(|part| part.chunk == chunk).copied());
            // A chunk that is about to be removed stays as it is until then.
            part.map_or(before.copied().unwrap_or_default(), |part| part.spacer)
        })
    }

    /// Scrolls to the newest row and sticks to it.
    pub fn jump_to_newest(self) {
        self.position
            .try_update_value(|position| *position = Position::at_bottom());
        self.reposition();
    }

    /// Call it on each scroll event.
    pub fn on_scroll(self) {
        let Some(now) = self.measure() else { return };
        self.position.try_update_value(|position| {
            position.blank_at = None;
            let moved_up = now.to_bottom > position.to_bottom + 1.0;
            if position.sticks_to_bottom {
                position.sticks_to_bottom = !moved_up || now.to_bottom <= NEAR_BOTTOM;
            } else {
                position.sticks_to_bottom = !moved_up && now.to_bottom <= 1.0 + NEAR_BOTTOM / 4.0;
            }
        });
        self.reposition();
        self.report_soon();
    }

    /// Scrolls to a row, which is rendered on the way.
    pub fn go_to(self, to: ReadingPosition) {
        self.position
            .try_update_value(|position| position.sticks_to_bottom = false);
        self.approach(to, FRAMES);
    }

    fn approach(self, to: ReadingPosition, frames: u8) {
        let Some(now) = self.measure() else { return };
        if let Some(anchor) = Anchor::of_row(&now, &to.row) {
            now.scroll_by(anchor.offset - f64::from(to.offset));
            // There may be less below than the screen holds.
            let ends = self.measure().is_some_and(|now| now.to_bottom <= 1.0);
            self.position.try_update_value(|position| {
                position.anchor = None;
                position.sticks_to_bottom = ends;
            });
            return self.reposition();
        }
        let top = self.rows.with_untracked(|rows| {
            let mut chunks = rows.list.iter();
            let chunk = chunks.find(|chunk| chunk.rows.contains(&to.row))?;
            let top = |window: &Window| top_of(rows, chunk.id, &window.heights);
            Some(self.window.with_value(top))
        });
        let Some(top) = top.filter(|_| frames > 0) else {
            return;
        };
        now.scroll_by(top - now.to_top);
        self.position
            .try_update_value(|position| position.anchor = None);
        self.reposition();
        request_animation_frame(move || self.approach(to, frames - 1));
    }

    /// Reports where the reader is, not at every scroll event.
    fn report_soon(self) {
        let before = self
            .report_pending
            .try_update_value(|report_pending| std::mem::replace(report_pending, true));
        if before == Some(false) {
            let report = move || {
                self.report_pending
                    .try_update_value(|report_pending| *report_pending = false);
                // The pane may be gone meanwhile.
                if self.measure().is_some() {
                    self.on_moved.try_run(self.reading_position());
                }
            };
            set_timeout(report, REPORT_EVERY);
        }
    }

    fn reading_position(self) -> Option<ReadingPosition> {
        if self.at_bottom.try_get_untracked()? {
            return None;
        }
        Anchor::first_on_screen(&self.measure()?)?.position()
    }

    /// Scrolls to where the reader was after anything has changed, then records the position.
    pub fn reposition(self) {
        let Some(now) = self.measure() else { return };
        self.position.try_update_value(|position| {
            if position.sticks_to_bottom {
                now.viewport.set_scroll_top(0);
            } else if let Some((to_top, first)) = position.blank_at
                && first == self.first_chunk()
            {
                // The rows there are higher or lower than was guessed.
                now.scroll_by(to_top - now.to_top);
            } else {
                position.restore(&now);
            }
        });
        let Some(now) = self.measure() else { return };
        let sticks = self.position.try_update_value(|position| {
            position.to_bottom = now.to_bottom;
            position.anchor = Anchor::first_on_screen(&now);
            let anchor = position.anchor.as_ref();
            let blank = anchor.is_some_and(|anchor| anchor.offset > now.height);
            position.blank_at = blank.then(|| (now.to_top, self.first_chunk()));
            position.sticks_to_bottom
        });
        let sticks = sticks.unwrap_or(true);
        if self
            .at_bottom
            .try_get_untracked()
            .is_some_and(|before| before != sticks)
        {
            self.at_bottom.set(sticks);
        }
        if now.height > 0.0 && now.to_top < NEAR_TOP * now.height {
            self.near_top.run(());
        }
        self.move_window(&now.viewport);
    }

    fn first_chunk(self) -> Option<u32> {
        self.rows
            .with_untracked(|rows| rows.list.first().map(|chunk| chunk.id))
    }

    /// Repositions once the views have rendered what signals changed, still before paint.
    pub fn reposition_soon(self) {
        spawn_local(async move {
            tick().await;
            self.reposition();
        });
    }

    /// Renders the chunks that have come near. A few that are far are removed together with the next change,
    /// in one layout.
    fn move_window(self, viewport: &HtmlDivElement) {
        let look = |Window { heights, near, .. }: &mut Window| {
            self.rows.with_untracked(|rows| {
                let before = with_new(rows, near, heights);
                *near = chunks_with_rows(viewport, rows, &before, heights)?;
                let has_come = near.iter().any(|chunk| !before.contains(chunk));
                Some(has_come || before.len() > near.len() + FEW)
            })
        };
        if self.window.try_update_value(look).flatten() == Some(true) {
            self.window_moved.set(());
            // Rows seen for the first time are not as high as was guessed.
            self.reposition_soon();
        }
    }

    fn measure(self) -> Option<Measures> {
        let viewport = self.viewport.try_get_untracked()??;
        let content = self.content.try_get_untracked()??;
        Some(Measures::take(viewport, &content))
    }
}

/// Views are rendered in microtasks, which run before the browser looks at the page to print it.
fn render_all_for_printing(prints: RwSignal<bool>) {
    let before = window_event_listener(leptos::ev::beforeprint, move |_| prints.set(true));
    let after = window_event_listener(leptos::ev::afterprint, move |_| prints.set(false));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}

impl Position {
    /// Scrolls by as much as the anchor has moved without being scrolled.
    fn restore(&self, now: &Measures) {
        let found = self.anchor.as_ref().and_then(|anchor| anchor.now(now));
        if let (Some(anchor), Some(found)) = (&self.anchor, found) {
            // Where the transcript has become shorter, the browser itself has scrolled, to what is its top now.
            let before = self.to_bottom.min(now.to_bottom + now.to_top);
            let expected = anchor.offset + (now.to_bottom - before);
            if (found - expected).abs() > 0.01 {
                now.scroll_by(found - expected);
            }
        }
    }
}
