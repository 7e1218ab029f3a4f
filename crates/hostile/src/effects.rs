//! Carrying out what the engine wants done: a device that keeps, an SRP client that proves, a line that
//! answers a ping, a person with a passkey.

use cruddur_engine::effect::{Effect, StoreChange};
use cruddur_engine::event::{Event, MadeDevice, SrpProof};

use crate::stage::Stage;
use crate::watch;

impl Stage {
    /// Does it at once, or notes that it is to be done.
    pub(crate) fn carry_out(&mut self, effect: Effect) {
        watch::effect(&effect);
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
                self.said.push(Event::SocketFrame(id, pong));
            }
            Effect::Timer(key, after) => {
                self.timers.retain(|(known, _)| *known != key);
                self.timers.push((key, self.mono.saturating_add(after)));
            }
            Effect::CancelTimer(key) => self.timers.retain(|(known, _)| *known != key),
            Effect::Load(id, shelf) => {
                self.kept.retain(|key, _| key.starts_with(&shelf));
                let entries = self.kept.clone().into_iter().collect();
                self.said.push(Event::Loaded(id, Some(entries)));
            }
            Effect::Store(id, changes) => {
                changes.into_iter().for_each(|change| self.keep(change));
                self.said.push(Event::Stored(id, true));
            }
            Effect::ForgetSession => self.kept.clear(),
            Effect::SrpStart { .. } => self.said.push(Event::SrpStarted {
                srp_a: "a".into(),
                device: None,
            }),
            Effect::SrpProve { .. } => self.said.push(Event::SrpProved(Some(SrpProof {
                secret_block: "s".into(),
                signature: "s".into(),
                timestamp: "t".into(),
            }))),
            Effect::TakeLock => self.said.push(Event::LockGranted),
            Effect::Passkey(id, _) => {
                let credential = r#"{"id":"a"}"#.to_owned();
                self.said.push(Event::PasskeyAnswered(id, Some(credential)));
            }
            Effect::MakeDevice(device) => self.said.push(Event::DeviceMade(MadeDevice {
                key: device.key,
                password: "p".into(),
                verifier: "v".into(),
                salt: "s".into(),
                agent: String::new(),
            })),
            Effect::SrpPrepare | Effect::SrpEnd | Effect::StoreDevice(..) => {}
            Effect::StoreSession(..) | Effect::Journal(_) | Effect::Broadcast(_) => {}
            Effect::Navigate { .. } => {}
        }
    }

    fn keep(&mut self, change: StoreChange) {
        match change.value {
            Some(value) => {
                self.kept.insert(change.key, value);
            }
            None if change.key.ends_with('/') => {
                self.kept.retain(|key, _| !key.starts_with(&change.key));
            }
            None => {
                self.kept.remove(&change.key);
            }
        }
    }
}
