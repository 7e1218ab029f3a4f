//! What the tabs of a browser share: storage, a lock, a channel.

use std::collections::BTreeMap;

use cruddur_engine::effect::{RequestId, StoreChange};
use cruddur_engine::event::{Event, ProfileSignOuts, Revocation};
use cruddur_engine::outbox::OutboxRecord;
use cruddur_engine::persistence::is_kept_for_owner;

use crate::faults::Fault;
use crate::world::{Scheduled, World};

/// The text of a stored message that stepped aside.
fn stepped_aside(stored: &str) -> Option<String> {
    let record: serde_json::Value = serde_json::from_str(stored).ok()?;
    let record: OutboxRecord = serde_json::from_value(record.get("value")?.clone()).ok()?;
    record.is_aside().then_some(record.text)
}

#[derive(Default)]
pub struct Browser {
    pub storage: BTreeMap<String, String>,
    /// Local storage.
    pub sign_outs: ProfileSignOuts,
    /// Pages opened so far.
    pub pages: u32,
    storage_busy_until: u64,
    /// The pages that hold or want the lock; the first holds it.
    lock: Vec<u32>,
    channel_busy_until: u64,
}

impl World {
    /// Transactions run one after the other.
    pub fn schedule_storage(&mut self, transaction: Scheduled) {
        let longest = if self.occurs(Fault::SlowStorage) {
            4_000
        } else {
            60
        };
        let takes = self.jitter.range(0, longest);
        let at = (self.now + takes).max(self.browser.storage_busy_until);
        self.browser.storage_busy_until = at;
        self.schedule(at - self.now, transaction);
    }

    pub fn load(&mut self, id: RequestId, prefix: &str) {
        if self.occurs(Fault::FailedStorage) {
            self.count("failed load");
            self.observed.could_not_load();
            return self.deliver(Event::Loaded(id, None));
        }
        let storage = &mut self.browser.storage;
        storage.retain(|key, _| key.starts_with(prefix) || is_kept_for_owner(key));
        let entries = storage.iter().filter(|(key, _)| key.starts_with(prefix));
        let entries = entries.map(|(key, value)| (key.clone(), value.clone()));
        let entries = entries.collect();
        self.deliver(Event::Loaded(id, Some(entries)));
    }

    pub fn store(&mut self, id: RequestId, changes: Vec<StoreChange>) {
        for value in changes.iter().filter_map(|change| change.value.as_deref()) {
            if let Some(text) = stepped_aside(value) {
                self.count("stepped aside");
                self.observed.stepped_aside(&text);
            }
        }
        if self.occurs(Fault::FailedStorage) {
            self.count("failed store");
            self.observed.store_failed = true;
            return self.deliver(Event::Stored(id, false));
        }
        for StoreChange { key, value } in changes {
            match value {
                Some(value) => {
                    self.browser.storage.insert(key, value);
                }
                None if key.ends_with('/') => {
                    self.browser
                        .storage
                        .retain(|known, _| !known.starts_with(&key));
                }
                None => {
                    self.browser.storage.remove(&key);
                }
            }
        }
        self.deliver(Event::Stored(id, true));
    }

    pub fn record_sign_out(&mut self, number: u64) {
        self.browser.sign_outs.last = number;
        self.tell_sign_outs();
    }

    pub fn store_revocation(&mut self, number: u64, token: String) {
        let revocations = &mut self.browser.sign_outs.revocations;
        revocations.retain(|known| known.number != number);
        if !token.is_empty() {
            revocations.push(Revocation { number, token });
        }
        self.tell_sign_outs();
    }

    /// The browser's event of a changed local storage, in the other tab.
    fn tell_sign_outs(&mut self) {
        let after = self.jitter.range(0, 15);
        if let Some(other) = &self.other {
            let event = Event::SignOuts(self.browser.sign_outs.clone());
            let what = Scheduled::Event(other.page, event);
            self.schedule(after, what);
        }
    }

    pub fn request_lock(&mut self, page: u32) {
        self.browser.lock.push(page);
        if self.browser.lock.len() == 1 {
            self.grant_lock();
        }
    }

    /// The page is closed, and no longer holds or wants the lock.
    pub fn release_lock(&mut self, page: u32) {
        let held = self.browser.lock.first() == Some(&page);
        self.browser.lock.retain(|known| *known != page);
        if held {
            self.grant_lock();
        }
    }

    /// A page takes the lock from its holder, which requests it again.
    pub fn take_lock(&mut self, page: u32) {
        let Some(holder) = self.browser.lock.first().copied() else {
            return;
        };
        if holder == page {
            return;
        }
        self.browser.lock = vec![page, holder];
        self.schedule(0, Scheduled::Event(holder, Event::LockLost));
        self.grant_lock();
    }

    fn grant_lock(&mut self) {
        if let Some(page) = self.browser.lock.first().copied() {
            let after = self.jitter.range(0, 40);
            self.schedule(after, Scheduled::Event(page, Event::LockGranted));
        }
    }

    /// A message to the other tab; messages arrive in order.
    pub fn broadcast_to_tabs(&mut self, text: &str) {
        let at = (self.now + self.jitter.range(0, 15)).max(self.browser.channel_busy_until);
        self.browser.channel_busy_until = at;
        if let Some(other) = &self.other {
            let event = Event::TabMessage(text.to_owned());
            let what = Scheduled::Event(other.page, event);
            self.schedule(at - self.now, what);
        }
    }
}
