//! What the tabs of a browser share: the store, the lock, the channel.

use std::collections::BTreeMap;

use cruddur_engine::effect::{RequestId, StoreChange};
use cruddur_engine::event::Event;

use crate::world::{Way, World};

#[derive(Default)]
pub struct Device {
    /// What is kept, by name.
    pub kept: BTreeMap<String, String>,
    /// Pages opened so far.
    pub pages: u32,
    busy_until: u64,
    /// The pages that hold or want the lock; the first holds it.
    lock: Vec<u32>,
    channel_busy_until: u64,
}

impl World {
    /// The device does one thing after the other.
    pub fn disk(&mut self, way: Way) {
        let slow = self.strikes(self.faults.slow_store, "slow store");
        let takes = self.rng.range(0, if slow { 4_000 } else { 60 });
        let at = (self.now + takes).max(self.device.busy_until);
        self.device.busy_until = at;
        self.post(at - self.now, way);
    }

    pub fn loads(&mut self, id: RequestId, prefix: &str) {
        let fails = self.strikes(self.faults.failed_store, "failed load");
        if fails {
            self.watch.could_not_load();
        } else {
            self.device.kept.retain(|key, _| key.starts_with(prefix));
        }
        let all = self.device.kept.iter();
        let all = all.map(|(key, value)| (key.clone(), value.clone()));
        let kept = (!fails).then(|| all.collect());
        self.deliver(Event::Loaded(id, kept));
    }

    pub fn stores(&mut self, id: RequestId, changes: Vec<StoreChange>) {
        let fails = self.strikes(self.faults.failed_store, "failed store");
        self.watch.store_failed |= fails;
        if !fails {
            for StoreChange { key, value } in changes {
                match value {
                    Some(value) => self.device.kept.insert(key, value),
                    None => self.device.kept.remove(&key),
                };
            }
        }
        self.deliver(Event::Stored(id, !fails));
    }

    /// Wants the lock for this page.
    pub fn want_lock(&mut self, life: u32) {
        self.device.lock.push(life);
        if self.device.lock.len() == 1 {
            self.grant_lock();
        }
    }

    /// A page is gone, and what it held with it.
    pub fn leave_lock(&mut self, life: u32) {
        let held = self.device.lock.first() == Some(&life);
        self.device.lock.retain(|known| *known != life);
        if held {
            self.grant_lock();
        }
    }

    /// A page takes the lock from the one that holds it; that one asks for it anew.
    pub fn take_lock(&mut self, life: u32) {
        let Some(holder) = self.device.lock.first().copied() else {
            return;
        };
        if holder == life {
            return;
        }
        self.device.lock = vec![life, holder];
        self.post(0, Way::ToClient(holder, Event::LockLost));
        self.grant_lock();
    }

    fn grant_lock(&mut self) {
        if let Some(life) = self.device.lock.first().copied() {
            let after = self.rng.range(0, 40);
            self.post(after, Way::ToClient(life, Event::LockGranted));
        }
    }

    /// What one tab says the other hears, in order.
    pub fn tell_tabs(&mut self, line: &str) {
        let at = (self.now + self.rng.range(0, 15)).max(self.device.channel_busy_until);
        self.device.channel_busy_until = at;
        let after = at - self.now;
        if let Some(other) = &self.other {
            let way = Way::ToClient(other.life, Event::TabMessage(line.to_owned()));
            self.post(after, way);
        }
    }
}
