//! Carries out the effects on IndexedDB, one after the other: a later write never overtakes an earlier one.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use cruddur_engine::effect::Effect;
use cruddur_engine::event::Event;
use cruddur_engine::persistence::is_kept_for_owner;
use wasm_bindgen_futures::spawn_local;

use super::driver::Driver;
use crate::platform::idb;

/// The effects that wait.
#[derive(Default)]
pub(super) struct StorageQueue {
    waiting: RefCell<VecDeque<Effect>>,
    busy: Cell<bool>,
}

impl Driver {
    /// Takes `Load`, `Store` or `ForgetSession`.
    pub(super) fn queue_storage(&'static self, effect: Effect) {
        self.storage.waiting.borrow_mut().push_back(effect);
        if self.storage.busy.replace(true) {
            return;
        }
        spawn_local(async move {
            loop {
                let next = self.storage.waiting.borrow_mut().pop_front();
                let Some(effect) = next else { break };
                self.carry_out_in_storage(effect).await;
            }
            self.storage.busy.set(false);
        });
    }

    async fn carry_out_in_storage(&'static self, effect: Effect) {
        match effect {
            Effect::Load(id, prefix) => {
                let entries = idb::load(&prefix, is_kept_for_owner).await;
                self.event(Event::Loaded(id, entries));
            }
            Effect::Store(id, changes) => {
                let changes = changes.into_iter().map(|change| (change.key, change.value));
                let ok = idb::write(changes).await;
                self.event(Event::Stored(id, ok));
            }
            Effect::ForgetSession(whose) => {
                let goes = |key: &str| whose.as_ref().is_some_and(|prefix| key.starts_with(prefix));
                idb::clear(|key| is_kept_for_owner(key) && !goes(key)).await;
            }
            _ => {}
        }
    }
}
