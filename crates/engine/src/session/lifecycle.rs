//! A person comes, is renamed, is asked to sign in again, leaves.

use cruddur_contract::cognito::{IdClaims, Tokens};

use super::access::Access;
use super::{Outcome, Session, stored};
use crate::cognito::SignedIn;
use crate::ctx::{Ctx, Role};
use crate::effect::{Effect, TimerKey};
use crate::event::ProfileSignOuts;
use crate::secret::Secret;
use crate::view::{Me, SessionView};

/// The shortest life of a token, milliseconds. One that is said to live shorter is used for this long all
/// the same: asking for another before each use would never come to an end.
const SHORTEST_LIFE: u64 = 5_000;

impl Session {
    /// Takes up a stored session, without waiting for the network: the person is known, and the first
    /// token is fetched at once.
    pub fn start(&mut self, ctx: &mut Ctx, stored: Option<&str>) -> Outcome {
        match stored.map(stored::decode) {
            Some(Some(stored)) => {
                self.take_stored(stored);
                self.refresh(ctx);
                return Outcome::SignedIn;
            }
            // Another tab may bring a session along.
            None if ctx.role == Role::Follower => {}
            Some(None) | None => {
                self.view.set(SessionView::SignedOut);
            }
        }
        Outcome::Nothing
    }

    /// Whether these are tokens of somebody else than who is here.
    pub fn is_of_another(&self, signed_in: &SignedIn) -> bool {
        let claims = IdClaims::of_token(&signed_in.tokens.id_token);
        self.is_another(&claims.unwrap_or_default().sub)
    }

    /// Tokens that are not used: the pool is told to revoke them.
    pub fn refuse(&mut self, ctx: &mut Ctx, signed_in: SignedIn) {
        if let Some(token) = signed_in.tokens.refresh_token {
            self.revoke_unused(ctx, Secret(token));
        }
    }

    /// The same of a refresh token alone.
    pub fn revoke_unused(&mut self, ctx: &mut Ctx, token: Secret) {
        let number = ctx.rng.bits();
        self.sign_outs.store(ctx, number, token);
        self.sign_outs.revoke_now(ctx, &self.config);
    }

    /// Somebody has signed in on this page.
    pub fn sign_in(&mut self, ctx: &mut Ctx, signed_in: SignedIn) -> Outcome {
        let again = self.me().is_some();
        self.device_key = signed_in.device_key;
        self.keep = signed_in.keep;
        self.after_sign_out = self.sign_outs.last();
        let other = self.take_tokens(ctx, signed_in.tokens, ctx.now.mono, Some(signed_in.email));
        match (again, other) {
            (_, true) => Outcome::Replaced,
            (true, false) => Outcome::Resumed,
            (false, false) => Outcome::SignedIn,
        }
    }

    /// The person has another display name, at once; the next tokens bring it too.
    pub fn rename(&mut self, ctx: &mut Ctx, name: String) {
        let Some(me) = self.me() else { return };
        let me = Me {
            display_name: name,
            ..me.clone()
        };
        self.store(ctx, &me);
        self.view.set(SessionView::SignedIn(me));
        self.share(ctx);
    }

    /// Ends the session on the person's wish, in all of the browser: the refresh token is revoked, everything
    /// forgotten, all values with the prefix `stored` included.
    pub fn sign_out(&mut self, ctx: &mut Ctx, stored: Option<String>) {
        let token = self.refresh_token.take();
        self.sign_outs.record(ctx, token);
        self.sign_outs.revoke_now(ctx, &self.config);
        self.end(ctx);
        ctx.push(Effect::ForgetSession(stored));
    }

    /// Takes what the browser's profile holds of sign-outs.
    pub fn sign_outs_read(&mut self, ctx: &mut Ctx, profile: ProfileSignOuts) {
        self.sign_outs.read(profile);
        self.sign_outs.revoke_new(ctx, &self.config);
    }

    /// Another tab says that this was the last sign-out.
    pub fn note_sign_out(&mut self, last: u64) {
        self.sign_outs.note(last);
    }

    /// The number of the last sign-out of this browser.
    pub fn last_sign_out(&self) -> u64 {
        self.sign_outs.last()
    }

