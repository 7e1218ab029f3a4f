//! What a reload takes up.

use cruddur_contract::{lenient, read};
use serde::{Deserialize, Serialize};

use super::Session;
use crate::ctx::Ctx;
use crate::effect::Effect;
use crate::secret::Secret;
use crate::view::{Me, SessionView};

/// The stored session.
#[derive(Serialize, Deserialize)]
pub struct Stored {
    refresh_token: Secret,
    /// Whether it outlives the browser.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub keep: bool,
    /// The last sign-out of this browser when the person signed in.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub after_sign_out: u64,
    /// Whether each refresh brings another.
    #[serde(default, deserialize_with = "lenient::or_default")]
    rotates: bool,
    #[serde(default)]
    device_key: String,
    #[serde(default)]
    pub sub: String,
    handle: String,
    display_name: String,
    email: String,
}

/// A stored session, as [`Session::stored`] wrote it.
pub fn decode(text: &str) -> Option<Stored> {
    read::object(text).ok()
}

impl Session {
    /// The session as a reload takes it up.
    pub fn stored(&self) -> Option<String> {
        self.encode(self.me()?)
    }

    pub(super) fn store(&self, ctx: &mut Ctx, me: &Me) {
        if let Some(text) = self.encode(me) {
            ctx.push(Effect::StoreSession(text, self.keep));
        }
    }

    fn encode(&self, me: &Me) -> Option<String> {
        let stored = Stored {
            refresh_token: self.refresh_token.clone()?,
            keep: self.keep,
            after_sign_out: self.after_sign_out,
            rotates: self.rotates,
            device_key: self.device_key.clone(),
            sub: self.sub.clone(),
            handle: me.handle.clone(),
            display_name: me.display_name.clone(),
            email: me.email.clone(),
        };
        serde_json::to_string(&stored).ok()
    }

    pub(super) fn take_stored(&mut self, stored: Stored) {
        self.refresh_token = Some(stored.refresh_token);
        self.keep = stored.keep;
        self.after_sign_out = stored.after_sign_out;
        self.sign_outs.note(stored.after_sign_out);
        self.rotates = stored.rotates;
        self.device_key = stored.device_key;
        self.sub = stored.sub;
        self.expired.set(false);
        self.view.set(SessionView::SignedIn(Me {
            handle: stored.handle,
            display_name: stored.display_name,
            email: stored.email,
        }));
    }
}
