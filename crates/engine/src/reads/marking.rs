//! What the person has read or marked as unread here, until the server's row shows it: the last wish of each
//! conversation, and one request of it in flight.

use cruddur_contract::group::UnreadAnswer;
use cruddur_contract::{GroupId, MessageId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Reads, Row};
use crate::api::Call;
use crate::backoff::Backoff;
use crate::ctx::Ctx;
use crate::effect::TimerKey;
use crate::http::Failure;

/// Where the person wants the read marker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Everything up to this message is read.
    Read { message: MessageId, at: Timestamp },
    /// The last message of another person is unread.
    Unread {
        /// The newest message then; what comes later counts as well.
        until: Timestamp,
    },
}

/// A wish that the server's row does not show.
#[derive(Debug)]
pub(super) struct Marking {
    pub mark: Mark,
    in_flight: Option<Mark>,
    backing_off: bool,
    /// The server has done it; a row of this version shows it.
    done: Option<u64>,
    backoff: Backoff,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkOutcome {
    /// The server has done it, by this version of the row; `None`: it has refused.
    Done(Option<u64>),
    /// It is to be asked for again, now or by itself.
    Pending,
}

impl Marking {
    fn new(mark: Mark) -> Self {
        Self {
            mark,
            in_flight: None,
            backing_off: false,
            done: None,
            backoff: Backoff::default(),
        }
    }

    /// Whether this row of the server shows what is wanted.
    pub(super) fn is_shown_by(&self, row: &Row) -> bool {
        let done = self.done.is_some_and(|done| row.version >= done);
        let read_already = match &self.mark {
            Mark::Read { at, message } => {
                row.at >= *at && row.unread == 0 || row.last_read.as_ref() == Some(message)
            }
            Mark::Unread { .. } => false,
        };
        done || read_already && self.in_flight.is_none() && !row.is_cached
    }
}

impl Reads {
    /// The person wants the marker there, in this tab or another.
    pub fn mark(&mut self, group: &GroupId, mark: Mark) {
        let state = self.groups.entry(group.clone()).or_default();
        match &mut state.marking {
            Some(marking) => {
                let forward = match (&marking.mark, &mark) {
                    (Mark::Read { at: known, .. }, Mark::Read { at, .. }) => known < at,
                    _ => marking.mark != mark,
                };
                if forward {
                    marking.mark = mark;
                    marking.done = None;
                }
            }
            none => *none = Some(Marking::new(mark)),
        }
        let marking = state.marking.as_ref();
        let row = state.row.as_ref();
        if let (Some(marking), Some(row)) = (marking, row)
            && marking.is_shown_by(row)
        {
            state.marking = None;
        }
        self.touch(group);
    }

    /// Marks that an earlier page had stored. The tab that leads takes them up; in the others they are the leader's.
    pub fn found_stored(&mut self, marks: Vec<(GroupId, Mark)>) {
        self.stored = marks;
    }

    /// This tab leads: what an earlier page wanted is wanted, unless there is a later wish.
    pub fn take_up_stored(&mut self) {
        for (group, mark) in std::mem::take(&mut self.stored) {
            let state = self.groups.get(&group);
            if state.is_none_or(|state| state.marking.is_none()) {
                self.mark(&group, mark);
            }
        }
    }

    /// The mark that the server is still to be told of.
    pub fn untold(&self, group: &GroupId) -> Option<&Mark> {
        let marking = self.groups.get(group)?.marking.as_ref()?;
        marking.done.is_none().then_some(&marking.mark)
    }

    /// Asks for what is wanted and not in flight. The last wish of several is asked for, once the one before is answered.
    pub fn start(&mut self, ctx: &mut Ctx) {
        for (group, state) in &mut self.groups {
            let Some(marking) = &mut state.marking else {
                continue;
            };
            if marking.in_flight.is_some() || marking.backing_off || marking.done.is_some() {
                continue;
            }
            marking.in_flight = Some(marking.mark.clone());
            let group = group.clone();
            ctx.call(match &marking.mark {
                Mark::Read { message, .. } => Call::Read {
                    group,
                    message: message.clone(),
                },
                Mark::Unread { .. } => Call::Unread { group },
            });
        }
    }

    /// Those that back off are tried now.
    pub fn wake(&mut self) {
        let markings = self.groups.values_mut();
        for marking in markings.filter_map(|it| it.marking.as_mut()) {
            marking.backing_off = false;
        }
    }

    /// This tab does not ask any more: another one leads.
    pub fn step_down(&mut self) {
        let markings = self.groups.values_mut();
        for marking in markings.filter_map(|it| it.marking.as_mut()) {
            marking.in_flight = None;
            marking.backing_off = false;
        }
    }

    /// The answer to a request came.
    pub fn answered(
        &mut self,
        ctx: &mut Ctx,
        group: &GroupId,
        answer: Result<UnreadAnswer, Failure>,
    ) -> MarkOutcome {
        let marking = self
            .groups
            .get_mut(group)
            .and_then(|it| it.marking.as_mut());
        let Some((marking, asked)) =
            marking.and_then(|it| it.in_flight.take().map(|asked| (it, asked)))
        else {
            return MarkOutcome::Pending;
        };
        let version = match answer {
            Err(failure) if failure.is_passing() => {
                marking.backing_off = true;
                let wait = marking.backoff.fail(&mut ctx.rng, failure.asked_wait());
                ctx.set_timer(TimerKey::ResendReads, wait);
                return MarkOutcome::Pending;
            }
            Err(_) => None,
            Ok(answer) => Some(answer.read_version),
        };
        marking.backoff.reset();
        if marking.mark != asked {
            return MarkOutcome::Pending;
        }
        self.done(group, version);
        MarkOutcome::Done(version)
    }

    /// The server has done the last wish, or has refused it.
    pub fn done(&mut self, group: &GroupId, version: Option<u64>) {
        self.stored.retain(|(stored, _)| stored != group);
        let Some(state) = self.groups.get_mut(group) else {
            return;
        };
        let Some(marking) = &mut state.marking else {
            return;
        };
        marking.done = version;
        let shown = state
            .row
            .as_ref()
            .is_some_and(|row| marking.is_shown_by(row));
        if shown || version.is_none() {
            state.marking = None;
        }
        self.touch(group);
    }
}
