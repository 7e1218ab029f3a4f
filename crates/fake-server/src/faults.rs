//! What goes wrong, by switches. A test sets them for one request or for a while.

use serde::Deserialize;

/// Nothing goes wrong by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Every route fails with this status and a page of HTML before it does anything.
    pub error: Option<u16>,
    /// A new message is stored, or a change of one, then its answer is this status and a page of HTML.
    pub error_after_acceptance: Option<u16>,
    /// Every route answers 429.
    pub throttled: Option<Throttled>,
    /// Every route answers 200 with this body, as the sign-in page of a public network does.
    pub portal: Option<String>,
    /// A page before or after a message is refused with this status.
    pub refused_cursor: Option<u16>,
    /// The newest so many messages are not readable yet, as in an eventually consistent read.
    pub hidden: usize,
    /// A text that ends in `refuse403` or another of [`REFUSALS`] is refused with that status, each time.
    pub refuses_by_text: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Throttled {
    /// `Retry-After` in seconds.
    pub retry_after: Option<u32>,
}

/// The statuses that a text can ask for.
pub const REFUSALS: [u16; 6] = [403, 404, 413, 422, 500, 504];

impl Faults {
    pub(crate) fn refusal_of(&self, text: &str) -> Option<u16> {
        let (_, status) = text.rsplit_once("refuse")?;
        let status = status.parse().ok()?;
        (self.refuses_by_text && REFUSALS.contains(&status)).then_some(status)
    }
}
