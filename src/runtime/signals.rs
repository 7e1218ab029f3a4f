//! The signals that hold the engine's state. Only what changed is set, row by row.

use std::cell::{Cell, RefCell};
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;

use cruddur_contract::{GroupId, GroupRow, Timestamp};
use cruddur_engine::Engine;
use cruddur_engine::changed::Changed;
use cruddur_engine::chunks::Chunks;
use cruddur_engine::transcript::Change;
use cruddur_engine::view::*;
use leptos::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::platform::time;

/// The writable side of what [`super::App`] reads.
#[derive(Clone)]
pub struct AppSignals {
    /// Who is signed in.
    pub session: RwSignal<SessionView>,
    /// The form of the account pages.
    pub account: RwSignal<AccountView>,
    /// Set while the person must choose another username.
    pub handle_prompt: RwSignal<Option<HandlePrompt>>,
    /// Notices and questions that concern the page as a whole.
    pub notices: RwSignal<Notices>,
    /// The live connection.
    pub connection: RwSignal<ConnectionStatus>,
    /// How many messages wait to be sent, in all conversations.
    pub waiting: RwSignal<usize>,
    /// The state of the list of conversations, without its rows.
    pub groups: RwSignal<GroupsView>,
    /// The ids of the listed conversations, in order.
    pub group_order: RwSignal<Vec<GroupId>>,
    /// One signal per listed conversation.
    pub group_rows: RowSignals<GroupId, GroupRow>,
    /// How many messages are unread in all listed conversations.
    pub unread: RwSignal<u64>,
    /// The open conversation, without its rows.
    pub conversation: RwSignal<Option<ConversationView>>,
    /// The keys of its rows, oldest first.
    pub rows: RwSignal<Chunks>,
    /// One signal per row.
    pub row_by_key: RowSignals<RowKey, PlacedMessage>,
    /// Messages of others that no view has announced yet.
    pub announcements: RwSignal<Vec<Announcement>>,
    /// What is to be announced on every page and was not yet.
    pub page_announcements: RwSignal<Vec<PageAnnouncement>>,
    /// The open conversation's draft.
    pub draft: RwSignal<String>,
    /// What another tab typed for it, not knowing that.
    pub other_draft: RwSignal<Option<String>>,
    /// The people search.
    pub people: RwSignal<PeopleView>,
    /// Who is online and who is typing.
    pub presence: RwSignal<PresenceView>,
    /// What the person asked for about groups and is not done.
    pub tasks: RwSignal<TasksView>,
    /// The server's time, milliseconds since 1970-01-01 UTC.
    pub now: RwSignal<i64>,
}

impl AppSignals {
    /// All signals with their initial values. Call it within a reactive owner.
    pub fn new() -> Self {
        Self {
            session: RwSignal::default(),
            account: RwSignal::default(),
            handle_prompt: RwSignal::default(),
            notices: RwSignal::default(),
            connection: RwSignal::default(),
            waiting: RwSignal::default(),
            groups: RwSignal::default(),
            group_order: RwSignal::default(),
            group_rows: RowSignals::default(),
            unread: RwSignal::default(),
            conversation: RwSignal::default(),
            rows: RwSignal::default(),
            row_by_key: RowSignals::default(),
            announcements: RwSignal::default(),
            page_announcements: RwSignal::default(),
            draft: RwSignal::default(),
            other_draft: RwSignal::default(),
            people: RwSignal::default(),
            presence: RwSignal::default(),
            tasks: RwSignal::default(),
            now: RwSignal::new(time::wall()),
        }
    }

    /// Publishes what changed.
    pub fn publish(&self, engine: &mut Engine, changed: Changed) {
        if changed.session {
            set_if_changed(self.session, engine.session_view().clone());
            set_if_changed(self.account, engine.account_view().clone());
            set_if_changed(self.handle_prompt, engine.handle_prompt().cloned());
        }
        if changed.session || changed.conversation {
            set_if_changed(self.notices, engine.notices());
        }
        if changed.draft {
            set_if_changed(self.draft, engine.draft().to_owned());
            set_if_changed(self.other_draft, engine.other_draft().map(str::to_owned));
        }
        if changed.connection {
            set_if_changed(self.connection, engine.connection());
        }
        if changed.groups {
            self.publish_groups(engine.groups_view().clone());
        }
        if changed.announcements {
            extend(self.page_announcements, engine.take_page_announcements());
        }
        if changed.clock {
            self.now.set(engine.server_time(time::wall()));
        }
        if changed.people {
            set_if_changed(self.people, engine.people_view().clone());
        }
        if changed.presence {
            set_if_changed(self.presence, engine.presence_view());
        }
        if changed.tasks {
            set_if_changed(self.tasks, engine.tasks_view().clone());
        }
        if changed.conversation || changed.session {
            set_if_changed(self.conversation, engine.conversation());
            set_if_changed(self.waiting, engine.waiting());
            self.publish_rows(engine.take_rows());
            extend(self.announcements, engine.take_announcements());
        }
    }

