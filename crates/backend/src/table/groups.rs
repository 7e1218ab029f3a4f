//! Groups: starting one, and who joins it, leaves it and names it.
//!
//! Each change is the effect of a place (`place.rs`), so it stands between the messages where it happened, and the row
//! at that place tells of it. A function that ends in between leaves the change without its row.

use cruddur_contract::group::MAX_MEMBERS;
use cruddur_contract::message::{SystemEvent, SystemKind};
use cruddur_contract::{GroupId, Person, PersonId};

use super::Table;
use super::conversation::Meta;
use super::error::TableError;
use super::item::item;
use super::jitter;
use super::key::Key;
use super::list::ListRow;
use super::patience::Patience;
use super::place::{Effect, Place, Placed, time};
use super::send::{SendError, system_message};
use super::transaction::{ABSENT, Outcome, Transaction};
use crate::ids;

/// Why a group was not started or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    /// No such conversation, or the caller is not a member.
    #[error("no such conversation for this person")]
    NoSuchGroup,
    #[error("the conversation of two people does not change")]
    OfTwo,
    #[error("the group is full")]
    Full,
    /// Only who created the group removes others.
    #[error("the caller did not create the group")]
    NotCreator,
    #[error(transparent)]
    Table(#[from] TableError),
}

/// What to do, given the conversation's record as it is.
enum Step {
    /// Nothing: it is so already.
    Done,
    Take(Effect, SystemEvent),
}

impl Table {
    /// Starts a group with this id, in one transaction: 34 items at most, where DynamoDB allows 100. The same call again
    /// finds it.
    ///
    /// # Errors
    /// [`GroupError`]; nothing was written then.
    pub async fn start_group(
        &self,
        group: &GroupId,
        creator: &Person,
        others: &[Person],
        title: Option<String>,
        now_micros: i64,
    ) -> Result<Meta, GroupError> {
        if others.len() >= MAX_MEMBERS {
            return Err(GroupError::Full);
        }
        if let Some(there) = self.started(group, creator).await? {
            return Ok(there);
        }
        let created_at = time(now_micros)?;
        let people = || std::iter::once(creator).chain(others);
        let ids: Vec<PersonId> = people().map(|person| person.uuid.clone()).collect();
        let tail = ids::tail();
        let meta = Meta {
            created_by: Some(creator.uuid.clone()),
            title: title.clone(),
            last_tail: tail,
            last_ordinal: 1,
            ..Meta::new(group.clone(), created_at, ids.clone())
        };
        let place = Place {
            of_group: group.clone(),
            created_at,
            message_uuid: ids::message(created_at, tail),
            ordinal: 1,
            previous_message_uuid: None,
            placed_at: now_micros,
        };
        let told = event(SystemKind::Created, ids, title);
        let message = system_message(&place, creator, told);
        let mut writes = Transaction::default();
        writes.put(self, item(&Key::meta(group), &meta)?, ABSENT)?;
        let key = Key::message(group, created_at);
        writes.put(self, item(&key, &message)?, ABSENT)?;
        for person in people() {
            let row = ListRow::of(&message, 0, person.uuid == creator.uuid);
            let key = Key::list_row(&person.uuid, group);
            writes.put(self, item(&key, &row)?, ABSENT)?;
        }
        match self.transact(writes).await? {
            Outcome::Written => Ok(meta),
            Outcome::Refused(_) => {
                let there = self.started(group, creator).await?;
                there.ok_or(GroupError::NoSuchGroup)
            }
        }
    }

    async fn started(&self, group: &GroupId, creator: &Person) -> Result<Option<Meta>, TableError> {
        let there = self.conversation_of(group, &creator.uuid).await?;
        Ok(there.map(|(meta, _)| meta))
    }

    /// Adds people to a group; who is a member stays one.
    ///
    /// # Errors
    /// [`GroupError`]; nobody was added then.
    pub async fn add_members(
        &self,
        caller: &Person,
        group: &GroupId,
        people: &[PersonId],
        clock: impl Fn() -> i64,
    ) -> Result<Meta, GroupError> {
        let step = |meta: &Meta| {
            let is_new = |one: &&PersonId| !meta.members.contains_key(*one);
            let new: Vec<PersonId> = people.iter().filter(is_new).cloned().collect();
            if new.is_empty() {
                return Ok(Step::Done);
            }
            if meta.members.len() + new.len() > MAX_MEMBERS {
                return Err(GroupError::Full);
            }
            let told = event(SystemKind::Joined, new.clone(), None);
            let effect = Effect::Join {
                people: new,
                most: MAX_MEMBERS,
            };
            Ok(Step::Take(effect, told))
        };
        self.change(caller, group, step, &clock).await
    }

