//! The tabs of one browser: a channel they all hear, and a lock that one of them holds.
//!
//! The lock passes on by itself, at once, when its tab is closed, crashes or is taken away.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::js_sys::{Function, Object, Promise, Reflect};
use web_sys::{BroadcastChannel, MessageEvent};

/// The name of both. It ends with the version of the messages (`TabMessage`): tabs of different versions
/// do not understand each other, so each version elects a leader of its own.
const NAME: &str = "cruddur.1";

/// This tab's place on the channel; dropping it leaves.
pub struct Tabs {
    channel: BroadcastChannel,
    // The channel calls it; kept for as long as the channel is.
    _hear: Closure<dyn Fn(MessageEvent)>,
}

impl Tabs {
    /// Joins the other tabs; `hear` gets what they say. `None`: this browser has no lock or no channel,
    /// and each of its tabs is alone.
    pub fn join(hear: impl Fn(String) + 'static) -> Option<Self> {
        locks()?;
        let channel = BroadcastChannel::new(NAME).ok()?;
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(line) = event.data().as_string() {
                hear(line);
            }
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            _hear: hear,
        })
    }

    /// Says something to all other tabs.
    pub fn tell(&self, line: &str) {
        // Fails only on a channel that was closed.
        let _ = self.channel.post_message(&line.into());
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}

impl std::fmt::Debug for Tabs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tabs")
    }
}

/// Waits for the lock, or takes it from the tab that has it, and keeps it until another tab takes it:
/// `told` hears `true` when it is had and `false` when it is lost. A page that may not have locks works
/// as if it held it.
pub fn hold(take: bool, told: impl Fn(bool) + Clone + 'static) {
    let had = Rc::new(Cell::new(false));
    let (got, lost) = (Rc::clone(&had), told.clone());
    let held = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |_lock| {
        got.set(true);
        told(true);
        // Never done, so never given back.
        Promise::new(&mut |_, _| {})
    });
    let refused = Closure::<dyn FnMut(JsValue)>::new(move |_| lost(!had.get()));
    let asked = locks().and_then(|(locks, request)| {
        let options = Object::new();
        Reflect::set(&options, &"steal".into(), &take.into()).ok()?;
        request
            .call3(&locks, &NAME.into(), &options, held.as_ref())
            .ok()?
            .dyn_into::<Promise>()
            .ok()
    });
    if let Some(asked) = asked {
        let _ = asked.catch(&refused);
    }
    // The browser calls them for as long as the page lives.
    held.forget();
    refused.forget();
}

/// `navigator.locks` and its `request`.
fn locks() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    Some((locks, request.dyn_into().ok()?))
}
