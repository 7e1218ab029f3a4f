//! What an answer to an edit or a deletion means, and the rows that show that it was done.

use cruddur_contract::{MessageId, MessageRow};

use super::{Edit, Edits, Phase, Wish};
use crate::ctx::Ctx;
use crate::effect::{RequestId, TimerKey};
use crate::http::Failure;
use crate::timeline::Timeline;

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditOutcome {
    /// A row showed that it was done before this answer came.
    Unknown,
    /// The server has what the person wants.
    Done(MessageId),
    /// The person wants something else by now, or the server had an earlier attempt: it is asked for next.
    Again(MessageId),
    /// It is asked for again by itself.
    BackingOff,
    /// The person decides, or is told.
    Stopped(MessageId),
}

impl Edits {
    /// The message that this request is for.
    pub fn requested_by(&self, id: RequestId) -> Option<&Edit> {
        let asked = |edit: &&Edit| matches!(&edit.in_flight, Some(it) if it.id == Some(id));
        self.items.iter().find(asked)
    }

    /// The answer to a request came: the row as it is now, or why not.
    pub fn answered(
        &mut self,
        ctx: &mut Ctx,
        id: RequestId,
        answer: &Result<MessageRow, Failure>,
    ) -> EditOutcome {
        let Some(message) = self.requested_by(id).map(|edit| edit.message.clone()) else {
            return EditOutcome::Unknown;
        };
        let Some(edit) = self.find_mut(&message) else {
            return EditOutcome::Unknown;
        };
        let asked = edit.in_flight.take().map(|it| it.wish);
        let is_last_wish = asked.as_ref() == Some(&edit.wish);
        let done = match answer {
            Ok(row) => {
                edit.base = row.version.unwrap_or(edit.base);
                edit.tried.clear();
                edit.backoff.reset();
                is_last_wish
            }
            Err(Failure::Conflict(row)) => edit.conflict(row),
            Err(failure) if failure.is_passing() => {
                if edit.phase == Phase::Ready {
                    edit.phase = Phase::BackingOff;
                }
                let wait = edit.backoff.fail(&mut ctx.rng, failure.asked_wait());
                ctx.set_timer(TimerKey::ResendEdit(message), wait);
                return EditOutcome::BackingOff;
            }
            Err(failure) => {
                if is_last_wish {
                    edit.phase = Phase::Failed(failure.clone().trouble());
                    return EditOutcome::Stopped(message);
                }
                false
            }
        };
        if done {
            self.remove(&message);
            EditOutcome::Done(message)
        } else if self.is_in(&message, &Phase::Conflict) {
            EditOutcome::Stopped(message)
        } else {
            EditOutcome::Again(message)
        }
    }

    /// The conversation shows rows: returns the messages that became what the person wants, and forgets these.
    pub fn arrived_in(&mut self, timeline: &Timeline) -> Vec<MessageId> {
        let arrived = self.items.iter().filter(|edit| {
            let entry = timeline.get(&edit.message);
            entry.is_some_and(|entry| edit.is_shown_by(&entry.row))
        });
        let arrived: Vec<MessageId> = arrived.map(|edit| edit.message.clone()).collect();
        for message in &arrived {
            self.remove(message);
        }
        arrived
    }
}

impl Edit {
    /// The message was changed since. Returns whether it is what the person wants all the same.
    fn conflict(&mut self, row: &MessageRow) -> bool {
        self.base = row.version.unwrap_or(self.base);
        let tried = std::mem::take(&mut self.tried);
        let Wish::Text(text) = &self.wish else {
            return false;
        };
        let is_deleted = row.deleted_at.is_some();
        if !is_deleted && row.message == *text {
            return true;
        }
        // An earlier attempt of this person's whose answer was lost is nobody else's text.
        let own = !is_deleted && tried.contains(&row.message);
        self.phase = if own { Phase::Ready } else { Phase::Conflict };
        false
    }

    /// Whether a row is what the person wants of this message.
    fn is_shown_by(&self, row: &MessageRow) -> bool {
        let is_last_wish = self
            .in_flight
            .as_ref()
            .is_none_or(|it| it.wish == self.wish);
        let shows = match &self.wish {
            Wish::Deletion => row.deleted_at.is_some(),
            Wish::Text(text) => {
                row.deleted_at.is_none() && row.version > Some(self.base) && row.message == *text
            }
        };
        is_last_wish && shows && !matches!(self.phase, Phase::Failed(_))
    }
}
