//! Sign-outs, as the browser's profile records them for every tab of this browser, those that are elsewhere included:
//! the number of the last one, and the refresh tokens that the pool has not revoked yet.
//!
//! A stored session names the last sign-out before it. One that a later sign-out ended is not taken up again, even
//! where the pool would still honour its token.

use cruddur_contract::config::CognitoConfig;

use super::send;
use crate::backoff::Backoff;
use crate::cognito::{self, Revoked};
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId, TimerKey};
use crate::event::{ProfileSignOuts, Revocation};
use crate::http::HttpOutcome;
use crate::secret::Secret;
use crate::tracked::Tracked;

/// What this tab knows of them.
#[derive(Debug, Default)]
pub struct SignOuts {
    last: u64,
    pending: Vec<Pending>,
    backoff: Backoff,
    /// The pool could not be told yet.
    failed: Tracked<bool>,
}

/// A refresh token that is to be revoked.
#[derive(Debug)]
struct Pending {
    /// The number of its sign-out.
    number: u64,
    token: Secret,
    /// This tab signed out.
    own: bool,
    /// The profile was seen to hold it; when it does no longer, another tab has revoked it.
    stored: bool,
    tried: bool,
    request: Option<RequestId>,
}

impl SignOuts {
    /// The number of the last sign-out; 0: none is known.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// A session was signed in after this sign-out: there was one.
    pub fn note(&mut self, number: u64) {
        self.last = self.last.max(number);
    }

    /// Whether the pool could not be told of a sign-out so far.
    pub fn is_unrevoked(&self) -> bool {
        *self.failed
    }

    pub fn revision(&self) -> u64 {
        self.failed.revision()
    }

    pub fn expects(&self, id: RequestId) -> bool {
        self.pending.iter().any(|it| it.request == Some(id))
    }

    /// Takes what the profile holds now.
    pub fn read(&mut self, profile: ProfileSignOuts) {
        self.note(profile.last);
        let holds = |number| profile.revocations.iter().any(|it| it.number == number);
        self.pending
            .retain(|it| holds(it.number) || it.own && !it.stored);
        for Revocation { number, token } in profile.revocations {
            match self.pending.iter_mut().find(|it| it.number == number) {
                Some(known) => known.stored = true,
                None => self.pending.push(Pending {
                    number,
                    token: Secret(token),
                    own: false,
                    stored: true,
                    tried: false,
                    request: None,
                }),
            }
        }
        self.settle();
    }

    /// Records a sign-out, for all tabs and all later starts, and the token that it ends.
    pub fn record(&mut self, ctx: &mut Ctx, token: Option<Secret>) {
        // A number later than all others also where the profile was emptied meanwhile.
        let now = u64::try_from(ctx.now.wall).unwrap_or(0);
        self.last = now.max(self.last.saturating_add(1));
        ctx.push(Effect::RecordSignOut(self.last));
        if let Some(token) = token {
            self.store(ctx, self.last, token);
        }
    }

    /// Stores a token to be revoked, under a number of its own.
    pub fn store(&mut self, ctx: &mut Ctx, number: u64, token: Secret) {
        ctx.push(Effect::StoreRevocation(number, token.0.clone()));
        self.pending.push(Pending {
            number,
            token,
            own: true,
            stored: false,
            tried: false,
            request: None,
        });
    }

    /// Tells the pool of those it was not told of yet.
    pub fn revoke_new(&mut self, ctx: &mut Ctx, config: &CognitoConfig) {
        self.send(ctx, config, |it| !it.tried);
    }

    /// Tells the pool of all.
    pub fn revoke(&mut self, ctx: &mut Ctx, config: &CognitoConfig) {
        self.send(ctx, config, |_| true);
    }

    /// A follower leaves it to the leader, but for its own sign-outs.
    fn send(&mut self, ctx: &mut Ctx, config: &CognitoConfig, wanted: fn(&Pending) -> bool) {
        let leads = ctx.leads();
        for it in &mut self.pending {
            if it.request.is_none() && (leads || it.own) && wanted(it) {
                it.tried = true;
                it.request = Some(send(ctx, cognito::revoke(config, &it.token.0)));
            }
        }
    }

    /// The network is back, or the page is.
    pub fn revoke_now(&mut self, ctx: &mut Ctx, config: &CognitoConfig) {
        self.backoff.reset();
        self.revoke(ctx, config);
    }

    /// The pool answered, or did not.
    pub fn answered(&mut self, ctx: &mut Ctx, id: RequestId, outcome: HttpOutcome) {
        let Some(at) = self.pending.iter().position(|it| it.request == Some(id)) else {
            return;
        };
        if cognito::revoked(outcome) == Revoked::Unknown {
            self.pending[at].request = None;
            self.failed.set(true);
            let wait = self.backoff.fail(&mut ctx.rng, None);
            return ctx.set_timer(TimerKey::Revoke, wait);
        }
        let done = self.pending.remove(at);
        ctx.push(Effect::StoreRevocation(done.number, String::new()));
        self.settle();
    }

    fn settle(&mut self) {
        if self.pending.is_empty() {
            self.failed.set(false);
            self.backoff.reset();
        }
    }
}
