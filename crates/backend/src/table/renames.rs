//! How often a person may change name or handle: every change is told to everybody they write with.

use serde::{Deserialize, Serialize};

/// Changes within a window.
const MOST: u32 = 5;
/// Its length in seconds, from its first change on.
const WINDOW: i64 = 600;

/// The changes of the last window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renames {
    /// Seconds since 1970.
    since: i64,
    count: u32,
}

impl Renames {
    /// Counts a change at this second; too many are an error with the seconds to wait.
    pub fn one_more(self, now: i64) -> Result<Self, u32> {
        let left = self.since.saturating_add(WINDOW).saturating_sub(now);
        // A window that begins in the future is of another clock.
        if !(1..=WINDOW).contains(&left) {
            return Ok(Self {
                since: now,
                count: 1,
            });
        }
        if self.count >= MOST {
            return Err(u32::try_from(left).unwrap_or(u32::MAX));
        }
        Ok(Self {
            count: self.count + 1,
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_changes_in_ten_minutes_are_enough() {
        let mut renames = Renames::default();
        for second in 0..5 {
            renames = renames.one_more(1_000 + second).expect("allowed");
        }
        assert_eq!(renames.one_more(1_010), Err(590));
        assert_eq!(renames.one_more(1_599), Err(1));
        let next = renames.one_more(1_600).expect("a new window");
        assert_eq!(
            next,
            Renames {
                since: 1_600,
                count: 1
            }
        );
        let ahead = Renames {
            since: i64::MAX,
            count: 9,
        };
        assert!(ahead.one_more(0).is_ok());
    }
}
