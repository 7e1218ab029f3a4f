//! How far the other members have read: by their receipts, and by what they wrote.

use cruddur_contract::receipt::ReadReceipt;
use cruddur_contract::{GroupId, GroupRow, MessageId, MessageRow, PersonId, Timestamp};

use super::Reads;
use crate::timeline::Timeline;
use crate::view::SeenView;

/// So many rows before the last one that anybody has read are looked through for an own one.
const LOOKED_AT: usize = 200;

/// By person.
#[derive(Debug, Default)]
pub(super) struct Receipts(Vec<(PersonId, Reached)>);

#[derive(Debug, Default)]
struct Reached {
    /// The last receipt, and when it was made.
    receipt: Option<(Timestamp, MessageId)>,
    /// The time of their last message: who writes has read what is before.
    wrote_at: Option<Timestamp>,
}

impl Reads {
    /// Takes a receipt, of a frame or of a member's entry; of two of a person the later one counts.
    pub fn receipt(&mut self, receipt: ReadReceipt) {
        let group = receipt.message_group_uuid;
        let state = self.groups.entry(group.clone()).or_default();
        let reached = state.receipts.of(&receipt.user_uuid);
        let new = Some((receipt.read_at, receipt.last_read_message_uuid));
        if reached.receipt < new {
            reached.receipt = new;
            self.touch(&group);
        }
    }

    /// Takes the receipts of a row that has them.
    pub fn members(&mut self, row: &GroupRow) {
        for member in row.members.iter().flatten() {
            if let (Some(message), Some(read_at)) = (&member.last_read_message_uuid, member.read_at)
            {
                self.receipt(ReadReceipt {
                    message_group_uuid: row.uuid.clone(),
                    user_uuid: member.user_uuid.clone(),
                    last_read_message_uuid: message.clone(),
                    read_at,
                });
            }
        }
    }

    /// Somebody has written this.
    pub fn wrote(&mut self, group: &GroupId, row: &MessageRow) {
        let Some(person) = &row.user_uuid else { return };
        let state = self.groups.entry(group.clone()).or_default();
        let reached = state.receipts.of(person);
        if reached.wrote_at < Some(row.created_at) {
            reached.wrote_at = Some(row.created_at);
            self.touch(group);
        }
    }

    /// Who of these members has read up to the last own message that any of them has read.
    pub fn seen(&self, timeline: &Timeline, others: &[&PersonId]) -> Option<SeenView> {
        let receipts = &self.groups.get(&timeline.group)?.receipts.0;
        let of = |(person, reached): &(PersonId, Reached)| {
            let is_member = others.contains(&person);
            reached.until(timeline).filter(|_| is_member)
        };
        let reached: Vec<Timestamp> = receipts.iter().filter_map(of).collect();
        let farthest = *reached.iter().max()?;
        let own = timeline.last_own_until(farthest, LOOKED_AT)?;
        let by = reached.iter().filter(|at| **at >= own.row.created_at);
        Some(SeenView {
            row: own.key.clone(),
            by: by.count(),
        })
    }
}

impl Receipts {
    /// That of a person, of whom nothing may be known yet. There are few: members of one conversation.
    fn of(&mut self, person: &PersonId) -> &mut Reached {
        let known = self.0.iter().position(|(known, _)| known == person);
        let at = known.unwrap_or_else(|| {
            self.0.push((person.clone(), Reached::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

impl Reached {
    /// A receipt of a message that is not here tells nothing yet.
    fn until(&self, timeline: &Timeline) -> Option<Timestamp> {
        let entry = self.receipt.as_ref().and_then(|(_, id)| timeline.get(id));
        self.wrote_at.max(entry.map(|entry| entry.row.created_at))
    }
}
