//! When the app reads by REST what it may have missed: polling and retries.

use crate::backoff::Backoff;
use crate::ctx::Ctx;
use crate::effect::TimerKey;

/// With a live connection the list of conversations is read again when it is this old, milliseconds: a
/// frame may be lost for good, and nothing after it would show it.
const LIST_AGE: u64 = 55_000;

/// Polling, and trying again.
#[derive(Debug)]
pub struct CatchUp {
    poll_every: u64,
    failures: Backoff,
    gaps: Backoff,
    listed_at: u64,
}

/// What a poll reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// Nothing: it would fail, or nothing is old.
    Nothing,
    /// The list of conversations.
    List,
    /// The list and the open conversation.
    Everything,
}

impl CatchUp {
    /// Polls after so many seconds.
    pub fn new(poll_seconds: u32) -> Self {
        Self {
            poll_every: u64::from(poll_seconds) * 1_000,
            failures: Backoff::default(),
            gaps: Backoff::default(),
            listed_at: 0,
        }
    }

    /// Plans the next poll.
    pub fn plan_poll(&self, ctx: &mut Ctx) {
        ctx.set_timer(TimerKey::Poll, self.poll_every);
    }

    /// It is time to poll. Without a live connection everything is read, unless there is no network.
    pub fn poll(&self, ctx: &Ctx, hears_frames: bool, online: bool) -> Poll {
        match (hears_frames, online) {
            (false, true) => Poll::Everything,
            (true, _) if ctx.now.mono.saturating_sub(self.listed_at) >= LIST_AGE => Poll::List,
            _ => Poll::Nothing,
        }
    }

    /// The list was read.
    pub fn list_read(&mut self, ctx: &Ctx) {
        self.failures.reset();
        self.listed_at = ctx.now.mono;
    }

    /// Something could not be read: it is tried again, live connection or not.
    pub fn retry_later(&mut self, ctx: &mut Ctx) {
        let wait = self.failures.fail(&mut ctx.rng, None);
        ctx.set_timer(TimerKey::CatchUp, wait);
    }

    /// A gap that this server cannot fill now is tried again, less and less often.
    pub fn retry_gap_later(&mut self, ctx: &mut Ctx) {
        let wait = self.gaps.fail(&mut ctx.rng, None);
        ctx.set_timer(TimerKey::CatchUp, wait);
    }

    /// A page added a row or closed a gap.
    pub fn page_helped(&mut self) {
        self.gaps.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_reads_what_no_frame_brings() {
        let mut ctx = Ctx::default();
        let mut catch_up = CatchUp::new(15);
        ctx.now.mono = 1_000;
        catch_up.list_read(&ctx);
        assert_eq!(catch_up.poll(&ctx, false, true), Poll::Everything);
        assert_eq!(catch_up.poll(&ctx, false, false), Poll::Nothing);
        ctx.now.mono += LIST_AGE - 1;
        assert_eq!(catch_up.poll(&ctx, true, true), Poll::Nothing);
        ctx.now.mono += 1;
        assert_eq!(catch_up.poll(&ctx, true, true), Poll::List);
        catch_up.plan_poll(&mut ctx);
        assert_eq!(
            ctx.take_effects(),
            [crate::effect::Effect::Timer(TimerKey::Poll, 15_000)]
        );
    }
}
