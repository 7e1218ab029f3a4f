//! A passkey (WebAuthn) instead of a password or a code.

use super::SignIn;
use super::attempt::Attempt;
use super::challenge::Pending;
use crate::auth::Shared;
use crate::auth::flow::{Next, stay};
use crate::auth::view::AccountFault;
use crate::ctx::Ctx;
use crate::effect::{Effect, PasskeyRequest, RequestId};

impl Attempt {
    /// The pool asks for a passkey, in the words of WebAuthn.
    pub fn ask_browser(self, ctx: &mut Ctx, pending: Pending, options: String) -> SignIn {
        let id = ctx.request_id();
        ctx.push(Effect::Passkey(id, PasskeyRequest::Get(options)));
        SignIn::Passkey(id, pending, self)
    }
}

impl SignIn {
    /// The browser's credential in JSON; `None` where the person chose none, or the browser has none.
    pub fn on_passkey(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        id: RequestId,
        credential: Option<String>,
    ) -> Next {
        match (self, credential) {
            (Self::Passkey(asked, pending, attempt), Some(credential)) if asked == id => {
                let responses = [("CREDENTIAL", credential.as_str())];
                let id = attempt.respond(shared, ctx, &pending, &responses);
                stay(Self::ProvingPasskey(id, attempt))
            }
            (Self::Passkey(asked, _, attempt), None) if asked == id => {
                attempt.fail(shared, ctx, AccountFault::NoPasskey)
            }
            (other, _) => stay(other),
        }
    }
}
