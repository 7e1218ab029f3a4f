//! Counts what ran, from what the test runners print.

use std::fmt;

use crate::failure::{Outcome, failure};
use crate::step::Finished;

/// Tests and checks that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many passed.
    pub passed: u32,
    /// How many failed.
    pub failed: u32,
}

impl Tally {
    /// Adds another count.
    pub fn add(&mut self, other: &Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Counts a check that is one step, such as clippy.
    pub fn check_passed(&mut self, outcome: Outcome) -> Outcome {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(_) => self.failed += 1,
        }
        outcome
    }

    /// Counts the tests of a finished runner; one that failed without a failed test (it did not
    /// compile, say) counts as one failure.
    pub fn read(&mut self, finished: &Finished) {
        let mut read = Tally::default();
        for line in &finished.lines {
            read.add(&counts(line));
        }
        if !finished.ok && read.failed == 0 {
            read.failed = 1;
        }
        self.add(&read);
    }

    /// A part with failures fails, and so does one in which nothing ran.
    pub fn check(&self, part: &str) -> Outcome {
        if self.failed > 0 {
            return Err(failure(format!("{part}: {} failed.", self.failed)));
        }
        if self.passed == 0 {
            return Err(failure(format!("{part}: no test ran.")));
        }
        Ok(())
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Lines a person wants to see while tests run: results, and what a failing test says.
pub fn is_result(line: &str) -> bool {
    line.starts_with("test result:")
        || line.starts_with("not ok")
        || node_counts(line).is_some()
        || line.trim_end().ends_with("FAILED")
        || line.trim_end().ends_with("FAIL")
        || line.starts_with("thread '")
}

/// `test result: ok. 3 passed; 1 failed; …` of Rust, `  12 passed (30s)` of Playwright, `# pass 3`
/// of Node.
fn counts(line: &str) -> Tally {
    if let Some(tally) = node_counts(line) {
        return tally;
    }
    let mut tally = Tally::default();
    let text = match line.strip_prefix("test result:") {
        Some(rest) => rest.split_once('.').map_or(rest, |(_, counts)| counts),
        None => line,
    };
    for part in text.split(';') {
        let mut words = part.split_whitespace();
        let (Some(count), Some(what)) = (words.next(), words.next()) else {
            continue;
        };
        let is_playwright = words.next().is_none_or(|next| next.starts_with('('));
        let Ok(count) = count.parse::<u32>() else {
            continue;
        };
        match what {
            "passed" if is_playwright => tally.passed += count,
            // A flaky test passed only at a second try: that is a defect.
            "failed" | "flaky" | "interrupted" if is_playwright => tally.failed += count,
            _ => {}
        }
    }
    tally
}

/// `# pass 3` and `# fail 1` of `node --test`.
fn node_counts(line: &str) -> Option<Tally> {
    let (what, count) = line.strip_prefix("# ")?.split_once(' ')?;
    let count = count.parse().ok()?;
    match what {
        "pass" => Some(Tally {
            passed: count,
            failed: 0,
        }),
        "fail" => Some(Tally {
            passed: 0,
            failed: count,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u32, failed: u32) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn every_runner_is_read() {
        let rust = "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 5 filtered out; finished in 0.03s";
        assert_eq!(counts(rust), tally(3, 1));
        assert_eq!(counts("  12 passed (1.2m)"), tally(12, 0));
        assert_eq!(counts("  2 failed"), tally(0, 2));
        assert_eq!(counts("  1 flaky"), tally(0, 1));
        assert_eq!(counts("# pass 32"), tally(32, 0));
        assert_eq!(counts("# fail 1"), tally(0, 1));
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "running 14 tests",
            "12 passed messages were seen",
            "3 failed to load",
            "",
        ] {
            assert_eq!(counts(line), Tally::default(), "{line}");
        }
    }

    #[test]
    fn a_runner_that_died_is_a_failure_and_an_empty_part_too() {
        let mut dead = Tally::default();
        dead.read(&Finished {
            ok: false,
            lines: vec!["error: could not compile".to_owned()],
            log: Default::default(),
        });
        assert_eq!(dead, tally(0, 1));
        assert!(Tally::default().check("unit").is_err());
        assert!(tally(1, 0).check("unit").is_ok());
    }
}
