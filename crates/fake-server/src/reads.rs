//! `POST /api/message_groups/{group}/read` and `…/unread`, and `GET /api/message_groups/{group}`.

use cruddur_contract::frame::ServerFrame;
use cruddur_contract::group::{ReadRequest, UnreadAnswer};
use cruddur_contract::receipt::ReadReceipt;
use cruddur_contract::{ErrorCode, GroupId, Person, Timestamp, read};

use crate::reply::{Refusal, json};
use crate::{Answered, FakeServer, Group, Read};

type Result<T> = std::result::Result<T, Refusal>;

/// How far a member has read. Messages are numbered from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The number of the last message read.
    read: usize,
    /// So many messages after the unread one do not count, after it was marked as unread.
    own_after: usize,
    /// Counts the changes of these.
    version: u64,
    /// What others are shown: it never moves back.
    receipt: Option<(usize, Timestamp)>,
}

impl Group {
    /// What was there before the test began is read, and what was written before the member joined.
    fn mark(&self, handle: &str) -> Mark {
        let known = self.marks.get(handle).copied();
        let mark = known.unwrap_or(Mark {
            read: self.history() + self.imported,
            ..Mark::default()
        });
        match self.first_of(handle) {
            first if first > mark.read => Mark {
                read: first,
                own_after: 0,
                ..mark
            },
            _ => mark,
        }
    }

    /// How many messages this member has not read, up to which one they have, and how often that has changed.
    pub fn read_state(&self, handle: &str) -> (usize, Option<usize>, u64) {
        let mark = self.mark(handle);
        let unread = self.len().saturating_sub(mark.read);
        (
            unread.saturating_sub(mark.own_after),
            mark.read.checked_sub(1),
            mark.version,
        )
    }

    /// Who writes has read what is before.
    pub(crate) fn wrote(&mut self, handle: &str) {
        let mark = self.mark(handle);
        let read = Mark {
            read: self.len(),
            own_after: 0,
            version: mark.version + 1,
            ..mark
        };
        self.marks.insert(handle.to_owned(), read);
    }

    /// Message `n` is read. Returns whether that changed anything.
    pub fn read_to(&mut self, handle: &str, n: usize, now: i64) -> bool {
        let mut mark = self.mark(handle);
        let number = n + 1;
        let target = if mark.own_after > 0 && number > mark.read {
            number.max(mark.read + 1 + mark.own_after)
        } else {
            number
        };
        let moved = mark.read < target;
        if moved {
            mark.read = target;
            mark.own_after = 0;
            mark.version += 1;
        }
        if mark.receipt.is_none_or(|(known, _)| known < n) {
            let at = Timestamp::from_micros(now.saturating_mul(1_000));
            mark.receipt = Some((n, at.unwrap_or(Timestamp::EPOCH)));
        }
        self.marks.insert(handle.to_owned(), mark);
        moved
    }

    /// The last message of another person is unread again. Returns whether that changed anything.
    pub fn mark_unread(&mut self, handle: &str) -> bool {
        let mark = self.mark(handle);
        let theirs = |n: &usize| {
            let row = self.row(*n);
            row.handle != handle && row.system.is_none()
        };
        let Some(n) = (0..self.len()).rev().find(theirs) else {
            return false;
        };
        if mark.read <= n {
            return false;
        }
        let unread = Mark {
            read: n,
            own_after: self.len() - n - 1,
            version: mark.version + 1,
            ..mark
        };
        self.marks.insert(handle.to_owned(), unread);
        true
    }

    fn receipt(&self, reader: &Person) -> Option<ReadReceipt> {
        let (n, read_at) = self.marks.get(&reader.handle)?.receipt?;
        Some(ReadReceipt {
            message_group_uuid: self.id.clone(),
            user_uuid: reader.uuid.clone(),
            last_read_message_uuid: self.message_id(n),
            read_at,
        })
    }
}

impl FakeServer {
    pub(crate) fn group_page(&self, group: &GroupId, caller: &Person) -> Result<Answered> {
        let at = self.group_of(group, caller)?;
        let row = self.group_row(at, &caller.handle);
        let mut row = row.ok_or(Refusal::Code(404, ErrorCode::MessageGroupNotFound))?;
        for member in row.members.iter_mut().flatten() {
            let person = self.person(&member.handle);
            if let Some(receipt) = person.and_then(|person| self.groups[at].receipt(person)) {
                member.last_read_message_uuid = Some(receipt.last_read_message_uuid);
                member.read_at = Some(receipt.read_at);
            }
        }
        Ok(json(200, &row).into())
    }

    pub(crate) fn read(
        &mut self,
        group: &GroupId,
        body: &str,
        caller: &Person,
        now: i64,
    ) -> Result<Answered> {
        let at = self.group_of(group, caller)?;
        let asked: ReadRequest =
            read::object(body).map_err(|_| Refusal::Code(422, ErrorCode::BadRequest))?;
        let n = self.groups[at].position(asked.message_uuid.as_str());
        let n = n.ok_or(Refusal::Code(404, ErrorCode::MessageNotFound))?;
        let moved = self.groups[at].read_to(&caller.handle, n, now);
        Ok(self.marked(at, caller, moved))
    }

    pub(crate) fn unread(&mut self, group: &GroupId, caller: &Person) -> Result<Answered> {
        let at = self.group_of(group, caller)?;
        let moved = self.groups[at].mark_unread(&caller.handle);
        Ok(self.marked(at, caller, moved))
    }

    fn marked(&self, group: usize, caller: &Person, moved: bool) -> Answered {
        let (unread, _, read_version) = self.groups[group].read_state(&caller.handle);
        let answer = UnreadAnswer {
            unread_count: unread as u64,
            read_version,
        };
        Answered {
            read: moved.then(|| Read {
                group,
                reader: caller.clone(),
            }),
            ..json(200, &answer).into()
        }
    }

    /// The frame of how far a member has read.
    pub fn read_frame(&self, read: &Read) -> Option<ServerFrame> {
        let receipt = self.groups[read.group].receipt(&read.reader)?;
        Some(ServerFrame::ReadUpdated(receipt))
    }
}
