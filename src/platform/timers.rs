//! Timers, and the frame to wait for before heavy work.

use gloo_render::AnimationFrame;
pub use gloo_timers::callback::{Interval, Timeout};

/// A call made once, before the next frame is drawn; in a tab that draws none, by a timer. Dropping it
/// before means never.
#[derive(Debug)]
pub struct NextFrame {
    _frame: AnimationFrame,
    _timer: Timeout,
}

impl NextFrame {
    /// Calls with the next frame, or after so many milliseconds. Drop it in the call: both may come.
    pub fn new(at_most: u32, call: impl Fn() + Clone + 'static) -> Self {
        let timer = Timeout::new(at_most, call.clone());
        Self {
            _frame: gloo_render::request_animation_frame(move |_| call()),
            _timer: timer,
        }
    }
}

/// Calls once the browser has painted what has changed so far. By a timer, since there are no frames in a
/// hidden tab.
pub fn after_paint(call: impl FnOnce() + 'static) {
    Timeout::new(20, call).forget();
}
