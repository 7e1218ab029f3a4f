//! Which conversations there are, and which one is open.

mod list;
mod lookups;
mod membership;
mod page_ends;

use cruddur_contract::person::same_handle;
use cruddur_contract::{ErrorCode, GroupId, GroupRow, MessageRow, Person, Timestamp};

pub use self::list::ConversationList;
use self::lookups::{LookUp, LookUps};
use crate::api::Call;
use crate::ctx::Ctx;
use crate::http::Failure;
use crate::tracked::Tracked;
use crate::view::{ConversationKey, GroupsView, Load, Trouble};

/// The list, the open conversation, and look-ups of people for new ones.
#[derive(Debug, Default)]
pub struct Conversations {
    list: ConversationList,
    open: Tracked<Option<ConversationKey>>,
    lookups: LookUps,
    /// The newest page of the list is asked for.
    requested: bool,
    /// That page was asked for too early to show what became of a message: it is read again.
    read_again: bool,
}

/// What a failure to read the list means for others.
#[derive(Debug)]
pub struct ListFailure {
    /// It is tried again by itself.
    pub retry: bool,
    /// The newest page could not be read, and why.
    pub newest: Option<Trouble>,
}

impl Conversations {
    /// The list, as the screen shows it.
    pub fn view(&self) -> &GroupsView {
        self.list.view()
    }

    /// Counts the changes of the list.
    pub fn list_revision(&self) -> u64 {
        self.list.revision()
    }

    /// Counts the changes of which conversation is open.
    pub fn open_revision(&self) -> u64 {
        self.open.revision()
    }

    /// Counts the changes of the look-ups.
    pub fn lookups_revision(&self) -> u64 {
        self.lookups.revision()
    }

    /// The open conversation.
    pub fn open(&self) -> Option<&ConversationKey> {
        self.open.as_ref()
    }

    /// The open conversation, if it has an id.
    pub fn open_group(&self) -> Option<&GroupId> {
        match self.open() {
            Some(ConversationKey::Group(group)) => Some(group),
            _ => None,
        }
    }

    /// Opens a conversation, or none. Returns the one that is left.
    pub fn set_open(&mut self, key: Option<ConversationKey>) -> Option<GroupId> {
        match self.open.set(key) {
            Some(ConversationKey::Group(left)) if self.open_group() != Some(&left) => Some(left),
            _ => None,
        }
    }

    /// Looks up the person of a new conversation. Returns the conversation that there is with that
    /// person already.
    pub fn look_up(&mut self, ctx: &mut Ctx, handle: &str, me: &str) -> Option<GroupId> {
        if same_handle(handle, me) {
            let oneself = Trouble::Refused(vec![ErrorCode::ReceiverIsSender]);
            self.lookups.set(handle.to_owned(), LookUp::Failed(oneself));
            return None;
        }
        if let Some(group) = self.group_with(handle) {
            return Some(group);
        }
        if !matches!(
            self.lookups.get(handle),
            Some(LookUp::Found(_) | LookUp::Pending)
        ) {
            self.lookups.set(handle.to_owned(), LookUp::Pending);
            let handle = handle.to_owned();
            ctx.call(Call::Person { handle });
        }
        // The conversation may be an old one that is not listed yet.
        self.load_older(ctx);
        None
    }

    /// The look-up of a person ended.
    pub fn person_found(&mut self, handle: String, person: Result<Person, Failure>) {
        if matches!(self.lookups.get(&handle), Some(LookUp::Became(_))) {
            return;
        }
        let found = match person {
            Ok(person) => LookUp::Found(person),
            Err(failure) => LookUp::Failed(failure.trouble()),
        };
        self.lookups.set(handle, found);
    }

    /// The first message to this person made the conversation, or found it.
    pub fn became(&mut self, handle: String, group: GroupId) {
        self.lookups.set(handle, LookUp::Became(group));
    }

    /// Has the look-up made again.
    pub fn forget_look_up(&mut self, handle: &str) {
        self.lookups.forget(handle);
    }

    /// Whether a look-up failed for want of a network.
    pub fn look_up_lost(&self, handle: &str) -> bool {
        matches!(
            self.lookups.get(handle),
            Some(LookUp::Failed(Trouble::Network))
        )
    }

    /// Name, handle and loading of a new conversation.
    pub fn new_conversation(&self, handle: &str) -> (String, String, Load) {
        self.lookups.view(handle)
    }

    /// The conversation with that one person, as far as is known.
    pub fn group_with(&self, handle: &str) -> Option<GroupId> {
        match (self.list.with(handle), self.lookups.get(handle)) {
            (Some(row), _) => Some(row.uuid.clone()),
            (None, Some(LookUp::Became(group))) => Some(group.clone()),
            _ => None,
        }
    }

    /// The listed conversation with that one person.
    pub fn listed_with(&self, handle: &str) -> Option<GroupId> {
        self.list.with(handle).map(|row| row.uuid.clone())
    }

    /// The handle of the one other person in a listed conversation.
    pub fn person_of(&self, group: &GroupId) -> Option<String> {
        let row = self.list.get(group).filter(|row| row.is_of_two())?;
        Some(row.handle.clone())
    }

