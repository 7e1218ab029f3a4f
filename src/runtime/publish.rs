//! The engine's snapshots, for views to follow. Only what changed is set, row by row.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use cruddur_contract::Timestamp;
use cruddur_engine::Engine;
use cruddur_engine::changed::Changed;
use cruddur_engine::chunks::Chunks;
use cruddur_engine::transcript::Change;
use cruddur_engine::view::*;
use rustc_hash::FxHashMap;

use super::snapshot::{Shared, Source};
use crate::platform::time;

/// The writable side of what [`super::App`] reads.
#[derive(Clone)]
pub struct Published {
    /// Who is signed in.
    pub session: Source<SessionView>,
    /// The form of the account pages.
    pub account: Source<AccountView>,
    /// The prompt for another handle.
    pub handle_prompt: Source<Option<HandlePrompt>>,
    /// What the person is told or asked about as a whole.
    pub notices: Source<Notices>,
    /// The live connection.
    pub connection: Source<ConnectionStatus>,
    /// Messages waiting to be sent.
    pub waiting: Source<usize>,
    /// The list of conversations.
    pub groups: Source<GroupsView>,
    /// The open conversation.
    pub conversation: Source<Option<ConversationView>>,
    /// Its rows' names, in order.
    pub rows: Source<Chunks>,
    /// What others have written in it and no view has taken yet.
    pub news: Source<Vec<News>>,
    /// The open conversation's draft.
    pub draft: Source<String>,
    /// The people search.
    pub people: Source<PeopleView>,
    /// The server's time, milliseconds.
    pub now: Source<i64>,
    /// The rows.
    pub by_key: Rows,
}

impl Published {
    /// Everything at its beginning. Within a reactive owner.
    pub fn new() -> Self {
        Self {
            session: Source::default(),
            account: Source::default(),
            handle_prompt: Source::default(),
            notices: Source::default(),
            connection: Source::default(),
            waiting: Source::default(),
            groups: Source::default(),
            conversation: Source::default(),
            rows: Source::default(),
            news: Source::default(),
            draft: Source::default(),
            people: Source::default(),
            now: Source::new(time::wall()),
            by_key: Rows::default(),
        }
    }

    /// Publishes what changed.
    pub fn publish(&self, engine: &mut Engine, changed: Changed) {
        if changed.session {
            self.session.publish(engine.session_view().clone());
            self.account.publish(engine.account_view().clone());
            self.handle_prompt.publish(engine.handle_prompt().cloned());
        }
        if changed.session || changed.conversation {
            self.notices.publish(engine.notices());
        }
        if changed.draft {
            self.draft.publish(engine.draft().to_owned());
        }
        if changed.connection {
            self.connection.publish(engine.connection());
        }
        if changed.groups {
            self.groups.publish(engine.groups_view().clone());
        }
        if changed.people {
            self.people.publish(engine.people_view().clone());
        }
        if changed.conversation || changed.session {
            self.conversation.publish(engine.conversation());
            self.waiting.publish(engine.waiting());
            self.publish_rows(engine.take_rows());
            let news = engine.take_news();
            if !news.is_empty() {
                // What came before may not be taken yet.
                self.news.update(|waiting| waiting.extend(news));
            }
        }
    }

    /// Publishes what changed of the rows: each row's signal first, then their order, so that a new row
    /// is there before it is asked for.
    pub fn publish_rows(&self, change: impl Into<Change>) {
        let change = change.into();
        let (before, after) = (change.before, change.after);
        let placed = change.place(days());
        let order: Vec<RowKey> = placed.iter().map(|row| row.message.key.clone()).collect();
        for row in placed {
            self.by_key.set(row);
        }
        if let Some(gone) = self.rows.change(|rows| rows.replace(before, after, &order)) {
            self.by_key.forget(&gone);
            self.rows.update(|_| {});
        }
    }
}

impl Default for Published {
    fn default() -> Self {
        Self::new()
    }
}

/// Numbers days. The browser is asked once for messages of the same quarter of an hour: no time zone's
/// midnight lies within one.
fn days() -> impl Fn(Timestamp) -> i64 {
    let known = Cell::new((i64::MIN, 0));
    move |at| {
        let quarter = at.millis().div_euclid(15 * 60_000);
        if known.get().0 != quarter {
            known.set((quarter, time::local_day(at.millis())));
        }
        known.get().1
    }
}

type Row = Shared<PlacedMessage>;

/// One signal a row, by its name.
#[derive(Clone, Default)]
pub struct Rows(Rc<RefCell<FxHashMap<RowKey, Row>>>);

impl Rows {
    /// The signal of that row.
    pub fn signal(&self, key: &RowKey) -> Row {
        self.0.borrow_mut().entry(key.clone()).or_default().clone()
    }

    /// Sets a row, if it is not so already.
    pub fn set(&self, row: PlacedMessage) {
        let signal = self.signal(&row.message.key);
        if signal.get_untracked().as_deref() != Some(&row) {
            signal.set(row);
        }
    }

    /// Forgets these rows. What still shows one keeps its own hold of it.
    fn forget(&self, keys: &[RowKey]) {
        let mut rows = self.0.borrow_mut();
        for key in keys {
            rows.remove(key);
        }
    }
}
