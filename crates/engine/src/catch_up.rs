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
    versions: ListVersions,
}

/// Versions of the list, as pongs name them.
#[derive(Debug, Default)]
struct ListVersions {
    /// The one that was read.
    read: Option<String>,
    /// The last one that was named since.
    named: Option<String>,
    /// A frame of a message or a row has come since then.
    explained: bool,
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
            versions: ListVersions::default(),
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

    /// A pong names the list's version. While that is the one that was read, the list is not read again; where it is
    /// another one and no frame has come that tells why, a frame was lost. Returns whether that is so.
    pub fn list_is(&mut self, ctx: &Ctx, version: String) -> bool {
        let versions = &mut self.versions;
        let explained = std::mem::take(&mut versions.explained);
        if versions.read.as_ref() == Some(&version) {
            self.listed_at = ctx.now.mono;
            versions.named = None;
            return false;
        }
        let named_before = versions.named.replace(version.clone());
        !explained && named_before != Some(version)
    }

    /// A frame of a message or of a row of the list has come.
    pub fn frame_came(&mut self) {
        self.versions.explained = true;
    }

    /// The list was read.
    pub fn list_read(&mut self, ctx: &Ctx) {
        let versions = &mut self.versions;
        versions.read = versions.named.take().or(versions.read.take());
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
    fn a_list_is_read_again_when_its_version_is_another_one_and_no_frame_tells_why() {
        let mut ctx = Ctx::default();
        let mut catch_up = CatchUp::new(15);
        let mut is_lost = |catch_up: &mut CatchUp, version: &str| {
            ctx.now.mono += LIST_AGE;
            let lost = catch_up.list_is(&ctx, version.to_owned());
            (lost, catch_up.poll(&ctx, true, true))
        };
        let unknown = is_lost(&mut catch_up, "a");
        assert_eq!(
            unknown,
            (true, Poll::List),
            "the first one says nothing yet"
        );
        catch_up.list_read(&Ctx::default());
        assert_eq!(is_lost(&mut catch_up, "a"), (false, Poll::Nothing));
        catch_up.frame_came();
        assert_eq!(
            is_lost(&mut catch_up, "b"),
            (false, Poll::List),
            "sooner or later"
        );
        catch_up.list_read(&Ctx::default());
        assert_eq!(is_lost(&mut catch_up, "b"), (false, Poll::Nothing));
        assert_eq!(is_lost(&mut catch_up, "c"), (true, Poll::List));
        assert_eq!(
            is_lost(&mut catch_up, "c"),
            (false, Poll::List),
            "it is asked for"
        );
    }

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
