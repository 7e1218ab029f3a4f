//! Timers that stop when dropped, and the frame to wait for before heavy work.

use wasm_bindgen::prelude::*;

/// A call made once, later; dropping it before means never.
pub struct Timeout {
    id: Option<i32>,
    _call: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Calls after so many milliseconds.
    pub fn new(after: u32, call: impl FnOnce() + 'static) -> Self {
        let call = Closure::once(call);
        // setTimeout takes a signed 32-bit number; a longer wait than 24 days is no wait.
        let after = i32::try_from(after).unwrap_or(i32::MAX);
        let id = web_sys::window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    call.as_ref().unchecked_ref(),
                    after,
                )
                .ok()
        });
        Self { id, _call: call }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_timeout_with_handle(id);
        }
    }
}

impl std::fmt::Debug for Timeout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Timeout({:?})", self.id)
    }
}

/// A call made once, before the next frame is drawn; in a tab that draws none, by a timer. Dropping it
/// before means never.
pub struct NextFrame {
    id: Option<i32>,
    _call: Closure<dyn FnMut()>,
    _timer: Timeout,
}

impl NextFrame {
    /// Calls with the next frame, or after so many milliseconds. Drop it in the call: both may come.
    pub fn new(at_most: u32, call: impl Fn() + Clone + 'static) -> Self {
        let timer = Timeout::new(at_most, call.clone());
        let call = Closure::<dyn FnMut()>::new(call);
        let id = web_sys::window().and_then(|window| {
            window
                .request_animation_frame(call.as_ref().unchecked_ref())
                .ok()
        });
        Self {
            id,
            _call: call,
            _timer: timer,
        }
    }
}

impl Drop for NextFrame {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            let _ = window.cancel_animation_frame(id);
        }
    }
}

/// A call made again and again; dropping it ends that.
pub struct Interval {
    id: Option<i32>,
    _call: Closure<dyn FnMut()>,
}

impl Interval {
    /// Calls every so many milliseconds.
    pub fn new(every: i32, call: impl FnMut() + 'static) -> Self {
        let call = Closure::new(call);
        let id = web_sys::window().and_then(|window| {
            window
                .set_interval_with_callback_and_timeout_and_arguments_0(
                    call.as_ref().unchecked_ref(),
                    every,
                )
                .ok()
        });
        Self { id, _call: call }
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_interval_with_handle(id);
        }
    }
}

impl std::fmt::Debug for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Interval({:?})", self.id)
    }
}

/// Calls once the browser has painted what has changed so far. By a timer, since there are no frames in a
/// hidden tab.
pub fn after_paint(call: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let call: Box<dyn FnOnce()> = Box::new(call);
    let call = Closure::once_into_js(call);
    // Refused by no browser.
    let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), 20);
}
