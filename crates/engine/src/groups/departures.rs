//! Conversations that the person is in no more, or may be.
//!
//! A frame says that the person left. It may come late, after the person was added again, so the conversation is shown
//! as closed at once, and the server is asked. Whatever else comes about a closed conversation (a message, a row of the
//! list) also only has the server asked.

use std::collections::BTreeMap;

use cruddur_contract::GroupId;

use crate::http::Failure;
use crate::tracked::Tracked;

/// All of them.
#[derive(Debug, Default)]
pub struct Departures {
    closed: Tracked<BTreeMap<GroupId, Closed>>,
    /// Which are being asked for, and whether to ask again, because something came since.
    asked: BTreeMap<GroupId, bool>,
}

/// A closed conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// What it was called.
    pub display_name: String,
    /// The person asked for it.
    pub left: bool,
    /// The server has said so too.
    is_sure: bool,
}

/// What the server's answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Asked too early: ask again.
    Again,
    /// The person is in it; `was_closed`: it was shown as closed.
    Open { was_closed: bool },
    /// The person is not in it; `is_new`: it was shown as closed, and is so for sure now.
    Closed { is_new: bool },
    /// Nothing: it is to be asked again later.
    Unknown,
}

impl Departures {
    /// Counts the changes.
    pub fn revision(&self) -> u64 {
        self.closed.revision()
    }

    /// How a conversation is closed, if it is.
    pub fn get(&self, group: &GroupId) -> Option<&Closed> {
        self.closed.get(group)
    }

    pub fn is_closed(&self, group: &GroupId) -> bool {
        self.closed.contains_key(group)
    }

    /// Whether the server has said that the person is not in it.
    pub fn is_sure(&self, group: &GroupId) -> bool {
        self.get(group).is_some_and(|closed| closed.is_sure)
    }

    /// Something says that the person is in it no more: it is closed until the server says otherwise.
    pub fn close(&mut self, group: &GroupId, display_name: &str, left: bool) {
        let known = self.closed.get(group);
        if known.is_some_and(|known| known.left || !left) {
            return;
        }
        let closed = known.cloned().unwrap_or_else(|| Closed {
            display_name: display_name.to_owned(),
            ..Closed::default()
        });
        let closed = Closed { left, ..closed };
        self.closed.get_mut().insert(group.clone(), closed);
    }

    /// Whether to ask the server now; while an answer is awaited, it is asked again after it.
    pub fn ask(&mut self, group: &GroupId) -> bool {
        let is_asked = self.asked.contains_key(group);
        self.asked.insert(group.clone(), is_asked);
        !is_asked
    }

    /// Those of which it is not known for sure.
    pub fn unsure(&self) -> Vec<GroupId> {
        let unsure = self.closed.iter().filter(|(_, closed)| !closed.is_sure);
        unsure.map(|(group, _)| group.clone()).collect()
    }

    /// The server has answered; `failure`: with no row.
    pub fn answered(&mut self, group: &GroupId, failure: Option<&Failure>) -> Verdict {
        if self.asked.remove(group) == Some(true) {
            return Verdict::Again;
        }
        match failure {
            None => Verdict::Open {
                was_closed: self.reopen(group),
            },
            Some(Failure::NotFound(_)) => {
                let is_new = self.get(group).is_some_and(|closed| !closed.is_sure);
                if is_new && let Some(closed) = self.closed.get_mut().get_mut(group) {
                    closed.is_sure = true;
                }
                Verdict::Closed { is_new }
            }
            Some(_) => Verdict::Unknown,
        }
    }

    fn reopen(&mut self, group: &GroupId) -> bool {
        let was_closed = self.is_closed(group);
        if was_closed {
            self.closed.get_mut().remove(group);
        }
        was_closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone() -> Failure {
        Failure::NotFound(Vec::new())
    }

    #[test]
    fn a_frame_closes_and_the_server_decides() {
        let (mut all, group) = (Departures::default(), GroupId::from("g"));
        all.close(&group, "Room", false);
        assert!(all.is_closed(&group) && !all.is_sure(&group) && all.ask(&group));
        assert_eq!(
            all.answered(&group, Some(&gone())),
            Verdict::Closed { is_new: true }
        );
        assert!(all.is_sure(&group));
        assert_eq!(
            all.answered(&group, Some(&gone())),
            Verdict::Closed { is_new: false }
        );
        assert_eq!(
            all.answered(&group, None),
            Verdict::Open { was_closed: true }
        );
        assert!(!all.is_closed(&group));
        assert_eq!(
            all.answered(&group, None),
            Verdict::Open { was_closed: false }
        );
    }

    #[test]
    fn an_answer_that_was_under_way_when_something_came_does_not_count() {
        let (mut all, group) = (Departures::default(), GroupId::from("g"));
        assert!(all.ask(&group));
        assert!(!all.ask(&group), "one call at a time");
        assert_eq!(all.answered(&group, None), Verdict::Again);
        assert!(all.ask(&group));
        assert_eq!(
            all.answered(&group, Some(&Failure::NoAnswer)),
            Verdict::Unknown
        );
        assert!(!all.is_closed(&group));
    }

    #[test]
    fn who_left_is_not_said_to_be_removed_by_the_frame_that_follows() {
        let (mut all, group) = (Departures::default(), GroupId::from("g"));
        all.close(&group, "Room", true);
        all.close(&group, "", false);
        let closed = all.get(&group).expect("closed");
        assert_eq!((closed.left, closed.display_name.as_str()), (true, "Room"));
        let other = GroupId::from("h");
        all.close(&other, "Other", false);
        all.close(&other, "", true);
        assert_eq!(
            all.get(&other)
                .map(|it| (it.left, it.display_name.as_str())),
            Some((true, "Other"))
        );
    }
}
