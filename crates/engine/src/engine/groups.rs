//! Groups: what the person asks for, and conversations that close and open.

use cruddur_contract::frame::LiveMessage;
use cruddur_contract::group::check_title;
use cruddur_contract::paths::encode;
use cruddur_contract::person::same_handle;
use cruddur_contract::{ErrorCode, GroupId, GroupRow};

use super::Engine;
use super::requests::object;
use crate::api::Call;
use crate::effect::{Effect, TimerKey};
use crate::event::GroupIntent;
use crate::groups::{GroupCall, StartRecord, Verdict};
use crate::http::{Failure, HttpAnswer};
use crate::names::NamesPeople;
use crate::view::{ClosedView, ConversationKey, GroupDetails, Load, MemberView};

/// The frame of a group's own row follows that of the message at once; it is waited for so long, milliseconds.
const ROW_DUE: u64 = 2_000;

impl Engine {
    pub(super) fn group_intent(&mut self, intent: GroupIntent) {
        let open = self.conversations.open_group().cloned();
        let call = match (intent, open) {
            (GroupIntent::Start { handles, title }, _) => return self.start_group(handles, &title),
            (GroupIntent::Dismiss, _) => return self.dismiss_tasks(),
            (GroupIntent::Title(title), Some(group)) => GroupCall::Title(group, title),
            (GroupIntent::Add(handles), Some(group)) => GroupCall::Add(group, handles),
            (GroupIntent::Leave, Some(group)) => GroupCall::Remove {
                group,
                handle: self.my_handle(),
                leave: true,
            },
            (GroupIntent::Remove(handle), Some(group)) => GroupCall::Remove {
                group,
                handle,
                leave: false,
            },
            (_, None) => return,
        };
        if self.groups.tasks.begin(&call) {
            self.ctx.call(Call::Group(call));
        }
    }

    fn start_group(&mut self, handles: Vec<String>, title: &str) {
        // One that is too long goes as it is: the server says so.
        let title = check_title(title).unwrap_or_else(|_| Some(title.to_owned()));
        let ctx = &mut self.ctx;
        let started = self
            .groups
            .tasks
            .start(handles, title, || ctx.rng.uuid().to_string());
        if let Some((record, dropped)) = started {
            if let Some(dropped) = dropped {
                self.persistence.delete_start(&mut self.ctx, dropped);
            }
            self.persistence.store_start(&mut self.ctx, &record);
            self.ctx.call(Call::Group(GroupCall::Start(record)));
        }
    }

    /// A page before this one did not hear whether a group was started.
    pub(super) fn start_stored(&mut self, record: StartRecord) {
        self.groups.tasks.restore(record.clone());
        self.ctx.call(Call::Group(GroupCall::Start(record)));
    }

    /// The network may be back.
    pub(super) fn start_group_again(&mut self) {
        if let Some(record) = self.groups.tasks.start_again() {
            self.ctx.call(Call::Group(GroupCall::Start(record)));
        }
    }

    fn dismiss_tasks(&mut self) {
        if let Some(id) = self.groups.tasks.dismiss() {
            self.persistence.delete_start(&mut self.ctx, id);
        }
    }

    /// The answer to a call about one group came.
    pub(super) fn group_answered(&mut self, call: GroupCall, result: Result<HttpAnswer, Failure>) {
        let row = match (&call, result) {
            (GroupCall::Remove { .. }, Ok(_)) => Ok(None),
            (_, result) => result
                .and_then(|answer| object::<GroupRow>(&answer))
                .map(|row| Some(row.with_clean_names())),
        };
        if let Some(id) = self.groups.tasks.answered(&call, row.as_ref().err()) {
            self.persistence.delete_start(&mut self.ctx, id);
        }
        match (call, row) {
            (GroupCall::Row(group), row) => self.row_answered_alone(&group, row),
            (GroupCall::Start(_), Ok(Some(row))) => self.group_started(row),
            (GroupCall::Remove { group, leave, .. }, Ok(_)) if leave => {
                self.may_be_closed(&group, true);
            }
            (GroupCall::Remove { group, .. }, Ok(_)) => self.ask_for_row(&group),
            (_, Ok(Some(row))) if !self.is_closed_and_asked(&row.uuid) => self.group_row(row),
            (call, Err(failure)) => {
                if let Some(group) = call.group() {
                    self.refused_for_group(group, &failure);
                }
            }
            (_, Ok(_)) => {}
        }
    }

