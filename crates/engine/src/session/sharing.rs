//! One session in several tabs: the leader refreshes and gives the followers its tokens. Nothing of it is
//! written anywhere but in each tab's own session storage.

use super::access::Access;
use super::refresh::Refreshing;
use super::{Outcome, Session, stored};
use crate::ctx::Ctx;
use crate::effect::{Effect, TimerKey};
use crate::tabs::TabMessage;
use crate::view::SessionView;

/// A follower asks the leader again after this many milliseconds.
const ASK_AGAIN: u64 = 3_000;

impl Session {
    /// No other tab brings a session along: nobody is signed in.
    pub fn nobody(&mut self) {
        if self.view() == &SessionView::Restoring {
            self.view.set(SessionView::SignedOut);
        }
    }

    /// This tab leads from now on.
    pub fn lead(&mut self, ctx: &mut Ctx) {
        self.asked_leader = false;
        ctx.cancel_timer(TimerKey::RetryRefresh);
        if self.access.is_some() {
            self.plan_refresh(ctx);
        } else {
            self.refresh(ctx);
        }
    }

    /// Another tab leads from now on.
    pub fn follow(&mut self, ctx: &mut Ctx) {
        self.asked_leader = false;
        if let Some(Refreshing { id, .. }) = self.refresh.take() {
            ctx.push(Effect::Abort(id));
        }
        ctx.cancel_timer(TimerKey::RefreshTokens);
        ctx.cancel_timer(TimerKey::RetryRefresh);
    }

    /// Gives the other tabs the tokens.
    pub fn share(&self, ctx: &mut Ctx) {
        if let Some(session) = self.stored() {
            let access = self.access.as_ref();
            ctx.broadcast(TabMessage::Session {
                access_token: access.map(|access| access.token.0.clone()),
                expires_in: access.map_or(0, |access| access.left(ctx)),
                session,
            });
        }
    }

    /// A follower needs a token, other than the one that was refused.
    pub fn wanted(&mut self, ctx: &mut Ctx, refused: Option<&str>) {
        match &self.access {
            _ if self.is_expired() => ctx.broadcast(TabMessage::Expired { elsewhere: false }),
            Some(access) if Some(access.token.0.as_str()) == refused => self.token_refused(ctx),
            Some(access) if access.is_good(ctx) => self.share(ctx),
            _ => self.refresh(ctx),
        }
    }

    /// Another tab shared its tokens: somebody signed in there, or they were refreshed.
    pub fn adopt(
        &mut self,
        ctx: &mut Ctx,
        access_token: Option<String>,
        expires_in: u64,
        session: &str,
    ) -> Outcome {
        let Some(stored) = stored::decode(session).filter(|_| self.trusts(session)) else {
            return Outcome::Nothing;
        };
        let (known, expired) = (self.me().is_some(), self.is_expired());
        let other = self.is_another(&stored.sub);
        if access_token.is_none() && known && !other {
            return Outcome::Nothing;
        }
        self.drop_tokens(ctx);
        self.take_stored(stored);
        self.access = access_token.map(|token| Access::new(ctx, token, expires_in));
        let stored = self.stored().unwrap_or_default();
        ctx.push(Effect::StoreSession(stored, self.keep));
        self.plan_refresh(ctx);
        match (known, other, expired) {
            (true, true, _) => Outcome::Replaced,
            (true, false, true) => Outcome::Resumed,
            (true, false, false) => Outcome::Refreshed,
            (false, ..) => Outcome::SignedIn,
        }
    }

    pub(super) fn ask_leader(&mut self, ctx: &mut Ctx, refused: Option<String>) {
        if self.asked_leader || self.is_expired() || self.me().is_none() {
            return;
        }
        self.asked_leader = true;
        ctx.broadcast(TabMessage::TokenWanted { refused });
        ctx.set_timer(TimerKey::RetryRefresh, ASK_AGAIN);
    }
}
