//! Executes effects: storage that works, an SRP client, a socket that answers a ping, a person with a passkey.

use cruddur_engine::effect::{Effect, StoreChange};
use cruddur_engine::event::{Event, MadeDevice, SrpProof};
use cruddur_engine::persistence::is_kept_for_owner;

use crate::harness::Harness;
use crate::invariants;

impl Harness {
    pub(crate) fn execute(&mut self, effect: Effect) {
        invariants::effect(&effect);
        match effect {
            Effect::Http(id, request) => self.requests.push((id, request)),
            Effect::Abort(id) => self.requests.retain(|(known, _)| *known != id),
            Effect::OpenSocket(id, _) => self.opening.push(id),
            Effect::CloseSocket(id) => {
                self.opening.retain(|known| *known != id);
                self.socket = self.socket.filter(|known| *known != id);
            }
            Effect::SendFrame(id, _) => {
                let pong = r#"{"type":"PONG","server_time":0}"#.to_owned();
                self.events.push(Event::SocketFrame(id, pong));
            }
            Effect::Timer(key, after) => {
                self.timers.retain(|(known, _)| *known != key);
                self.timers.push((key, self.mono.saturating_add(after)));
            }
            Effect::CancelTimer(key) => self.timers.retain(|(known, _)| *known != key),
            Effect::Load(id, prefix) => {
                self.stored
                    .retain(|key, _| key.starts_with(&prefix) || is_kept_for_owner(key));
                let own = self.stored.iter();
                let own = own.filter(|(key, _)| key.starts_with(&prefix));
                let entries = own
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect();
                self.events.push(Event::Loaded(id, Some(entries)));
            }
            Effect::Store(id, changes) => {
                changes.into_iter().for_each(|change| self.apply(change));
                self.events.push(Event::Stored(id, true));
            }
            Effect::ForgetSession(whose) => {
                let goes = |key: &str| whose.as_ref().is_some_and(|prefix| key.starts_with(prefix));
                self.stored
                    .retain(|key, _| is_kept_for_owner(key) && !goes(key));
            }
            Effect::SrpStart { .. } => self.events.push(Event::SrpStarted {
                srp_a: "a".into(),
                device: None,
            }),
            Effect::SrpProve { .. } => self.events.push(Event::SrpProved(Some(SrpProof {
                secret_block: "s".into(),
                signature: "s".into(),
                timestamp: "t".into(),
            }))),
            Effect::TakeLock => self.events.push(Event::LockGranted),
            Effect::Passkey(id, _) => {
                let credential = r#"{"id":"a"}"#.to_owned();
                self.events
                    .push(Event::PasskeyAnswered(id, Some(credential)));
            }
            Effect::MakeDevice(device) => self.events.push(Event::DeviceMade(MadeDevice {
                key: device.key,
                password: "p".into(),
                verifier: "v".into(),
                salt: "s".into(),
                agent: String::new(),
            })),
            Effect::SrpPrepare | Effect::SrpEnd | Effect::StoreDevice(..) => {}
            Effect::RecordSignOut(_) | Effect::StoreRevocation(..) => {}
            Effect::StoreSession(..) | Effect::Journal(_) | Effect::Broadcast(_) => {}
            Effect::Navigate { .. } => {}
        }
    }

    fn apply(&mut self, change: StoreChange) {
        match change.value {
            Some(value) => {
                self.stored.insert(change.key, value);
            }
            None if change.key.ends_with('/') => {
                self.stored.retain(|key, _| !key.starts_with(&change.key));
            }
            None => {
                self.stored.remove(&change.key);
            }
        }
    }
}
