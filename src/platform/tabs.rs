//! The tabs of one browser: a `BroadcastChannel` for their messages, and a Web Lock that the leader holds.
//!
//! The browser grants the lock to the next tab as soon as its holder is closed, crashes or is discarded.
//!
//! Tokens go over the channel, and any page of the origin hears a channel whose name it knows. So the name ends with
//! random bits that the browser's profile holds (`localStorage`): a script that only listens, or greets, hears nothing.
//! The names of locks can be listed by every page (`navigator.locks.query`); the lock has random bits of its own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::js_sys::{Function, Object, Promise, Reflect};
use web_sys::{BroadcastChannel, MessageEvent};

use super::{random, web_storage};

/// What the names of the channel and of the lock begin with. It ends with the version of the messages (`TabMessage`):
/// tabs of different versions do not understand each other, so each version elects a leader of its own.
const NAME: &str = "cruddur.3";
/// What the random bits are stored under: those of the lock, a dot, those of the channel.
const SECRET: &str = "cruddur.tabs";

/// This tab's place on the channel; dropping it leaves.
pub struct Tabs {
    name: String,
    /// `None` while the page is left.
    channel: RefCell<Option<BroadcastChannel>>,
    lock: String,
    on_message: Closure<dyn Fn(MessageEvent)>,
}

impl Tabs {
    /// Joins the other tabs; `on_message` gets their messages. `None` where the browser has no locks, no channels
    /// or no storage that its tabs share: each of its tabs works alone.
    pub fn join(on_message: impl Fn(String) + 'static) -> Option<Self> {
        locks()?;
        let (lock, name) = names()?;
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = event.data().as_string() {
                on_message(message);
            }
        });
        let channel = open(&name, &on_message)?;
        Some(Self {
            name,
            channel: RefCell::new(Some(channel)),
            lock,
            on_message,
        })
    }

    /// The page is left. Should it go to the back/forward cache, a message to it would take it out
    /// (`BroadcastChannelOnMessage` of Chromium's `notRestoredReasons`).
    pub fn leave(&self) {
        if let Some(channel) = self.channel.take() {
            channel.close();
        }
    }

    /// The page is shown, maybe again.
    pub fn come_back(&self) {
        let mut channel = self.channel.borrow_mut();
        if channel.is_none() {
            *channel = open(&self.name, &self.on_message);
        }
    }

    /// Sends a message to all other tabs.
    pub fn broadcast(&self, message: &str) {
        if let Some(channel) = &*self.channel.borrow() {
            // Fails only on a channel that was closed.
            let _ = channel.post_message(&message.into());
        }
    }

    /// Waits for the lock, or steals it from the tab that has it, and holds it until another tab steals it:
    /// `on_change` gets `true` when it is granted and `false` when it is lost. A page that may not have locks
    /// works as if it held it.
    pub fn hold_lock(&self, steal: bool, on_change: impl Fn(bool) + Clone + 'static) {
        hold(&self.lock, steal, on_change);
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.leave();
    }
}

impl std::fmt::Debug for Tabs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tabs")
    }
}

fn open(name: &str, on_message: &Closure<dyn Fn(MessageEvent)>) -> Option<BroadcastChannel> {
    let channel = BroadcastChannel::new(name).ok()?;
    channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    Some(channel)
}

/// The names of the lock and of the channel, the same in all tabs of the browser.
fn names() -> Option<(String, String)> {
    let stored = web_storage::read_local(SECRET).filter(|secret| secret.contains('.'));
    let secret = stored.or_else(|| {
        let fresh = format!("{:032x}.{:032x}", random::bits(), random::bits());
        web_storage::write_local(SECRET, &fresh);
        // Another tab may have written its own in between; and a browser that stores nothing has none.
        web_storage::read_local(SECRET)
    })?;
    let (lock, channel) = secret.split_once('.')?;
    Some((format!("{NAME}.{lock}"), format!("{NAME}.{channel}")))
}

fn hold(name: &str, steal: bool, on_change: impl Fn(bool) + Clone + 'static) {
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
            .call3(&locks, &name.into(), &options, held.as_ref())
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
