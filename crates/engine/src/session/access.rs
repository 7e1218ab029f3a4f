//! An access token and how long it is used.

use crate::ctx::Ctx;
use crate::effect::RequestId;
use crate::secret::Secret;

/// A token is not used in its last milliseconds: the request would arrive too late.
const MARGIN: u64 = 30_000;

/// An access token and the end of its life on the monotonic clock.
#[derive(Debug)]
pub struct Access {
    pub token: Secret,
    expires_at: u64,
    /// Milliseconds before its end in which it is not used any more.
    margin: u64,
    /// Requests with a lower id went with an older token.
    since: RequestId,
}

impl Access {
    /// A token with so much life left, milliseconds.
    pub fn new(ctx: &mut Ctx, token: String, left: u64) -> Self {
        Self {
            token: Secret(token),
            expires_at: ctx.now.mono.saturating_add(left),
            margin: MARGIN.min(left / 5),
            since: ctx.request_id(),
        }
    }

    pub fn is_good(&self, ctx: &Ctx) -> bool {
        ctx.now.mono.saturating_add(self.margin) < self.expires_at
    }

    /// Milliseconds until its end.
    pub fn left(&self, ctx: &Ctx) -> u64 {
        self.expires_at.saturating_sub(ctx.now.mono)
    }

    /// Whether this request was made before the token was there.
    pub fn is_newer_than(&self, id: RequestId) -> bool {
        id < self.since
    }
}