    /// Takes a person out of a group: oneself, or anybody by who created it.
    ///
    /// # Errors
    /// [`GroupError`]; nobody was removed then.
    pub async fn remove_member(
        &self,
        caller: &Person,
        group: &GroupId,
        person: &PersonId,
        clock: impl Fn() -> i64,
    ) -> Result<(), GroupError> {
        let leaves = caller.uuid == *person;
        let step = |meta: &Meta| {
            if !leaves && meta.created_by.as_ref() != Some(&caller.uuid) {
                return Err(GroupError::NotCreator);
            }
            if !meta.members.contains_key(person) {
                return Ok(Step::Done);
            }
            let kind = if leaves {
                SystemKind::Left
            } else {
                SystemKind::Removed
            };
            let told = event(kind, vec![person.clone()], None);
            Ok(Step::Take(Effect::Leave(person.clone()), told))
        };
        self.change(caller, group, step, &clock).await.map(drop)
    }

    /// Gives a group a title, or takes it away.
    ///
    /// # Errors
    /// [`GroupError`]; nothing was changed then.
    pub async fn set_title(
        &self,
        caller: &Person,
        group: &GroupId,
        title: Option<String>,
        clock: impl Fn() -> i64,
    ) -> Result<Meta, GroupError> {
        let step = |meta: &Meta| {
            if meta.title == title {
                return Ok(Step::Done);
            }
            let told = event(SystemKind::Titled, Vec::new(), title.clone());
            Ok(Step::Take(Effect::Title(title.clone()), told))
        };
        self.change(caller, group, step, &clock).await
    }

    /// Takes the step that the record asks for, and again from the new record if another change was first. Returns the
    /// record as it is then.
    async fn change(
        &self,
        caller: &Person,
        group: &GroupId,
        step: impl Fn(&Meta) -> Result<Step, GroupError>,
        clock: &impl Fn() -> i64,
    ) -> Result<Meta, GroupError> {
        let patience = Patience::new();
        let mut round = 0;
        let found = self.conversation_of(group, &caller.uuid).await?;
        let (mut meta, _) = found.ok_or(GroupError::NoSuchGroup)?;
        loop {
            if meta.pair {
                return Err(GroupError::OfTwo);
            }
            let (effect, told) = match step(&meta)? {
                Step::Done => return Ok(meta),
                Step::Take(effect, told) => (effect, told),
            };
            let ask = || self.place(group, &caller.uuid, &effect, clock());
            match patience.with(ask).await? {
                Placed::Done(place) => {
                    self.tell(caller, &place, told, &patience, clock).await?;
                    return Ok(self.conversation(group).await?.unwrap_or(meta));
                }
                Placed::NotAMember => return Err(GroupError::NoSuchGroup),
                Placed::Refused(now) => meta = *now,
            }
            if patience.is_over() {
                return Err(TableError::Throttled.into());
            }
            tokio::time::sleep(jitter(round, Patience::LONGEST)).await;
            round += 1;
        }
    }

    /// Writes the row that tells of a change that is done.
    async fn tell(
        &self,
        caller: &Person,
        place: &Place,
        told: SystemEvent,
        patience: &Patience,
        clock: &impl Fn() -> i64,
    ) -> Result<(), GroupError> {
        let message = system_message(place, caller, told);
        for person in message.left() {
            let mark = || self.mark_left(person, &place.of_group, place.ordinal);
            patience.with(mark).await?;
        }
        match self.write(&message, place, patience, clock).await {
            Ok(_) => Ok(()),
            Err(SendError::Table(error)) => Err(error.into()),
            Err(SendError::NoSuchGroup) => Err(GroupError::NoSuchGroup),
        }
    }
}

fn event(kind: SystemKind, user_uuids: Vec<PersonId>, title: Option<String>) -> SystemEvent {
    SystemEvent {
        kind,
        user_uuids,
        title,
    }
}
