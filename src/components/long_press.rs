//! A finger that rests on something.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::web_sys::PointerEvent;

/// As long as browsers take for a long press.
const LONG: Duration = Duration::from_millis(500);

/// One finger. `Copy`.
#[derive(Clone, Copy)]
pub struct LongPress {
    waiting: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    /// The press was long, and the finger is still down.
    done: StoredValue<bool, LocalStorage>,
}

impl LongPress {
    pub fn new() -> Self {
        let press = Self {
            waiting: StoredValue::new_local(None),
            done: StoredValue::new_local(false),
        };
        on_cleanup(move || press.cancel());
        press
    }

    /// A pointer goes down. Calls once it has rested for long enough, if it is a finger. A browser cancels a pointer that
    /// scrolls.
    pub fn begin(self, ev: &PointerEvent, call: impl FnOnce() + 'static) {
        self.cancel();
        self.done.set_value(false);
        if ev.pointer_type() != "touch" || !ev.is_primary() {
            return;
        }
        let due = move || {
            self.waiting.try_set_value(None);
            self.done.try_set_value(true);
            call();
        };
        self.waiting
            .set_value(set_timeout_with_handle(due, LONG).ok());
    }

    /// The finger went up, or scrolls.
    pub fn cancel(self) {
        let waiting = self.waiting.try_update_value(Option::take).flatten();
        if let Some(waiting) = waiting {
            waiting.clear();
        }
    }

    /// The finger goes up: whether that ends a long press, and is to be no click.
    pub fn end(self) -> bool {
        self.cancel();
        let done = self.done.try_update_value(std::mem::take);
        done.unwrap_or_default()
    }
}
