//! The refresh of the tokens.

use cruddur_contract::cognito::AuthAnswer;

use super::{Outcome, Session, send};
use crate::cognito::{self, auth_answer};
use crate::ctx::{Ctx, Role};
use crate::effect::{RequestId, TimerKey};
use crate::http::HttpOutcome;

/// A refresh in flight.
#[derive(Clone, Copy, Debug)]
pub struct Refreshing {
    pub id: RequestId,
    /// On the monotonic clock.
    pub asked_at: u64,
}

impl Session {
    /// A token good for a request now; otherwise a refresh is under way.
    pub fn access_token(&mut self, ctx: &mut Ctx) -> Option<&str> {
        if !self.access.as_ref().is_some_and(|it| it.is_good(ctx)) {
            self.access = None;
            self.refresh(ctx);
        }
        self.access.as_ref().map(|access| access.token.0.as_str())
    }

    /// The API refused the present token, or it says what is no longer so.
    pub fn token_refused(&mut self, ctx: &mut Ctx) {
        let refused = self.access.take().map(|access| access.token.0);
        if ctx.role == Role::Follower {
            self.asked_leader = false;
            self.ask_leader(ctx, refused);
        } else {
            self.refresh(ctx);
        }
    }

    /// A timer says that it is time to refresh.
    pub fn refresh_due(&mut self, ctx: &mut Ctx) {
        self.asked_leader = false;
        self.refresh(ctx);
    }

    /// Whether there is a token that this request could not have been made with.
    pub fn is_newer_than(&self, id: RequestId) -> bool {
        let access = self.access.as_ref();
        access.is_some_and(|access| access.is_newer_than(id))
    }

    /// Whether a refresh is in flight.
    pub fn is_refreshing(&self) -> bool {
        self.refresh.is_some()
    }

    /// The network is back: past failures were its fault.
    pub fn network_back(&mut self) {
        self.backoff.reset();
    }

    /// Refreshes the tokens, unless that is already under way. Only one tab does; the others ask it.
    pub fn refresh(&mut self, ctx: &mut Ctx) {
        if ctx.role == Role::Follower {
            return self.ask_leader(ctx, None);
        }
        let (None, Some(token)) = (self.refresh, &self.refresh_token) else {
            return;
        };
        let request = if self.rotates {
            cognito::rotate(&self.config, &token.0, &self.device_key)
        } else {
            cognito::refresh(&self.config, &token.0, &self.device_key)
        };
        self.refresh = Some(Refreshing {
            id: send(ctx, request),
            asked_at: ctx.now.mono,
        });
    }

    pub(super) fn refreshed(
        &mut self,
        ctx: &mut Ctx,
        asked_at: u64,
        outcome: HttpOutcome,
    ) -> Outcome {
        match auth_answer(outcome) {
            Ok(AuthAnswer {
                authentication_result: Some(tokens),
                ..
            }) => {
                self.backoff.reset();
                self.take_tokens(ctx, tokens, asked_at, None);
                Outcome::Refreshed
            }
            Err(Some(fault)) if !self.rotates && cognito::may_rotate(&fault) => {
                self.rotates = true;
                self.refresh(ctx);
                Outcome::Nothing
            }
            Err(Some(fault)) if cognito::ends_session(&fault) => {
                self.expire(ctx);
                Outcome::Expired
            }
            _ => {
                let wait = self.backoff.fail(&mut ctx.rng, None);
                ctx.set_timer(TimerKey::RetryRefresh, wait);
                Outcome::NotRefreshed
            }
        }
    }

    /// Ahead of the end, so that no call has to wait: at four fifths of the life. Followers are given the
    /// new tokens.
    pub(super) fn plan_refresh(&self, ctx: &mut Ctx) {
        if let Some(access) = self.access.as_ref().filter(|_| ctx.role != Role::Follower) {
            let left = access.left(ctx);
            ctx.set_timer(TimerKey::RefreshTokens, (left - left / 5).max(1_000));
        }
    }
}
