//! What the person wants: edits, deletions, undoing, and the choice between two texts.

use cruddur_contract::{GroupId, MessageId, Timestamp};

use super::{Edit, Edits, Phase, Wish};
use crate::backoff::Backoff;
use crate::outbox::Stored;

/// What became of an edit that was dropped, or a deletion that was undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// There was nothing to undo, or it is too late.
    Nothing,
    /// The message is left as the server has it.
    Dropped,
    /// The edit that the deletion had replaced goes on.
    Edit,
}

impl Edits {
    /// The person wants this text, made from `version` of the message.
    pub fn edit(
        &mut self,
        (group, message): (&GroupId, &MessageId),
        text: String,
        version: u64,
        at: Timestamp,
    ) {
        self.wish((group, message), Wish::Text(text), version, at);
    }

    /// The person wants the message deleted; it waits until that cannot be undone any more.
    pub fn delete(&mut self, of: (&GroupId, &MessageId), version: u64, at: Timestamp) {
        let undo = match self.get(of.1) {
            Some(edit) => match (&edit.wish, &edit.phase) {
                (Wish::Deletion, Phase::Held | Phase::Ready | Phase::BackingOff) => return,
                (Wish::Text(text), phase) if !matches!(phase, Phase::Failed(_)) => {
                    Some(text.clone())
                }
                _ => None,
            },
            None => None,
        };
        if let Some(edit) = self.wish(of, Wish::Deletion, version, at) {
            edit.phase = Phase::Held;
            edit.undo = undo;
        }
    }

    /// A later wish takes the place of an earlier one. While that is in flight it waits for the answer.
    fn wish(
        &mut self,
        (group, message): (&GroupId, &MessageId),
        wish: Wish,
        version: u64,
        at: Timestamp,
    ) -> Option<&mut Edit> {
        if self.get(message).is_none() {
            let edit = Edit::new(group.clone(), message.clone(), wish, version, at);
            self.items.get_mut().push(edit);
            return self.find_mut(message);
        }
        let edit = self.find_mut(message)?;
        if !edit.is_under_way() {
            // The person has seen what the server has.
            edit.base = version;
            edit.tried.clear();
        }
        edit.wish = wish;
        edit.at = at;
        edit.phase = Phase::Ready;
        edit.undo = None;
        edit.changed_here();
        Some(edit)
    }

    /// The person takes a deletion back.
    pub fn undo(&mut self, message: &MessageId) -> Undone {
        if !self.is_in(message, &Phase::Held) {
            return Undone::Nothing;
        }
        let Some(edit) = self.find_mut(message) else {
            return Undone::Nothing;
        };
        let in_flight = edit.in_flight.as_ref().map(|it| it.wish.clone());
        let before = edit.undo.take().map(Wish::Text).or(in_flight);
        if let Some(wish) = before {
            edit.wish = wish;
            edit.phase = Phase::Ready;
            edit.changed_here();
            return Undone::Edit;
        }
        self.remove(message);
        Undone::Dropped
    }

    /// Of two texts the person wants the own one: it is asked for as made from this version. Returns whether there was
    /// such a choice.
    pub fn keep(&mut self, message: &MessageId, version: Option<u64>) -> bool {
        if !self.is_in(message, &Phase::Conflict) {
            return false;
        }
        if let Some(edit) = self.find_mut(message) {
            edit.base = version.map_or(edit.base, |version| version.max(edit.base));
            edit.tried.clear();
            edit.phase = Phase::Ready;
            edit.changed_here();
        }
        true
    }

    /// The person leaves the message as the server has it. Not possible while that is being changed.
    pub fn drop_edit(&mut self, message: &MessageId) -> Undone {
        let can = |edit: &Edit| edit.in_flight.is_none();
        if !self.get(message).is_some_and(can) {
            return Undone::Nothing;
        }
        self.remove(message);
        Undone::Dropped
    }
}

impl Edit {
    pub(super) fn new(
        group: GroupId,
        message: MessageId,
        wish: Wish,
        base: u64,
        at: Timestamp,
    ) -> Self {
        Self {
            group,
            message,
            wish,
            at,
            base,
            phase: Phase::Ready,
            in_flight: None,
            tried: Vec::new(),
            undo: None,
            stored: Stored::No,
            handed_over: false,
            shared: false,
            backoff: Backoff::default(),
        }
    }

    fn changed_here(&mut self) {
        self.stored = Stored::No;
        self.handed_over = false;
        self.shared = false;
        self.backoff.reset();
    }
}
