//! `PUT` and `DELETE /api/messages/{group}/{message}`.

use cruddur_contract::edit::{EditRequest, VersionConflict};
use cruddur_contract::{ErrorCode, GroupId, MessageId, Person, Timestamp, read};

use crate::reply::{Refusal, json};
use crate::{Answered, FakeServer, MessageIndex};

type Result<T> = std::result::Result<T, Refusal>;

impl FakeServer {
    pub(crate) fn edit(
        &mut self,
        at: (&GroupId, &MessageId),
        body: &str,
        caller: &Person,
        now: i64,
    ) -> Result<Answered> {
        let index = self.own_message(at, caller)?;
        let edit: EditRequest =
            read::object(body).map_err(|_| Refusal::Code(422, ErrorCode::BadRequest))?;
        if let Some(status) = self.faults.refusal_of(&edit.message) {
            return Err(Refusal::Injected(status));
        }
        let text = self.checked(&edit.message)?.to_owned();
        let row = self.groups[index.group].row(index.message);
        if row.version != Some(edit.version) || row.deleted_at.is_some() {
            let row = row.into_owned();
            return Ok(json(409, &VersionConflict::new(row)).into());
        }
        self.set_text(index, &text, now);
        Ok(self.changed(index))
    }

    pub(crate) fn delete(
        &mut self,
        at: (&GroupId, &MessageId),
        caller: &Person,
        now: i64,
    ) -> Result<Answered> {
        let index = self.own_message(at, caller)?;
        if self.groups[index.group]
            .row(index.message)
            .deleted_at
            .is_some()
        {
            return Ok(json(200, &self.groups[index.group].row(index.message)).into());
        }
        self.set_deleted(index, now);
        Ok(self.changed(index))
    }

    /// Edits a message, whoever asks.
    pub fn set_text(&mut self, at: MessageIndex, text: &str, now: i64) {
        if let Some(row) = self.groups[at.group].stored_mut(at.message) {
            row.version = row.version.map(|version| version + 1);
            row.message = text.to_owned();
            row.edited_at = time(now);
        }
    }

    /// Deletes a message, whoever asks.
    pub fn set_deleted(&mut self, at: MessageIndex, now: i64) {
        if let Some(row) = self.groups[at.group].stored_mut(at.message) {
            row.version = row.version.map(|version| version + 1);
            row.message = String::new();
            row.deleted_at = time(now);
        }
    }

    fn own_message(
        &self,
        (group, id): (&GroupId, &MessageId),
        caller: &Person,
    ) -> Result<MessageIndex> {
        let member = |group: &usize| self.groups[*group].has(&caller.handle);
        let group = self.group(group.as_str()).filter(member);
        let group = group.ok_or(Refusal::Code(404, ErrorCode::MessageGroupNotFound))?;
        // A generated history cannot be changed.
        let stored = |n: &usize| self.groups[group].is_stored(*n);
        let message = self.groups[group].position(id.as_str()).filter(stored);
        let message = message.ok_or(Refusal::Code(404, ErrorCode::MessageNotFound))?;
        let row = self.groups[group].row(message);
        if row.handle != caller.handle || row.system.is_some() {
            return Err(Refusal::Code(403, ErrorCode::NotAuthor));
        }
        Ok(MessageIndex { group, message })
    }

    fn changed(&self, at: MessageIndex) -> Answered {
        Answered {
            changed: Some(at),
            ..json(200, &self.groups[at.group].row(at.message)).into()
        }
    }
}

fn time(now: i64) -> Option<Timestamp> {
    Timestamp::from_micros(now.saturating_mul(1_000))
}