    /// Publishes the list of conversations: each row before the order that names it.
    pub fn publish_groups(&self, mut view: GroupsView) {
        set_if_changed(self.unread, view.unread());
        let rows = std::mem::take(&mut view.rows);
        let order: Vec<GroupId> = rows.iter().map(|row| row.uuid.clone()).collect();
        for (id, row) in order.iter().zip(rows) {
            self.group_rows.set(id, row);
        }
        self.group_rows.retain(&order);
        set_if_changed(self.group_order, order);
        set_if_changed(self.groups, view);
    }

    /// The reader's time zone is another one: days begin elsewhere, and every time reads differently. `rows`: all
    /// of the open conversation.
    pub fn zone_changed(&self, rows: Vec<MessageView>) {
        for row in Change::from(rows).place(days()) {
            self.row_by_key.set(&row.message.key.clone(), Arc::new(row));
        }
        self.row_by_key.notify_all();
        self.group_rows.notify_all();
    }

    /// Publishes what changed of the open conversation's rows: each row before the order that names it.
    pub fn publish_rows(&self, change: impl Into<Change>) {
        let change = change.into();
        let (before, after) = (change.before, change.after);
        let placed = change.place(days());
        let order: Vec<RowKey> = placed.iter().map(|row| row.message.key.clone()).collect();
        for row in placed {
            self.row_by_key.set(&row.message.key.clone(), Arc::new(row));
        }
        self.rows.maybe_update(|rows| {
            let gone = rows.replace(before, after, &order);
            for key in gone.iter().flatten() {
                self.row_by_key.remove(key);
            }
            gone.is_some()
        });
    }
}

impl Default for AppSignals {
    fn default() -> Self {
        Self::new()
    }
}

/// Subscribers run only when the value is another one.
fn set_if_changed<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    signal.maybe_update(|present| {
        let changed = *present != value;
        if changed {
            *present = value;
        }
        changed
    });
}

/// Adds what is to be announced to what was not announced yet.
fn extend<T: Send + Sync + 'static>(waiting: RwSignal<Vec<T>>, new: Vec<T>) {
    if !new.is_empty() {
        waiting.update(|waiting| waiting.extend(new));
    }
}

/// Numbers days. Asks the browser once for messages of the same quarter of an hour: no time zone's
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

/// A row of a list; `None` before it is first published and after it is gone.
pub type RowSignal<V> = ArcRwSignal<Option<Arc<V>>>;

/// One signal per row of a list, so that a change of one row runs the views of that row alone.
pub struct RowSignals<K, V>(Rc<RefCell<FxHashMap<K, RowSignal<V>>>>);

impl<K, V> Clone for RowSignals<K, V> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<K, V> Default for RowSignals<K, V> {
    fn default() -> Self {
        Self(Rc::default())
    }
}

impl<K: Clone + Eq + Hash, V: PartialEq + Send + Sync + 'static> RowSignals<K, V> {
    /// The signal of the row with this key.
    pub fn signal(&self, key: &K) -> RowSignal<V> {
        let mut rows = self.0.borrow_mut();
        if let Some(row) = rows.get(key) {
            return row.clone();
        }
        let row = ArcRwSignal::new(None);
        rows.insert(key.clone(), row.clone());
        row
    }

    /// Sets a row and notifies its views, unless it is the same.
    pub fn set(&self, key: &K, row: Arc<V>) {
        let signal = self.signal(key);
        // Of a long list nearly every row is the one that is shown.
        let same = signal.with_untracked(|present| {
            present
                .as_ref()
                .is_some_and(|present| Arc::ptr_eq(present, &row) || *present == row)
        });
        if !same {
            signal.set(Some(row));
        }
    }

    /// Runs the views of all rows again, though none has changed.
    fn notify_all(&self) {
        let rows: Vec<RowSignal<V>> = self.0.borrow().values().cloned().collect();
        for row in rows {
            row.notify();
        }
    }

    fn remove(&self, key: &K) {
        self.0.borrow_mut().remove(key);
    }

    /// Removes the rows that are not in `keys`. Compares only where there are more rows than keys.
    fn retain(&self, keys: &[K]) {
        let mut rows = self.0.borrow_mut();
        if rows.len() > keys.len() {
            let keys: FxHashSet<&K> = keys.iter().collect();
            rows.retain(|key, _| keys.contains(key));
        }
    }
}
