//! Messages of another tab of the browser.

use cruddur_engine::event::Event;

use crate::harness::{Harness, session};
use crate::text;

/// Between two messages, which may hold line breaks.
const SEPARATOR: &str = "\n---\n";

/// Messages of another tab, received by the leader, by a follower, and by a tab that has just started. Another
/// tab may sign out or sign somebody else in; everything works afterwards.
pub fn tab(bytes: &[u8]) {
    let text = text(bytes);
    let mut leader = Harness::new();
    leader.handle(Event::Tabbed);
    leader.handle(Event::LockGranted);
    leader.start(Some(session()));
    let mut follower = Harness::new();
    follower.handle(Event::Tabbed);
    follower.start(Some(session()));
    let mut newcomer = Harness::new();
    newcomer.handle(Event::Tabbed);
    newcomer.start(None);
    for mut harness in [leader, follower, newcomer] {
        harness.open();
        for message in text.split(SEPARATOR) {
            harness.handle(Event::TabMessage(message.to_owned()));
        }
        harness.recover();
    }
}
