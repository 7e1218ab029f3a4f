//! Carries out what is to be kept on the device: one thing after the other, in the order asked for.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use cruddur_engine::effect::Effect;
use cruddur_engine::event::Event;
use wasm_bindgen_futures::spawn_local;

use super::driver::Driver;
use crate::platform::store;

/// What is still to be done.
#[derive(Default)]
pub(super) struct Disk {
    jobs: RefCell<VecDeque<Effect>>,
    busy: Cell<bool>,
}

impl Driver {
    /// Takes a job: `Load`, `Store` or `ForgetSession`.
    pub(super) fn disk(&'static self, job: Effect) {
        self.disk.jobs.borrow_mut().push_back(job);
        if self.disk.busy.replace(true) {
            return;
        }
        spawn_local(async move {
            loop {
                let next = self.disk.jobs.borrow_mut().pop_front();
                let Some(job) = next else { break };
                self.disk_job(job).await;
            }
            self.disk.busy.set(false);
        });
    }

    async fn disk_job(&'static self, job: Effect) {
        match job {
            Effect::Load(id, prefix) => {
                let entries = store::load(&prefix).await;
                self.event(Event::Loaded(id, entries));
            }
            Effect::Store(id, changes) => {
                let changes = changes.into_iter().map(|change| (change.key, change.value));
                let ok = store::write(changes).await;
                self.event(Event::Stored(id, ok));
            }
            _ => store::clear().await,
        }
    }
}
