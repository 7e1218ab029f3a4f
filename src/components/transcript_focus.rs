//! The keyboard in a transcript: one tab stop, from which arrow keys move between the messages.
//!
//! The stop is the log, which passes the focus on to a message: a message that is a stop by itself would be gone once
//! its rows are not rendered any more. While a message has the focus, the log is no stop: Shift+Tab leaves it. A message
//! gets its `tabindex` together with the focus: a press on one does not focus it.

use cruddur_engine::view::{ReadingPosition, RowKey};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{FocusEvent, HtmlElement, KeyboardEvent};
use wasm_bindgen::JsCast;

use crate::components::transcript_anchor::{ROW, message_at, message_of, messages_in};
use crate::components::transcript_scroll::TranscriptScroll;
use crate::platform::focus;
use crate::runtime::App;

/// So many frames it may take until a row far away is rendered.
const FRAMES: u8 = 25;
/// Where a row from far away comes to stand, CSS pixels from the upper edge.
const OFFSET: i32 = 120;

/// The focus of one transcript. `Copy`.
#[derive(Clone, Copy)]
pub struct TranscriptFocus {
    app: App,
    scroll: TranscriptScroll,
    /// A message has the focus.
    on_message: RwSignal<bool>,
    /// The message that had it last.
    last: StoredValue<Option<RowKey>>,
}

impl TranscriptFocus {
    pub fn new(app: App, scroll: TranscriptScroll) -> Self {
        Self {
            app,
            scroll,
            on_message: RwSignal::new(false),
            last: StoredValue::new(None),
        }
    }

    /// The log's `tabindex`.
    pub fn tabindex(self) -> &'static str {
        if self.on_message.get() { "-1" } else { "0" }
    }

    /// Call it on each `focusin` of the log.
    pub fn on_focus_in(self, ev: &FocusEvent) {
        let target = ev
            .target()
            .and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let Some(target) = target else { return };
        if let Some((row, message)) = message_at(ev.target()) {
            self.last.set_value(Some(row));
            self.on_message.set(message == target);
        } else if target.matches("[role=log]:focus-visible").unwrap_or(false) {
            // Not from within this call: a handler that is called again before it has returned is refused.
            spawn_local(async move {
                if target.matches(":focus").unwrap_or(false)
                    && let Some(message) = self.entry()
                {
                    focus::focus_in_view(&message);
                }
            });
        }
    }

    /// Call it on each `focusout` of the log.
    pub fn on_focus_out(self) {
        self.on_message.set(false);
    }

    /// Call it on each `keydown` of the log. Moves the focus, and scrolls as far as it takes.
    pub fn on_key(self, ev: &KeyboardEvent) {
        let key = ev.key();
        if !matches!(key.as_str(), "ArrowUp" | "ArrowDown" | "Home" | "End") || has_modifier(ev) {
            return;
        }
        ev.prevent_default();
        let Some((here, _)) = message_at(ev.target()) else {
            if let Some(message) = self.entry() {
                focus::focus_in_view(&message);
            }
            return;
        };
        let to = self.app.rows.with_untracked(|rows| {
            let mut all = rows.list.iter().flat_map(|chunk| chunk.rows.iter());
            match key.as_str() {
                "ArrowUp" => all.take_while(|row| **row != here).last().cloned(),
                "ArrowDown" => all.skip_while(|row| **row != here).nth(1).cloned(),
                "Home" => all.next().cloned(),
                _ => all.last().cloned(),
            }
        });
        if let Some(to) = to {
            self.go_to(to, FRAMES);
        }
    }

    /// Gives the focus to a message, which is rendered for that.
    fn go_to(self, row: RowKey, frames: u8) {
        let Some(viewport) = self.scroll.viewport.try_get_untracked().flatten() else {
            return;
        };
        if let Some(message) = message_of(&viewport, &row) {
            focus::focus_in_view(&message);
        } else if frames > 0 {
            if frames == FRAMES {
                self.scroll.go_to(ReadingPosition {
                    row: row.clone(),
                    offset: OFFSET,
                });
            }
            request_animation_frame(move || self.go_to(row, frames - 1));
        }
    }

    /// The message that had the focus last, where it is on screen; else the last one that is.
    fn entry(self) -> Option<HtmlElement> {
        let viewport = self.scroll.viewport.try_get_untracked()??;
        let frame = viewport.get_bounding_client_rect();
        let is_on_screen = |message: &HtmlElement| {
            let place = message.get_bounding_client_rect();
            place.bottom() > frame.top() && place.top() < frame.bottom()
        };
        let last = self.last.get_value();
        let had_focus = |message: &HtmlElement| {
            last.as_ref()
                .is_some_and(|last| message.get_attribute(ROW).as_deref() == Some(&last.0))
        };
        let on_screen = || messages_in(&viewport).filter(is_on_screen);
        on_screen()
            .find(had_focus)
            .or_else(|| on_screen().next_back())
    }
}

fn has_modifier(ev: &KeyboardEvent) -> bool {
    let in_field = ev
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .is_some_and(|target| focus::is_field(&target));
    in_field || ev.shift_key() || ev.ctrl_key() || ev.alt_key() || ev.meta_key()
}
