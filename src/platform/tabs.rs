//! The tabs of one browser: a `BroadcastChannel` for their messages, and a Web Lock that the leader holds.
//!
//! The browser grants the lock to the next tab as soon as its holder is closed, crashes or is discarded.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::js_sys::{Function, Object, Promise, Reflect};
use web_sys::{BroadcastChannel, MessageEvent};

/// The name of the channel and of the lock. It ends with the version of the messages (`TabMessage`): tabs of different versions
/// do not understand each other, so each version elects a leader of its own.
const NAME: &str = "cruddur.2";

/// This tab's place on the channel; dropping it leaves.
pub struct Tabs {
    channel: BroadcastChannel,
    // The channel calls it.
    _on_message: Closure<dyn Fn(MessageEvent)>,
}

impl Tabs {
    /// Joins the other tabs; `on_message` gets their messages. `None` where the browser has no locks or no
    /// channels: each of its tabs works alone.
    pub fn join(on_message: impl Fn(String) + 'static) -> Option<Self> {
        locks()?;
        let channel = BroadcastChannel::new(NAME).ok()?;
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = event.data().as_string() {
                on_message(message);
            }
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            _on_message: on_message,
        })
    }

    /// Sends a message to all other tabs.
    pub fn broadcast(&self, message: &str) {
        // Fails only on a channel that was closed.
        let _ = self.channel.post_message(&message.into());
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

/// Waits for the lock, or steals it from the tab that has it, and holds it until another tab steals it:
/// `on_change` gets `true` when it is granted and `false` when it is lost. A page that may not have locks
/// works as if it held it.
pub fn hold_lock(steal: bool, on_change: impl Fn(bool) + Clone + 'static) {
    let granted = Rc::new(Cell::new(false));
    let (now_granted, on_loss) = (Rc::clone(&granted), on_change.clone());
    let held = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |_lock| {
        now_granted.set(true);
        on_change(true);
        // Never resolved, so never released.
        Promise::new(&mut |_, _| {})
    });
    let refused = Closure::<dyn FnMut(JsValue)>::new(move |_| on_loss(!granted.get()));
    let request = locks().and_then(|(locks, request)| {
        let options = Object::new();
        Reflect::set(&options, &"steal".into(), &steal.into()).ok()?;
        request
            .call3(&locks, &NAME.into(), &options, held.as_ref())
            .ok()?
            .dyn_into::<Promise>()
            .ok()
    });
    if let Some(request) = request {
        let _ = request.catch(&refused);
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
