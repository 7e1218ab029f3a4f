//! The engine's snapshots as signals. Only what changed is set, row by row.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use cruddur_contract::Timestamp;
use cruddur_engine::Engine;
use cruddur_engine::chunks::Chunks;
use cruddur_engine::desk::Changed;
use cruddur_engine::transcript::Change;
use cruddur_engine::view::*;
use leptos::prelude::*;

use crate::platform::time;

/// The writable side of what [`super::App`] reads.
#[derive(Clone)]
pub struct Published {
    /// Who is signed in.
    pub session: RwSignal<SessionView>,
    /// The form of the account pages.
    pub account: RwSignal<AccountView>,
    /// The prompt for another handle.
    pub handle_prompt: RwSignal<Option<HandlePrompt>>,
    /// What the person is told or asked about as a whole.
    pub notices: RwSignal<Notices>,
    /// The live connection.
    pub connection: RwSignal<ConnectionStatus>,
    /// Messages waiting to be sent.
    pub waiting: RwSignal<usize>,
    /// The list of conversations.
    pub groups: RwSignal<GroupsView>,
    /// The open conversation.
    pub conversation: RwSignal<Option<ConversationView>>,
    /// Its rows' names, in order.
    pub rows: RwSignal<Chunks>,
    /// What others have written in it and no view has taken yet.
    pub news: RwSignal<Vec<News>>,
    /// The open conversation's draft.
    pub draft: RwSignal<String>,
    /// The people search.
    pub people: RwSignal<PeopleView>,
    /// The server's time, milliseconds.
    pub now: RwSignal<i64>,
    /// The rows.
    pub by_key: Rows,
}

impl Published {
    /// Everything at its beginning. Within a reactive owner.
    pub fn new() -> Self {
        Self {
            session: RwSignal::default(),
            account: RwSignal::default(),
            handle_prompt: RwSignal::default(),
            notices: RwSignal::default(),
            connection: RwSignal::default(),
            waiting: RwSignal::default(),
            groups: RwSignal::default(),
            conversation: RwSignal::default(),
            rows: RwSignal::default(),
            news: RwSignal::default(),
            draft: RwSignal::default(),
            people: RwSignal::default(),
            now: RwSignal::new(time::wall()),
            by_key: Rows::default(),
        }
    }

    /// Publishes what changed.
    pub fn publish(&self, engine: &mut Engine, changed: Changed) {
        if changed.session {
            set(self.session, engine.session_view().clone());
            set(self.account, engine.account_view().clone());
            set(self.handle_prompt, engine.handle_prompt().cloned());
        }
        if changed.session || changed.conversation {
            set(self.notices, engine.notices());
        }
        if changed.draft {
            set(self.draft, engine.draft().to_owned());
        }
        if changed.connection {
            set(self.connection, engine.connection());
        }
        if changed.groups {
            set(self.groups, engine.groups_view().clone());
        }
        if changed.people {
            set(self.people, engine.people_view().clone());
        }
        if changed.conversation || changed.session {
            set(self.conversation, engine.conversation());
            set(self.waiting, engine.waiting());
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
        self.rows.maybe_update(|rows| {
            let gone = rows.replace(before, after, &order);
            self.by_key.forget(gone.as_deref().unwrap_or_default());
            gone.is_some()
        });
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

fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|present| *present != value) {
        signal.set(value);
    }
}

type Row = ArcRwSignal<Option<Arc<PlacedMessage>>>;

/// One signal a row, by its name.
#[derive(Clone, Default)]
pub struct Rows(Rc<RefCell<HashMap<RowKey, Row>>>);

impl Rows {
    /// The signal of that row.
    pub fn signal(&self, key: &RowKey) -> Row {
        self.0.borrow_mut().entry(key.clone()).or_default().clone()
    }

    /// Sets a row, if it is not so already.
    pub fn set(&self, row: PlacedMessage) {
        let signal = self.signal(&row.message.key);
        if signal.with_untracked(|present| present.as_deref() != Some(&row)) {
            signal.set(Some(Arc::new(row)));
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