    fn group_started(&mut self, row: GroupRow) {
        let group = row.uuid.clone();
        if self.is_closed_and_asked(&group) {
            return;
        }
        self.reads.row(&row);
        self.conversations.merge(row);
        if self.conversations.open().is_none() {
            self.ctx.push(Effect::Navigate {
                path: format!("/messages/{}", encode(group.as_str())),
                replace: false,
            });
            self.open(Some(ConversationKey::Group(group)));
        }
    }

    /// Asks the server for the row of a conversation, once at a time.
    pub(super) fn ask_for_row(&mut self, group: &GroupId) {
        if self.groups.departures.ask(group) {
            self.ctx.call(Call::Group(GroupCall::Row(group.clone())));
        }
    }

    /// The open conversation, where the list does not reach so far.
    pub(super) fn ask_for_single(&mut self) {
        let Some(group) = self.conversations.open_group().cloned() else {
            return;
        };
        let is_known =
            self.conversations.get(&group).is_some() || self.groups.single(&group).is_some();
        if !is_known && self.conversations.is_loaded() && self.conversations.has_groups() {
            self.ask_for_row(&group);
        }
    }

    fn row_answered_alone(&mut self, group: &GroupId, row: Result<Option<GroupRow>, Failure>) {
        if matches!(row, Err(Failure::NotFound(_))) {
            self.close_known(group, false);
        }
        match self.groups.departures.answered(group, row.as_ref().err()) {
            Verdict::Again => self.ask_for_row(group),
            Verdict::Unknown => self.catch_up.retry_later(&mut self.ctx),
            Verdict::Closed { is_new: true } => self.closed_for_sure(group),
            Verdict::Closed { is_new: false } => {}
            Verdict::Open { was_closed } => {
                let Ok(Some(row)) = row else {
                    return;
                };
                if was_closed {
                    self.open_again(row);
                } else if self.conversations.get(group).is_some() {
                    self.group_row(row);
                } else {
                    self.groups.keep(row);
                }
            }
        }
    }

    /// A message tells of the group's members or title: the group's own row has to follow.
    pub(super) fn expect_group_row(&mut self, live: &LiveMessage) {
        if live.row.system.is_some() && self.lacks_row_of(&live.message_group_uuid, live) {
            let (group, at) = (live.message_group_uuid.clone(), live.row.created_at);
            if self.groups.expect_row(group, at) {
                self.ctx.set_timer(TimerKey::GroupRows, ROW_DUE);
            }
        }
    }

    fn lacks_row_of(&self, group: &GroupId, live: &LiveMessage) -> bool {
        let at = self.conversations.members_at(group);
        at.is_some_and(|at| at < live.row.created_at)
    }

    /// The rows that did not follow are asked for.
    pub(super) fn ask_for_group_rows(&mut self) {
        for (group, at) in self.groups.take_expected() {
            let members_at = self.conversations.members_at(&group);
            if members_at.is_some_and(|members_at| members_at < at) {
                self.ask_for_row(&group);
            }
        }
    }

    pub(super) fn is_closed(&self, key: &ConversationKey) -> bool {
        matches!(key, ConversationKey::Group(group) if self.groups.departures.is_closed(group))
    }

    /// Something came about a conversation. A closed one does not take it: the server is asked what became of it.
    pub(super) fn is_closed_and_asked(&mut self, group: &GroupId) -> bool {
        let closed = self.groups.departures.is_closed(group);
        if closed {
            self.ask_for_row(group);
        }
        closed
    }

    /// The person seems to be in this conversation no more.
    pub(super) fn may_be_closed(&mut self, group: &GroupId, left: bool) {
        if self.close_known(group, left) {
            self.ask_for_row(group);
        }
    }

    /// The server does not know the conversation for this person.
    pub(super) fn refused_for_group(&mut self, group: &GroupId, failure: &Failure) {
        let Failure::NotFound(codes) = failure else {
            return;
        };
        if codes.contains(&ErrorCode::MessageGroupNotFound) && self.conversations.has_groups() {
            self.may_be_closed(group, false);
        }
        if self.groups.departures.is_sure(group) {
            self.left_closed_elsewhere(group);
        }
    }