    /// Whether a sign-out has ended the session that this tab still has.
    pub fn was_signed_out(&self) -> bool {
        self.me().is_some() && self.after_sign_out < self.sign_outs.last()
    }

    /// Whether no sign-out has ended this stored session.
    pub fn trusts(&self, stored: &str) -> bool {
        let ended = |stored: stored::Stored| stored.after_sign_out < self.sign_outs.last();
        !stored::decode(stored).is_some_and(ended)
    }

    /// Deletes a stored session that a sign-out ended, and what this tab stored beside it.
    pub fn forget_stored(&self, ctx: &mut Ctx, stored: &str) {
        let any_tab = stored::decode(stored).is_some_and(|stored| stored.keep);
        ctx.push(Effect::StoreSession(String::new(), any_tab));
        ctx.push(Effect::Journal(String::new()));
    }

    /// Whether the pool could not be told of a sign-out so far.
    pub fn is_unrevoked(&self) -> bool {
        self.sign_outs.is_unrevoked()
    }

    /// Tells the pool of sign-outs again.
    pub fn revoke(&mut self, ctx: &mut Ctx) {
        self.sign_outs.revoke(ctx, &self.config);
    }

    /// The same, at once: the network is back, or the page is.
    pub fn revoke_now(&mut self, ctx: &mut Ctx) {
        self.sign_outs.revoke_now(ctx, &self.config);
    }

    /// Ends the session. What is stored is the caller's to remove.
    pub fn end(&mut self, ctx: &mut Ctx) {
        self.drop_tokens(ctx);
        self.expired.set(false);
        self.sub.clear();
        self.view.set(SessionView::SignedOut);
    }

    /// The tokens are good no more. The person stays, with all there is on screen and in storage, and is
    /// asked to sign in again.
    pub fn expire(&mut self, ctx: &mut Ctx) {
        self.drop_tokens(ctx);
        self.expired.set(true);
    }

    pub(super) fn drop_tokens(&mut self, ctx: &mut Ctx) {
        let refresh = self.refresh.take().map(|refresh| refresh.id);
        for id in [refresh, self.handle_change.stop()].into_iter().flatten() {
            ctx.push(Effect::Abort(id));
        }
        self.access = None;
        self.refresh_token = None;
        self.asked_leader = false;
        self.backoff.reset();
        ctx.cancel_timer(TimerKey::RefreshTokens);
        ctx.cancel_timer(TimerKey::RetryRefresh);
    }

    /// Takes new tokens, and stores what a reload needs before anything uses them. Returns whether they
    /// are another person's than the one before; then what was stored for that one is forgotten first.
    pub(super) fn take_tokens(
        &mut self,
        ctx: &mut Ctx,
        tokens: Tokens,
        asked_at: u64,
        typed: Option<String>,
    ) -> bool {
        let life = (u64::from(tokens.expires_in) * 1_000).max(SHORTEST_LIFE);
        // They may have been issued right after they were asked for. Where the device slept before it read the answer,
        // nothing of their life may be left.
        let left = life.saturating_sub(ctx.now.mono.saturating_sub(asked_at));
        if let Some(refresh_token) = tokens.refresh_token {
            self.refresh_token = Some(Secret(refresh_token));
        }
        let before = typed.or_else(|| self.me().map(|me| me.email.clone()));
        let claims = IdClaims::of_token(&tokens.id_token).unwrap_or_default();
        let me = Me {
            handle: claims.preferred_username.clone().unwrap_or_default(),
            display_name: claims.shown_name(),
            email: claims.email.clone().or(before).unwrap_or_default(),
        };
        let other = self.is_another(&claims.sub);
        if other {
            ctx.push(Effect::ForgetSession(None));
        }
        self.sub = claims.sub;
        self.expired.set(false);
        self.store(ctx, &me);
        self.view.set(SessionView::SignedIn(me));
        self.access = Some(Access::new(ctx, tokens.access_token, left));
        self.plan_refresh(ctx);
        self.share(ctx);
        other
    }

    /// Whether this is the id of somebody else than who is signed in.
    pub(super) fn is_another(&self, sub: &str) -> bool {
        self.me().is_some() && !self.sub.is_empty() && self.sub != sub
    }
}
