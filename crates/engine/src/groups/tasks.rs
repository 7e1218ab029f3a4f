//! What the person has asked for and the server has not done.

use cruddur_contract::GroupId;

use super::StartRecord;
use super::calls::GroupCall;
use super::view::{GroupTask, TaskState, TasksView};
use crate::http::Failure;
use crate::tracked::Tracked;
use crate::view::Trouble;

/// One task of each kind and group at a time.
#[derive(Debug, Default)]
pub struct Tasks {
    view: Tracked<TasksView>,
    /// The group that is being started, until the server has answered for good.
    start: Option<StartRecord>,
}

impl Tasks {
    /// Counts the changes.
    pub fn revision(&self) -> u64 {
        self.view.revision()
    }

    pub fn view(&self) -> &TasksView {
        &self.view
    }

    /// The person starts a group. The same wish again after a lost answer is the same group. Returns what is to be
    /// stored and called, and what was stored before and is not wanted any more; nothing while one is being started.
    pub fn start(
        &mut self,
        handles: Vec<String>,
        title: Option<String>,
        new_id: impl FnOnce() -> String,
    ) -> Option<(StartRecord, Option<String>)> {
        if self.is_busy(None, &GroupTask::Start) {
            return None;
        }
        let known = self.start.take();
        let (record, dropped) = match known {
            Some(known) if known.is_same(&handles, title.as_deref()) => (known, None),
            known => {
                let record = StartRecord {
                    client_group_id: new_id(),
                    handles,
                    title,
                };
                (record, known.map(|known| known.client_group_id))
            }
        };
        self.restore(record.clone());
        Some((record, dropped))
    }

    /// A group is being started: by the person, or by a page before this one.
    pub fn restore(&mut self, record: StartRecord) {
        self.start = Some(record);
        self.set(None, &GroupTask::Start, Some(TaskState::Busy));
    }

    /// A start that failed for a reason that passes; it is being tried again.
    pub fn start_again(&mut self) -> Option<StartRecord> {
        let passing = |state: &TaskState| {
            matches!(
                state,
                TaskState::Failed(Trouble::Network | Trouble::Server | Trouble::Throttled)
            )
        };
        self.view
            .state(None, &GroupTask::Start)
            .filter(|it| passing(it))?;
        let record = self.start.clone()?;
        self.set(None, &GroupTask::Start, Some(TaskState::Busy));
        Some(record)
    }

    /// Begins a task, unless it is being done.
    pub fn begin(&mut self, call: &GroupCall) -> bool {
        let Some((group, task)) = call.task() else {
            return true;
        };
        let is_new = !self.is_busy(group.as_ref(), &task);
        if is_new {
            self.set(group.as_ref(), &task, Some(TaskState::Busy));
        }
        is_new
    }

    /// The server has answered. Returns the id of a start that needs not be stored any more.
    pub fn answered(&mut self, call: &GroupCall, failure: Option<&Failure>) -> Option<String> {
        let (group, task) = call.task()?;
        if let GroupCall::Start(record) = call
            && self.start.as_ref() != Some(record)
        {
            // The person wants another one now.
            return None;
        }
        let state = failure.map(|failure| TaskState::Failed(trouble(failure)));
        self.set(group.as_ref(), &task, state);
        let may_be_done = failure.is_some_and(Failure::is_passing);
        self.start
            .take_if(|_| task == GroupTask::Start && !may_be_done)
            .map(|record| record.client_group_id)
    }

    /// The person has read what failed. Returns the id of a start that is given up.
    pub fn dismiss(&mut self) -> Option<String> {
        let is_busy = |state: &TaskState| *state == TaskState::Busy;
        if !self.view.0.iter().all(|(.., state)| is_busy(state)) {
            self.view.get_mut().0.retain(|(.., state)| is_busy(state));
        }
        let is_starting = self.is_busy(None, &GroupTask::Start);
        let given_up = self.start.take_if(|_| !is_starting);
        given_up.map(|record| record.client_group_id)
    }

    fn is_busy(&self, group: Option<&GroupId>, task: &GroupTask) -> bool {
        self.view.state(group, task) == Some(&TaskState::Busy)
    }

    fn set(&mut self, group: Option<&GroupId>, task: &GroupTask, state: Option<TaskState>) {
        let all = &mut self.view.get_mut().0;
        all.retain(|(of, known, _)| of.as_ref() != group || known != task);
        all.extend(state.map(|state| (group.cloned(), task.clone(), state)));
    }
}

/// With the codes of a 404: a person whom nobody knows is another matter than a group.
fn trouble(failure: &Failure) -> Trouble {
    match failure {
        Failure::NotFound(codes) if !codes.is_empty() => Trouble::Refused(codes.clone()),
        failure => failure.clone().trouble(),
    }
}
