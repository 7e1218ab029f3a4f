//! Changes are published with the next animation frame, so that a burst of messages is drawn once.

use std::cell::{Cell, RefCell};

use cruddur_engine::Changed;

use crate::platform::timers::NextFrame;

/// A hidden tab draws no frames: it publishes after so many milliseconds.
const WITHOUT_FRAMES: u32 = 100;

/// Changes that are not published yet.
#[derive(Default)]
pub struct Pending {
    changed: Cell<Changed>,
    frame: RefCell<Option<NextFrame>>,
}

impl Pending {
    /// Adds changes, and calls `publish` once before the next frame is drawn.
    pub fn note(&self, changed: Changed, publish: impl Fn() + Clone + 'static) {
        if changed == Changed::default() {
            return;
        }
        self.changed.set(self.changed.get().or(changed));
        let mut frame = self.frame.borrow_mut();
        if frame.is_none() {
            *frame = Some(NextFrame::new(WITHOUT_FRAMES, publish));
        }
    }

    /// Takes the changes to be published, and cancels the call before the next frame.
    pub fn take(&self) -> Changed {
        self.frame.take();
        self.changed.take()
    }
}
