//! When what changed is published: with the next frame, so that a burst of news is drawn once.

use std::cell::{Cell, RefCell};

use cruddur_engine::Changed;

use crate::platform::timers::NextFrame;

/// A tab that draws no frames publishes after so many milliseconds.
const WITHOUT_FRAMES: u32 = 100;

/// What changed and is not published yet.
#[derive(Default)]
pub struct Pending {
    changed: Cell<Changed>,
    frame: RefCell<Option<NextFrame>>,
}

impl Pending {
    /// Notes what changed, and calls before the next frame is drawn: once, however much is noted.
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

    /// What is to be published now; nothing is any more at the next frame.
    pub fn take(&self) -> Changed {
        self.frame.take();
        self.changed.take()
    }
}
