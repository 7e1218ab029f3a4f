//! What the app has learned about the server it talks to.

use cruddur_contract::Timestamp;

use crate::event::Now;
use crate::http::{HttpAnswer, HttpOutcome};
use crate::tracked::Tracked;

/// From how many milliseconds on a change of the clock's offset is worth showing times again. `Date` is cut to
/// seconds and answers take their time, so no two agree to the second.
const NOTICEABLE: u64 = 5_000;

/// What the server's answers have shown.
#[derive(Debug)]
pub struct Server {
    /// It has shown what only a full server has: sends are idempotent, history has pages.
    pub is_full: bool,
    /// The server's clock minus the device's, milliseconds.
    clock_offset: i64,
    /// The offset that times were last shown by.
    shown_offset: Tracked<i64>,
}

impl Server {
    /// A server with live connections is a full one.
    pub fn new(live: bool) -> Self {
        Self {
            is_full: live,
            clock_offset: 0,
            shown_offset: Tracked::default(),
        }
    }

    /// Takes the server's time from an answer.
    pub fn note_date(&mut self, outcome: &HttpOutcome, now: Now) {
        if let HttpOutcome::Answer(HttpAnswer {
            date: Some(date), ..
        }) = outcome
        {
            // `Date` is cut to whole seconds: half a second is its mean error.
            let offset = date.saturating_add(500).saturating_sub(now.wall);
            self.clock_offset = offset;
            if offset.abs_diff(*self.shown_offset) >= NOTICEABLE {
                self.shown_offset.set(offset);
            }
        }
    }

    /// Counts the corrections of the clock that a reader would notice.
    pub fn clock_revision(&self) -> u64 {
        self.shown_offset.revision()
    }

    /// The server's time, milliseconds, when the device's clock shows this.
    pub fn time(&self, wall: i64) -> i64 {
        wall.saturating_add(self.clock_offset)
    }

    /// The server's time so many milliseconds ago.
    pub fn before(&self, now: Now, millis: u64) -> Timestamp {
        let micros = self.now(now).micros();
        let ago = i64::try_from(millis)
            .unwrap_or(i64::MAX)
            .saturating_mul(1_000);
        Timestamp::from_micros(micros.saturating_sub(ago)).unwrap_or(Timestamp::EPOCH)
    }

    /// The server's time now.
    pub fn now(&self, now: Now) -> Timestamp {
        let micros = self.time(now.wall).saturating_mul(1_000);
        // A device's clock may be outside of what a time can hold.
        Timestamp::from_micros(micros).unwrap_or(Timestamp::EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Now = Now {
        mono: 5,
        wall: 1_800_000_000_000,
    };

    #[test]
    fn the_servers_time_is_the_devices_until_an_answer_is_dated() {
        let mut server = Server::new(true);
        let undated = HttpOutcome::Answer(HttpAnswer::default());
        for outcome in [HttpOutcome::NoAnswer, undated] {
            server.note_date(&outcome, NOW);
            assert_eq!(server.time(NOW.wall), NOW.wall);
        }
        let dated = HttpOutcome::Answer(HttpAnswer {
            date: Some(NOW.wall + 60_000),
            ..HttpAnswer::default()
        });
        server.note_date(&dated, NOW);
        assert_eq!(server.time(NOW.wall + 1), NOW.wall + 60_501);
        assert_eq!(server.now(NOW).millis(), NOW.wall + 60_500);
    }

    #[test]
    fn only_a_correction_that_a_reader_would_notice_is_one() {
        let mut server = Server::new(true);
        let mut corrections = Vec::new();
        for late in [900, -1_100, 60_000, 58_500, -86_400_000] {
            let dated = HttpOutcome::Answer(HttpAnswer {
                date: Some(NOW.wall + late),
                ..HttpAnswer::default()
            });
            server.note_date(&dated, NOW);
            assert_eq!(server.time(NOW.wall), NOW.wall + late + 500);
            corrections.push(server.clock_revision());
        }
        assert_eq!(corrections, [0, 0, 1, 1, 2]);
    }

    #[test]
    fn a_clock_outside_of_all_times_is_no_trouble() {
        let far = Now {
            wall: i64::MAX,
            ..NOW
        };
        assert_eq!(Server::new(false).now(far), Timestamp::EPOCH);
    }
}
