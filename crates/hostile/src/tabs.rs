//! What another tab of the browser says.

use cruddur_engine::event::Event;

use crate::stage::{Stage, session};
use crate::text;

/// Between two of the lines: they hold line breaks themselves.
const BETWEEN: &str = "\n---\n";

/// Lines of another tab, heard by a tab that works for all, by one that follows, and by one that has just
/// started. Another tab may sign out or let somebody else in; after it everything works.
pub fn tab(bytes: &[u8]) {
    let text = text(bytes);
    let mut holder = Stage::new();
    holder.tell(Event::Tabbed);
    holder.tell(Event::LockGranted);
    holder.start(Some(session()));
    let mut follower = Stage::new();
    follower.tell(Event::Tabbed);
    follower.start(Some(session()));
    let mut newcomer = Stage::new();
    newcomer.tell(Event::Tabbed);
    newcomer.start(None);
    for mut stage in [holder, follower, newcomer] {
        stage.open();
        for line in text.split(BETWEEN) {
            stage.tell(Event::TabMessage(line.to_owned()));
        }
        stage.recover();
    }
}
