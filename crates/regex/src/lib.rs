//! As much of `regex` as `aws-cognito-srp` needs.
//!
//! `aws-cognito-srp` uses a regular expression once, to drop the leading zero of a day (` 0(\d) ` to
//! ` $1 `). The full `regex` crate adds 158 kB (brotli 11, measured) to the bundle and `regex-lite`
//! 9 kB; this reads literal characters, `\d` (ASCII, as the Cognito timestamp wants) and one group,
//! and refuses every other pattern. Its tests hold it against `regex-lite`. (`leptos_config` is built
//! against this too; it reads a server's settings, which this app never does.)

use std::borrow::Cow;
use std::fmt;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Regex {
    steps: Vec<Step>,
    /// The steps between the parentheses.
    group: Option<(usize, usize)>,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Literal(char),
    Digit,
}

/// The pattern is beyond what is read here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only literal characters, \\d and one group are supported")
    }
}

impl std::error::Error for Error {}

/// Where a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match<'h> {
    start: usize,
    text: &'h str,
}

impl<'h> Match<'h> {
    /// The byte it begins at.
    pub fn start(&self) -> usize {
        self.start
    }

    /// The byte after its end.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// What matched.
    pub fn as_str(&self) -> &'h str {
        self.text
    }
}

impl Regex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// Anything but literal characters, `\d` and one group.
    pub fn new(pattern: &str) -> Result<Self, Error> {
        let mut steps = Vec::new();
        let (mut from, mut group) = (None, None);
        let mut chars = pattern.chars();
        while let Some(char) = chars.next() {
            match char {
                '\\' if chars.next() == Some('d') => steps.push(Step::Digit),
                '(' if from.is_none() => from = Some(steps.len()),
                ')' if group.is_none() => group = Some((from.ok_or(Error)?, steps.len())),
                char if "\\()[]{}.*+?|^$".contains(char) => return Err(Error),
                char => steps.push(Step::Literal(char)),
            }
        }
        if steps.is_empty() || from.is_some() != group.is_some() {
            return Err(Error);
        }
        Ok(Self { steps, group })
    }

    /// The first match.
    pub fn find<'h>(&self, haystack: &'h str) -> Option<Match<'h>> {
        let found = |(start, _)| Some((start, self.matches(&haystack[start..])?.0));
        let (start, length) = haystack.char_indices().find_map(found)?;
        Some(Match {
            start,
            text: &haystack[start..start + length],
        })
    }

    /// Replaces every match, from the left, without overlaps. `$1` stands for what the group matched.
    pub fn replace_all<'h>(&self, haystack: &'h str, replacement: &str) -> Cow<'h, str> {
        let mut out = String::new();
        let (mut copied, mut at) = (0, 0);
        while let Some(char) = haystack[at..].chars().next() {
            let Some((end, group)) = self.matches(&haystack[at..]) else {
                at += char.len_utf8();
                continue;
            };
            out.push_str(&haystack[copied..at]);
            out.push_str(&replacement.replace("$1", group));
            at += end;
            copied = at;
        }
        if copied == 0 {
            return Cow::Borrowed(haystack);
        }
        out.push_str(&haystack[copied..]);
        Cow::Owned(out)
    }

    /// The length of the match at the beginning of `text`, and what the group holds.
    fn matches<'t>(&self, text: &'t str) -> Option<(usize, &'t str)> {
        let mut ends = vec![0];
        let mut chars = text.char_indices();
        for step in &self.steps {
            let (at, char) = chars.next()?;
            let holds = match step {
                Step::Literal(literal) => char == *literal,
                Step::Digit => char.is_ascii_digit(),
            };
            if !holds {
                return None;
            }
            ends.push(at + char.len_utf8());
        }
        let group = self
            .group
            .map_or("", |(from, to)| &text[ends[from]..ends[to]]);
        Some((ends[self.steps.len()], group))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_as_regex_lite_does() {
        for (pattern, replacement) in [(r" 0(\d) ", " $1 "), (r"a\d", "b"), ("ü(x)", "$1$1")] {
            let ours = Regex::new(pattern).unwrap();
            let theirs = regex_lite::Regex::new(pattern).unwrap();
            for text in [
                "Sat Nov 01 03:47:33 UTC 2026",
                "Sat Nov 11 03:47:33 UTC 2026",
                " 01  02 ",
                " 01 02 03 ",
                " 0",
                "",
                "a1a22a",
                "üxüü x üx",
            ] {
                assert_eq!(
                    ours.replace_all(text, replacement),
                    theirs.replace_all(text, replacement),
                    "{pattern} in {text}"
                );
                let theirs = theirs.find(text);
                let theirs = theirs.map(|found| (found.start(), found.end(), found.as_str()));
                let ours = ours.find(text);
                let ours = ours.map(|found| (found.start(), found.end(), found.as_str()));
                assert_eq!(ours, theirs, "{pattern} in {text}");
            }
        }
    }

    #[test]
    fn refuses_what_it_does_not_read() {
        for pattern in [
            "", "a*", "[ab]", r"\w", "(a)(b)", "(a", "a)", "^a$", "a|b", "\\", "()",
        ] {
            assert_eq!(Regex::new(pattern).err(), Some(Error), "{pattern}");
        }
    }
}
