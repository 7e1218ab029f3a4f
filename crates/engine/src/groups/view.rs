//! What the screen shows of groups.

use cruddur_contract::{GroupId, PersonId};

use crate::view::Trouble;

/// What the person can do about a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupTask {
    /// Start one.
    Start,
    /// Give it a title.
    Title,
    /// Add people.
    Add,
    /// Leave it.
    Leave,
    /// Remove whoever has this handle.
    Remove(String),
}

/// Where such a task stands. One that is done is not shown any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskState {
    Busy,
    /// It was not done; doing it again may help.
    Failed(Trouble),
}

/// All tasks that are not done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TasksView(pub Vec<(Option<GroupId>, GroupTask, TaskState)>);

impl TasksView {
    /// Where a task stands; `None`: nobody asked for it, or it is done. `group`: none for one that is to be started.
    pub fn state(&self, group: Option<&GroupId>, task: &GroupTask) -> Option<&TaskState> {
        let mut all = self.0.iter();
        let known = all.find(|(of, known, _)| of.as_ref() == group && known == task);
        known.map(|(.., state)| state)
    }
}

/// A group's title and its members, in the order in which they joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupDetails {
    pub title: Option<String>,
    pub members: Vec<MemberView>,
    /// The signed-in person started it, and may remove others.
    pub is_creator: bool,
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberView {
    pub user_uuid: PersonId,
    pub display_name: String,
    pub handle: String,
    /// Who started the group.
    pub is_creator: bool,
    /// The signed-in person.
    pub is_me: bool,
}

/// A conversation that the person is in no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedView {
    /// The person left; else somebody removed them.
    pub left: bool,
    /// What they had written there and nobody got: messages, then what was in the composer.
    pub unsent: Vec<String>,
}
