//! What the browser's profile records of sign-outs. Each value has a name of its own, so that no tab overwrites what
//! another one wrote in between.

use cruddur_engine::event::{ProfileSignOuts, Revocation};

use crate::platform::web_storage;

/// The name of the number of the last sign-out.
const LAST: &str = "cruddur.signed-out";
/// The name of a refresh token to be revoked, followed by the number of its sign-out.
const REVOCATION: &str = "cruddur.revoke.";

/// Reads what the profile holds now.
pub(super) fn read() -> ProfileSignOuts {
    let last = web_storage::read_local(LAST);
    let revocation = |(name, token): (String, String)| {
        let number = name.strip_prefix(REVOCATION)?.parse().ok()?;
        Some(Revocation { number, token })
    };
    let entries = web_storage::local_entries(REVOCATION).into_iter();
    ProfileSignOuts {
        last: last.and_then(|text| text.parse().ok()).unwrap_or(0),
        revocations: entries.filter_map(revocation).collect(),
    }
}

/// Records the last sign-out.
pub(super) fn record(number: u64) {
    web_storage::write_local(LAST, &number.to_string());
}

/// Stores a token to be revoked; an empty one is removed.
pub(super) fn store_revocation(number: u64, token: &str) {
    web_storage::write_local(&format!("{REVOCATION}{number}"), token);
}
