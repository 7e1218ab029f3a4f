//! What is noted of an effect. No wildcards: each new variant and field is decided on here.

use super::TraceEntry;
use super::words;
use crate::effect::{Effect, PasskeyRequest};
use crate::http::HttpRequest;

impl TraceEntry {
    /// What is noted of an effect.
    pub fn of_effect(at: u64, effect: &Effect) -> Self {
        let mut entry = Self::effect(at);
        let to = &mut entry;
        match effect {
            Effect::Http(id, request) => {
                to.request("Http", *id);
                request_of(to, request);
            }
            Effect::Abort(id) => {
                to.request("Abort", *id);
            }
            Effect::SrpPrepare => to.name("SrpPrepare"),
            Effect::SrpStart {
                pool: _,
                password: _,
                device_record,
            } => {
                to.name("SrpStart");
                to.flag("device", device_record.is_some());
            }
            Effect::SrpProve {
                secret_block: _,
                user_id: _,
                salt: _,
                srp_b: _,
            } => to.name("SrpProve"),
            Effect::Passkey(id, request) => {
                let name = match request {
                    PasskeyRequest::Get(_) => "PasskeyGet",
                    PasskeyRequest::Create(_) => "PasskeyCreate",
                };
                to.request(name, *id);
            }
            Effect::SrpEnd => to.name("SrpEnd"),
            Effect::MakeDevice(_) => to.name("MakeDevice"),
            Effect::StoreDevice(_, record) => {
                to.name("StoreDevice");
                to.flag("delete", record.is_empty());
            }
            Effect::StoreSession(session, any_tab) => {
                to.name("StoreSession");
                to.flag("delete", session.is_empty());
                to.flag("any_tab", *any_tab);
            }
            Effect::RecordSignOut(_) => to.name("RecordSignOut"),
            Effect::StoreRevocation(_, token) => {
                to.name("StoreRevocation");
                to.flag("delete", token.is_empty());
            }
            Effect::Journal(text) => {
                to.name("Journal");
                to.frequent();
                to.bytes(text);
            }
            Effect::ForgetSession(_) => to.name("ForgetSession"),
            Effect::Load(id, _) => {
                to.request("Load", *id);
            }
            Effect::Store(id, changes) => {
                to.request("Store", *id);
                to.frequent();
                let puts = changes.iter().filter(|change| change.value.is_some());
                to.number("puts", puts.count() as u64);
                to.number("changes", changes.len() as u64);
            }
            Effect::TakeLock => to.name("TakeLock"),
            Effect::Broadcast(text) => {
                to.name("Broadcast");
                to.frequent();
                to.word("kind", words::tab_message(text));
                to.bytes(text);
            }
            Effect::Timer(key, after) => {
                to.name("SetTimer");
                to.frequent();
                words::timer(to, key);
                to.number("ms", *after);
            }
            Effect::CancelTimer(key) => {
                to.name("CancelTimer");
                to.frequent();
                words::timer(to, key);
            }
            Effect::OpenSocket(id, _) => {
                to.socket("OpenSocket", *id);
            }
            Effect::SendFrame(id, text) => {
                to.socket("SendFrame", *id);
                to.frequent();
                to.bytes(text);
            }
            Effect::CloseSocket(id) => {
                to.socket("CloseSocket", *id);
            }
            Effect::Navigate { path, replace } => {
                to.name("Navigate");
                // The query may name an address.
                let page = path.split('?').next().unwrap_or_default();
                to.word("page", words::page(page));
                to.id(page);
                to.flag("replace", *replace);
            }
        }
        entry
    }
}

fn request_of(to: &mut TraceEntry, request: &HttpRequest) {
    let HttpRequest {
        method,
        url,
        headers,
        body,
    } = request;
    to.word("method", words::method(*method));
    to.word("call", words::call(url, headers));
    to.id(url);
    // The length of a call to Cognito tells the length of a password.
    if let Some(body) = body.as_ref().filter(|_| !words::is_cognito(headers)) {
        to.bytes(body);
    }
}