    /// Closes a conversation that the person has been in, has read or has written for. Returns whether it is closed.
    fn close_known(&mut self, group: &GroupId, left: bool) -> bool {
        let listed = self.conversations.get(group);
        let listed = listed.or_else(|| self.groups.single(group));
        let name = listed.filter(|row| !row.is_of_two());
        let name = name.map(|row| row.display_name.clone());
        let was_read = self
            .timelines
            .get(group)
            .is_some_and(|it| *it.load == Load::Ready);
        let has_traces = was_read || self.has_unsent(group);
        let is_known = name.is_some() || listed.is_none() && has_traces;
        if is_known || self.groups.departures.is_closed(group) {
            let name = name.unwrap_or_default();
            self.groups.departures.close(group, &name, left);
            return true;
        }
        false
    }

    /// What the person wrote in a conversation and nobody got: messages, then the draft.
    fn unsent_in(&self, group: &GroupId) -> Vec<String> {
        let messages = self.outbox.unsent_to(group).into_iter();
        let mut texts: Vec<String> = messages.map(|(_, text)| text).collect();
        let draft = self
            .persistence
            .draft(&ConversationKey::Group(group.clone()));
        if !draft.trim().is_empty() {
            texts.push(draft.to_owned());
        }
        texts
    }

    fn has_unsent(&self, group: &GroupId) -> bool {
        !self.unsent_in(group).is_empty()
    }

    /// The server has said that the person is not in it.
    fn closed_for_sure(&mut self, group: &GroupId) {
        if self.leads() {
            for id in self.outbox.close(group) {
                self.store_message(&id, None);
            }
        }
        let is_open = self.conversations.open_group() == Some(group);
        if is_open {
            self.conversations.remove(group);
        } else if !self.has_unsent(group) {
            self.forget_conversation(group);
        }
        // Else its row stays until the person has opened it and seen what was not sent.
    }

    /// The person has left the screen that says that the conversation is closed.
    pub(super) fn left_closed(&mut self, group: &GroupId) {
        if self.groups.departures.is_sure(group) {
            self.forget_conversation(group);
        }
    }

    /// A message that was in flight has failed after the person had been told of the others.
    fn left_closed_elsewhere(&mut self, group: &GroupId) {
        let is_told = self.conversations.get(group).is_none();
        if is_told && self.conversations.open_group() != Some(group) {
            self.forget_conversation(group);
        }
    }

    fn forget_conversation(&mut self, group: &GroupId) {
        for (key, _) in self.outbox.unsent_to(group) {
            self.discard(key);
        }
        for message in self.edits.of(group) {
            self.drop_edit_of(&message);
        }
        let key = ConversationKey::Group(group.clone());
        if !self.persistence.draft(&key).is_empty() {
            self.persistence
                .draft_typed(&mut self.ctx, &key, String::new());
        }
        self.drop_cached(group);
        self.conversations.remove(group);
        self.groups.forget(group);
    }

    fn drop_cached(&mut self, group: &GroupId) {
        if let Some(id) = self.timelines.forget(group) {
            self.ctx.push(Effect::Abort(id));
        }
        self.persistence.forget_conversation(&mut self.ctx, group);
    }

    /// The person is in it again, or has been all the time: what was written while they were not is not theirs to read,
    /// so it is read anew.
    fn open_again(&mut self, row: GroupRow) {
        let group = row.uuid.clone();
        self.drop_cached(&group);
        self.reads.row(&row);
        self.conversations.merge(row);
        let key = ConversationKey::Group(group);
        if self.conversations.open() == Some(&key) {
            self.open(Some(key));
        } else {
            self.send_next(&key);
        }
    }

    pub(super) fn closed_view(&self, group: &GroupId) -> Option<ClosedView> {
        let closed = self.groups.departures.get(group)?;
        Some(ClosedView {
            left: closed.left,
            unsent: self.unsent_in(group),
        })
    }

    pub(super) fn group_details(&self, row: &GroupRow) -> GroupDetails {
        let me = self.my_handle();
        let member = |member: &cruddur_contract::Member| MemberView {
            user_uuid: member.user_uuid.clone(),
            display_name: member.display_name.clone(),
            handle: member.handle.clone(),
            is_creator: row.created_by.as_ref() == Some(&member.user_uuid),
            is_me: same_handle(&member.handle, &me),
        };
        let members: Vec<MemberView> = row.members.iter().flatten().map(member).collect();
        GroupDetails {
            title: row.title.clone(),
            is_creator: members.iter().any(|one| one.is_me && one.is_creator),
            members,
        }
    }
}
