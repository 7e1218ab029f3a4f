//! Groups: starting one, its title, who joins and leaves. Who may do what is as in `crates/backend/src/http/members.rs`.

use cruddur_contract::group::{
    AddMembersRequest, CreateGroupRequest, MAX_MEMBERS, TitleRequest, TitleTooLong, check_title,
};
use cruddur_contract::message::{SystemEvent, SystemKind};
use cruddur_contract::person::{bare_handle, same_handle};
use cruddur_contract::{ErrorCode, GroupId, Person, PersonId, read};
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use crate::reply::{Refusal, json};
use crate::{Answered, FakeServer, MessageIndex};

type Result<T> = std::result::Result<T, Refusal>;

impl FakeServer {
    pub(crate) fn create_group(
        &mut self,
        body: &str,
        caller: &Person,
        now: i64,
    ) -> Result<Answered> {
        let asked: CreateGroupRequest = object(body)?;
        let title = title(asked.title.as_deref().unwrap_or_default())?;
        let others = self.several(caller, &asked.handles)?;
        if let [other] = others.as_slice() {
            if title.is_some() {
                return Err(invalid(ErrorCode::GroupOfTwo));
            }
            let at = self.group_with(caller, other);
            return Ok(self.shown(at, caller));
        }
        let client_id = asked
            .client_group_id
            .ok_or(invalid(ErrorCode::BadRequest))?;
        let name = format!("{}\n{client_id}", caller.uuid);
        let id = GroupId(Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()).to_string());
        if self.group(id.as_str()).is_some() {
            let at = self.group_of(&id, caller)?;
            return Ok(self.shown(at, caller));
        }
        let told = self.start_group(id, caller, &others, title, now);
        Ok(self.told(told, caller))
    }

    pub(crate) fn title_group(
        &mut self,
        group: &GroupId,
        body: &str,
        caller: &Person,
        now: i64,
    ) -> Result<Answered> {
        let at = self.group_of(group, caller)?;
        let asked: TitleRequest = object(body)?;
        let title = title(&asked.title)?;
        self.not_of_two(at)?;
        if self.groups[at].title == title {
            return Ok(self.shown(at, caller));
        }
        let told = self.set_title(at, caller, title, now);
        Ok(self.told(told, caller))
    }

    pub(crate) fn add_members(
        &mut self,
        group: &GroupId,
        body: &str,
        caller: &Person,
        now: i64,
    ) -> Result<Answered> {
        let at = self.group_of(group, caller)?;
        let asked: AddMembersRequest = object(body)?;
        let mut new = self.several(caller, &asked.handles)?;
        self.not_of_two(at)?;
        new.retain(|person| !self.groups[at].has(&person.handle));
        if new.is_empty() {
            return Ok(self.shown(at, caller));
        }
        if self.groups[at].members.len() + new.len() > MAX_MEMBERS {
            return Err(invalid(ErrorCode::GroupFull));
        }
        let told = self.join(at, caller, new, now);
        Ok(self.told(told, caller))
    }

    pub(crate) fn remove_member(
        &mut self,
        group: &GroupId,
        handle: &str,
        caller: &Person,
        now: i64,
    ) -> Result<Answered> {
        let at = self.group_of(group, caller)?;
        let members = self.groups[at].members.iter().chain(&self.people);
        let mut called = members.filter(|person| same_handle(&person.handle, handle));
        let person = called.next().cloned();
        let person = person.ok_or(Refusal::Code(404, ErrorCode::UserNotFound))?;
        self.not_of_two(at)?;
        let leaves = person.handle == caller.handle;
        if !leaves && self.groups[at].created_by.as_ref() != Some(&caller.uuid) {
            return Err(Refusal::Code(403, ErrorCode::NotAuthor));
        }
        let response = json(200, &json!({}));
        if !self.groups[at].has(&person.handle) {
            return Ok(response.into());
        }
        Ok(Answered {
            stored: Some(self.leave(at, caller, &person.handle, now)),
            left: Some((at, person.handle)),
            ..response.into()
        })
    }

    /// Starts a group, whoever asks. Returns its first row.
    pub fn start_group(
        &mut self,
        id: GroupId,
        creator: &Person,
        others: &[Person],
        title: Option<String>,
        now: i64,
    ) -> MessageIndex {
        let members: Vec<Person> = [creator].into_iter().chain(others).cloned().collect();
        let ids = members.iter().map(|person| person.uuid.clone()).collect();
        let at = self.add_group(id, members);
        self.groups[at].created_by = Some(creator.uuid.clone());
        self.groups[at].title.clone_from(&title);
        self.tell(at, creator, SystemKind::Created, ids, title, now)
    }

    /// Adds people who are no members, whoever asks. They see what comes from here on.
    pub fn join(&mut self, at: usize, by: &Person, people: Vec<Person>, now: i64) -> MessageIndex {
        let ids = people.iter().map(|person| person.uuid.clone()).collect();
        let group = &mut self.groups[at];
        let first = group.len();
        for person in people {
            group.joined.insert(person.handle.clone(), first);
            group.members.push(person);
        }
        self.tell(at, by, SystemKind::Joined, ids, None, now)
    }

    /// A member leaves, or is removed, whoever asks.
    pub fn leave(&mut self, at: usize, by: &Person, handle: &str, now: i64) -> MessageIndex {
        let members = &mut self.groups[at].members;
        let gone = members.iter().filter(|member| member.handle == handle);
        let ids = gone.map(|member| member.uuid.clone()).collect();
        members.retain(|member| member.handle != handle);
        let kind = if by.handle == handle {
            SystemKind::Left
        } else {
            SystemKind::Removed
        };
        self.tell(at, by, kind, ids, None, now)
    }

    /// Gives a group a title, or takes it away, whoever asks.
    pub fn set_title(
        &mut self,
        at: usize,
        by: &Person,
        title: Option<String>,
        now: i64,
    ) -> MessageIndex {
        self.groups[at].title.clone_from(&title);
        self.tell(at, by, SystemKind::Titled, Vec::new(), title, now)
    }

    fn tell(
        &mut self,
        group: usize,
        by: &Person,
        kind: SystemKind,
        user_uuids: Vec<PersonId>,
        title: Option<String>,
        now: i64,
    ) -> MessageIndex {
        let event = SystemEvent {
            kind,
            user_uuids,
            title,
        };
        let message = self.append(group, by, "", now, |row| row.system = Some(event));
        MessageIndex { group, message }
    }

    /// The conversation, if this person is a member.
    pub(crate) fn group_of(&self, id: &GroupId, person: &Person) -> Result<usize> {
        let at = self.group(id.as_str());
        let at = at.filter(|at| self.groups[*at].has(&person.handle));
        at.ok_or(Refusal::Code(404, ErrorCode::MessageGroupNotFound))
    }

    fn not_of_two(&self, at: usize) -> Result<()> {
        match self.groups[at].created_by {
            Some(_) => Ok(()),
            None => Err(invalid(ErrorCode::GroupOfTwo)),
        }
    }

    fn several(&self, caller: &Person, handles: &[String]) -> Result<Vec<Person>> {
        if handles.is_empty() {
            return Err(invalid(ErrorCode::ReceiverBlank));
        }
        if handles.len() >= MAX_MEMBERS {
            return Err(invalid(ErrorCode::GroupFull));
        }
        let mut people: Vec<Person> = Vec::new();
        for handle in handles {
            let is_called = |one: &&Person| same_handle(&one.handle, bare_handle(handle));
            let person = self.people.iter().find(is_called);
            let person = person.ok_or(invalid(ErrorCode::ReceiverBlank))?;
            if person.handle == caller.handle {
                return Err(invalid(ErrorCode::ReceiverIsSender));
            }
            if !people.contains(person) {
                people.push(person.clone());
            }
        }
        Ok(people)
    }

    fn shown(&self, at: usize, caller: &Person) -> Answered {
        json(200, &self.group_row(at, &caller.handle)).into()
    }

    fn told(&self, told: MessageIndex, caller: &Person) -> Answered {
        Answered {
            stored: Some(told),
            ..self.shown(told.group, caller)
        }
    }
}

fn object<T: DeserializeOwned>(body: &str) -> Result<T> {
    read::object(body).map_err(|_| invalid(ErrorCode::BadRequest))
}

fn title(text: &str) -> Result<Option<String>> {
    check_title(text).map_err(|TitleTooLong| invalid(ErrorCode::TitleTooLong))
}

fn invalid(code: ErrorCode) -> Refusal {
    Refusal::Code(422, code)
}
