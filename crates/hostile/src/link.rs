//! The `Link` header.

use cruddur_engine::event::Intent;

use crate::harness::{Harness, START};
use crate::rest::has_older;
use crate::server;
use crate::text;

/// A `Link` header at every list while older ones are loaded: no request goes to the address it names, and
/// no page is read again and again.
pub fn link(bytes: &[u8]) {
    let header = text(bytes);
    let mut harness = Harness::started();
    let with_link = move |request: &_| {
        let mut answer = server::answer(&mut server::healthy(), request, START);
        answer.link = Some(header.clone());
        Some(answer)
    };
    harness.run_with(Box::new(with_link.clone()), 20_000);
    for _ in 0..3 {
        if has_older(&harness) {
            harness.intent(Intent::LoadOlder);
        }
        harness.intent(Intent::LoadOlderGroups);
        harness.run_with(Box::new(with_link.clone()), 5_000);
    }
    assert_eq!(harness.texts(), ["text 0", "text 1", "text 2"]);
    harness.recover();
}
