//! One session in several tabs: the holder refreshes, the others are told. Nothing of it is written
//! anywhere but in each tab's own session storage.

use cruddur_contract::read;

use super::{Access, Outcome, Session, Stored};
use crate::desk::{Desk, Role};
use crate::effect::{Effect, TimerKey};
use crate::view::{Me, SessionView};

/// A follower asks the holder again after this many milliseconds.
const ASK_AGAIN: u64 = 3_000;

impl Session {
    /// Whether somebody has signed out on this page and nobody in since.
    pub fn was_left(&self) -> bool {
        self.left
    }

    /// The session as a reload takes it up.
    pub fn stored(&self) -> Option<String> {
        self.text(self.me()?)
    }

    /// No other tab brings a session along: nobody is signed in.
    pub fn nobody(&mut self, desk: &mut Desk) {
        if self.view == SessionView::Restoring {
            self.view = SessionView::SignedOut;
            desk.changed.session = true;
        }
    }

    /// This tab works for all from now on.
    pub fn lead(&mut self, desk: &mut Desk) {
        self.waits = false;
        desk.cancel(TimerKey::RetryRefresh);
        if self.access.is_some() {
            self.plan_refresh(desk);
        } else {
            self.refresh(desk);
        }
    }

    /// Another tab works for all from now on.
    pub fn follow(&mut self, desk: &mut Desk) {
        self.waits = false;
        if let Some(id) = self.refresh.take() {
            desk.do_(Effect::Abort(id));
        }
        desk.cancel(TimerKey::RefreshTokens);
        desk.cancel(TimerKey::RetryRefresh);
    }

    /// Tells the other tabs the tokens.
    pub fn share(&self, desk: &mut Desk) {
        let (token, left) = match &self.access {
            Some(access) => (
                access.token.0.as_str(),
                access.expires_at.saturating_sub(desk.now.mono),
            ),
            None => ("", 0),
        };
        if let Some(stored) = self.stored() {
            // The access token is never stored, only told.
            let line = [token, &left.to_string(), &stored].join("\n");
            desk.tell("session", &line);
        }
    }

    /// A follower needs a token, other than the one that was refused.
    pub fn wanted(&mut self, desk: &mut Desk, refused: &str) {
        match &self.access {
            _ if self.expired => desk.tell("expired", ""),
            Some(access) if access.token.0 == refused => self.token_refused(desk),
            Some(access) if access.is_good(desk) => self.share(desk),
            _ => self.refresh(desk),
        }
    }

    /// Another tab told its tokens: somebody signed in there, or they were refreshed.
    pub fn adopt(&mut self, desk: &mut Desk, text: &str) -> Outcome {
        let mut lines = text.splitn(3, '\n');
        let mut line = || lines.next().unwrap_or_default();
        let (token, left, stored) = (line(), line().parse::<u64>().unwrap_or(0), line());
        let Ok(stored) = read::object::<Stored>(stored) else {
            return Outcome::Nothing;
        };
        let (known, expired) = (self.me().is_some(), self.expired);
        let other = known && !self.sub.is_empty() && self.sub != stored.sub;
        if token.is_empty() && known && !other {
            return Outcome::Nothing;
        }
        let access = Access::new(desk, token.to_owned(), left);
        self.drop_tokens(desk);
        self.take_stored(stored);
        self.access = (!token.is_empty()).then_some(access);
        if !known || expired || other {
            // Somebody has signed in there: the form that asks for it is done.
            self.account.end(desk);
        }
        desk.do_(Effect::StoreSession(
            self.stored().unwrap_or_default(),
            self.keep,
        ));
        self.plan_refresh(desk);
        if self.access.is_some() {
            self.ask_settings(desk);
        }
        match (known, other, expired) {
            (true, true, _) => Outcome::Replaced,
            (true, false, true) => Outcome::Resumed,
            (true, false, false) => Outcome::Refreshed,
            (false, ..) => Outcome::SignedIn,
        }
    }

    pub(super) fn take_stored(&mut self, stored: Stored) {
        self.refresh_token = Some(stored.refresh_token);
        self.keep = stored.keep;
        self.rotates = stored.rotates;
        self.device_key = stored.device_key;
        self.sub = stored.sub;
        self.expired = false;
        self.left = false;
        self.view = SessionView::SignedIn(Me {
            handle: stored.handle,
            display_name: stored.display_name,
            email: stored.email,
        });
    }

    /// Ahead of the end, so that no call has to wait: at four fifths of the life. Followers are told.
    pub(super) fn plan_refresh(&self, desk: &mut Desk) {
        if let Some(access) = self.access.as_ref().filter(|_| desk.role != Role::Follower) {
            let left = access.expires_at.saturating_sub(desk.now.mono);
            desk.timer(TimerKey::RefreshTokens, (left - left / 5).max(1_000));
        }
    }

    pub(super) fn ask_holder(&mut self, desk: &mut Desk, refused: &str) {
        if self.waits || self.expired || self.me().is_none() {
            return;
        }
        self.waits = true;
        desk.tell("token", refused);
        desk.timer(TimerKey::RetryRefresh, ASK_AGAIN);
    }
}
