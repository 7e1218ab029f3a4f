//! What the reader has seen: messages that were on screen for a second, in a window with the focus.

use std::time::Duration;

use cruddur_engine::view::RowKey;
use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_use::use_resize_observer;

use crate::components::transcript_anchor::{is_reached, lowest_on_screen};
use crate::components::transcript_scroll::TranscriptScroll;
use crate::platform::focus;
use crate::runtime::{App, use_app};

/// How long a message is on screen until it counts as read.
const READ_AFTER: Duration = Duration::from_secs(1);

/// Watches a transcript, and tells the app which message was read; `moved` is notified when the reader has scrolled.
pub fn use_reading(scroll: TranscriptScroll, moved: ReadSignal<()>) {
    let reading = Reading {
        app: use_app(),
        scroll,
        look: StoredValue::new_local(Look::default()),
    };
    use_resize_observer([scroll.viewport, scroll.content], move |_, _| {
        reading.watch();
    });
    Effect::new(move || {
        moved.track();
        reading.watch();
    });
    let listeners = [
        window_event_listener(ev::blur, move |_| reading.leave()),
        window_event_listener(ev::focus, move |_| reading.come_or_leave()),
        window_event_listener(ev::visibilitychange, move |_| reading.come_or_leave()),
    ];
    on_cleanup(move || {
        listeners.into_iter().for_each(|listener| listener.remove());
        reading.leave();
    });
}

#[derive(Clone, Copy)]
struct Reading {
    app: App,
    scroll: TranscriptScroll,
    look: StoredValue<Look, LocalStorage>,
}

#[derive(Default)]
struct Look {
    /// The lowest message that was on screen, and the end of its second.
    waiting: Option<(RowKey, TimeoutHandle)>,
    /// The window has lost the focus since the reader was last here.
    was_away: bool,
}

impl Reading {
    fn lowest(self) -> Option<RowKey> {
        let viewport = self.scroll.viewport.try_get_untracked().flatten()?;
        lowest_on_screen(&viewport)
    }

    /// Gives the lowest message on screen its second, unless another one has it.
    fn watch(self) {
        let is_free = self.look.try_with_value(|look| look.waiting.is_none());
        if is_free != Some(true) || !focus::has_attention() {
            return;
        }
        let Some(lowest) = self.lowest() else { return };
        if let Ok(timer) = set_timeout_with_handle(move || self.second_over(), READ_AFTER) {
            self.look
                .try_update_value(|look| look.waiting = Some((lowest, timer)));
        }
    }

    /// The message is read unless the reader has scrolled up, or so far down that it is not rendered any more.
    fn second_over(self) {
        let was = self.look.try_update_value(|look| look.waiting.take());
        let Some((was, _)) = was.flatten().filter(|_| focus::has_attention()) else {
            return;
        };
        let viewport = self.scroll.viewport.try_get_untracked().flatten();
        if viewport.is_some_and(|viewport| is_reached(&viewport, &was)) {
            self.app.seen(was.clone());
        }
        if self.lowest().is_some_and(|now| now != was) {
            self.watch();
        }
    }

    fn leave(self) {
        self.look.try_update_value(|look| {
            look.was_away = true;
            if let Some((_, timer)) = look.waiting.take() {
                timer.clear();
            }
        });
    }

    fn come_or_leave(self) {
        if !focus::has_attention() {
            return self.leave();
        }
        let was_away = self
            .look
            .try_update_value(|look| std::mem::take(&mut look.was_away));
        if was_away == Some(true) {
            self.app.returned();
        }
        self.watch();
    }
}
