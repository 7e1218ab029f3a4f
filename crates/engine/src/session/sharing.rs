//! One session in several tabs: the leader refreshes and gives the followers its tokens. Nothing of it is
//! written anywhere but in each tab's own session storage.

use super::access::Access;
use super::{Outcome, Session, stored};
use crate::desk::Desk as Ctx;
use crate::effect::{Effect, TimerKey};
use crate::view::SessionView;

/// A follower asks the leader again after this many milliseconds.
const ASK_AGAIN: u64 = 3_000;

impl Session {
    /// Whether somebody has signed out on this page and nobody in since.
    pub fn was_left(&self) -> bool {
        self.left
    }

    /// No other tab brings a session along: nobody is signed in.
    pub fn nobody(&mut self) {
        if self.view() == &SessionView::Restoring {
            self.view.set(SessionView::SignedOut);
        }
    }

    /// This tab leads from now on.
    pub fn lead(&mut self, ctx: &mut Ctx) {
        self.asked_leader = false;
        ctx.cancel(TimerKey::RetryRefresh);
        if self.access.is_some() {
            self.plan_refresh(ctx);
        } else {
            self.refresh(ctx);
        }
    }

    /// Another tab leads from now on.
    pub fn follow(&mut self, ctx: &mut Ctx) {
        self.asked_leader = false;
        if let Some(id) = self.refresh.take() {
            ctx.do_(Effect::Abort(id));
        }
        ctx.cancel(TimerKey::RefreshTokens);
        ctx.cancel(TimerKey::RetryRefresh);
    }

    /// Gives the other tabs the tokens.
    pub fn share(&self, ctx: &mut Ctx) {
        let (token, left) = match &self.access {
            Some(access) => (access.token.0.as_str(), access.left(ctx)),
            None => ("", 0),
        };
        if let Some(stored) = self.stored() {
            // The access token is never stored, only shared.
            let line = [token, &left.to_string(), &stored].join("\n");
            ctx.tell("session", &line);
        }
    }

    /// A follower needs a token, other than the one that was refused.
    pub fn wanted(&mut self, ctx: &mut Ctx, refused: &str) {
        match &self.access {
            _ if self.is_expired() => ctx.tell("expired", ""),
            Some(access) if access.token.0 == refused => self.token_refused(ctx),
            Some(access) if access.is_good(ctx) => self.share(ctx),
            _ => self.refresh(ctx),
        }
    }

    /// Another tab shared its tokens: somebody signed in there, or they were refreshed.
    pub fn adopt(&mut self, ctx: &mut Ctx, text: &str) -> Outcome {
        let mut lines = text.splitn(3, '\n');
        let mut line = || lines.next().unwrap_or_default();
        let (token, left, stored) = (line(), line().parse::<u64>().unwrap_or(0), line());
        let Some(stored) = stored::decode(stored) else {
            return Outcome::Nothing;
        };
        let (known, expired) = (self.me().is_some(), self.is_expired());
        let other = self.is_another(&stored.sub);
        if token.is_empty() && known && !other {
            return Outcome::Nothing;
        }
        let access = Access::new(ctx, token.to_owned(), left);
        self.drop_tokens(ctx);
        self.take_stored(stored);
        self.access = (!token.is_empty()).then_some(access);
        let stored = self.stored().unwrap_or_default();
        ctx.do_(Effect::StoreSession(stored, self.keep));
        self.plan_refresh(ctx);
        match (known, other, expired) {
            (true, true, _) => Outcome::Replaced,
            (true, false, true) => Outcome::Resumed,
            (true, false, false) => Outcome::Refreshed,
            (false, ..) => Outcome::SignedIn,
        }
    }

    pub(super) fn ask_leader(&mut self, ctx: &mut Ctx, refused: &str) {
        if self.asked_leader || self.is_expired() || self.me().is_none() {
            return;
        }
        self.asked_leader = true;
        ctx.tell("token", refused);
        ctx.timer(TimerKey::RetryRefresh, ASK_AGAIN);
    }
}