    /// The conversation that the open, new one turns out to be.
    pub fn open_turns_out_to_be(&self) -> Option<GroupId> {
        match self.open() {
            Some(ConversationKey::New(handle)) => self.group_with(handle),
            _ => None,
        }
    }

    /// The row of a conversation.
    pub fn get(&self, group: &GroupId) -> Option<&GroupRow> {
        self.list.get(group)
    }

    /// So many messages of a conversation are unread.
    pub fn set_unread(&mut self, group: &GroupId, unread: u64) {
        self.list.set_unread(group, unread);
    }

    /// Asks for the newest page of the list, once.
    pub fn load(&mut self, ctx: &mut Ctx) {
        if !std::mem::replace(&mut self.requested, true) {
            self.list.wait();
            ctx.call(Call::Groups { older: None });
        }
    }

    /// Asks for the newest page as it is from now on: one that is in flight does not count.
    pub fn load_from_now(&mut self, ctx: &mut Ctx) {
        self.read_again = self.requested;
        self.load(ctx);
    }

    /// Asks for the next older page.
    pub fn load_older(&mut self, ctx: &mut Ctx) {
        if let Some(query) = self.list.begin_older() {
            ctx.call(Call::Groups { older: Some(query) });
        }
    }

    /// Frames may have been missed.
    pub fn read_through(&mut self) {
        self.list.read_through();
    }

    /// A page arrived; `older`: the query it was asked for with.
    pub fn loaded(
        &mut self,
        ctx: &mut Ctx,
        older: Option<&str>,
        rows: Vec<GroupRow>,
        next_query: Option<String>,
    ) {
        self.requested &= older.is_some();
        let more = match older {
            Some(query) => self.list.older(query, rows, next_query),
            None => self.list.newest(rows, next_query),
        };
        if more.is_some() {
            ctx.call(Call::Groups { older: more });
        }
        let searching = matches!(self.open(), Some(ConversationKey::New(_)));
        if searching && self.open_turns_out_to_be().is_none() && self.list.has_older() {
            self.load_older(ctx);
        }
    }

    /// A page could not be had.
    pub fn failed(&mut self, older: Option<&str>, failure: Failure) -> ListFailure {
        self.requested &= older.is_some();
        let passing = failure.is_passing();
        match older {
            Some(query) if self.list.is_reading(query) => {
                self.list.stop_reading();
                ListFailure {
                    retry: passing,
                    newest: None,
                }
            }
            Some(_) => {
                self.list.older_failed(failure.trouble());
                ListFailure {
                    retry: false,
                    newest: None,
                }
            }
            None => {
                self.read_again = false;
                let trouble = failure.trouble();
                self.list.newest_failed(trouble.clone());
                ListFailure {
                    retry: passing,
                    newest: Some(trouble),
                }
            }
        }
    }

    /// Whether the page that just came was asked for too early; it is asked for again then.
    pub fn reads_again(&mut self, ctx: &mut Ctx) -> bool {
        let again = std::mem::take(&mut self.read_again);
        if again {
            self.load(ctx);
        }
        again
    }

    /// A row came by a frame.
    pub fn merge(&mut self, row: GroupRow) {
        self.list.upsert(row);
    }

    /// The person is in a conversation no more.
    pub fn remove(&mut self, group: &GroupId) {
        self.list.remove(group);
    }

    /// The time of the row that a conversation's members were taken from.
    pub fn members_at(&self, group: &GroupId) -> Option<Timestamp> {
        self.list.members_at(group)
    }

    /// The groups that a page should have and has not; `older`: the query it was asked for with, `next`: that of the page
    /// after it.
    pub fn missing_from(
        &mut self,
        rows: &[GroupRow],
        older: Option<&str>,
        next: Option<&str>,
    ) -> Vec<GroupId> {
        self.list.missing_from(rows, older, next)
    }

    /// Whether the server has groups: only such a server names the members of conversations.
    pub fn has_groups(&self) -> bool {
        let mut rows = self.view().rows.iter();
        rows.any(|row| row.members.is_some())
    }

    /// A message was written: its conversation moves up. One that is not listed is asked for.
    pub fn note_message(&mut self, ctx: &mut Ctx, group: &GroupId, text: &str, at: Timestamp) {
        if !self.list.note_message(group, text, at) {
            self.load(ctx);
        }
    }

    /// A message was edited or deleted: the preview follows.
    pub fn note_change(&mut self, group: &GroupId, row: &MessageRow) {
        self.list.note_change(group, row);
    }

    /// Shows the cached list until the server has answered.
    pub fn hydrate(&mut self, rows: Vec<GroupRow>) {
        self.list.hydrate(rows);
    }

    /// The newest rows, for the cache.
    pub fn newest_rows(&self) -> Option<Vec<&GroupRow>> {
        self.list.newest_rows()
    }

    /// Whether the list was read.
    pub fn is_loaded(&self) -> bool {
        self.list.view().load == Load::Ready
    }
}
