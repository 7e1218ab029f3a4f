//! Looking up the person of a new conversation.

use std::collections::HashMap;

use cruddur_contract::{GroupId, Person};

use crate::tracked::Tracked;
use crate::view::{Load, Trouble};

/// How a look-up stands.
#[derive(Debug)]
pub(super) enum LookUp {
    /// Asked for.
    Pending,
    /// The person.
    Found(Person),
    /// The first message made the conversation, or found it.
    Became(GroupId),
    /// Nobody has that handle, or it could not be found out.
    Failed(Trouble),
}

/// Look-ups by handle.
#[derive(Debug, Default)]
pub(super) struct LookUps(Tracked<HashMap<String, LookUp>>);

impl LookUps {
    /// Counts the changes.
    pub(super) fn revision(&self) -> u64 {
        self.0.revision()
    }

    pub(super) fn get(&self, handle: &str) -> Option<&LookUp> {
        self.0.get(handle)
    }

    pub(super) fn set(&mut self, handle: String, look_up: LookUp) {
        self.0.get_mut().insert(handle, look_up);
    }

    pub(super) fn forget(&mut self, handle: &str) {
        self.0.get_mut().remove(handle);
    }

    /// The person's name, handle and how loading stands.
    pub(super) fn view(&self, handle: &str) -> (String, String, Load) {
        let load = match self.get(handle) {
            Some(LookUp::Found(person)) => {
                let (name, handle) = (person.display_name.clone(), person.handle.clone());
                return (name, handle, Load::Ready);
            }
            Some(LookUp::Failed(trouble)) => Load::Failed(trouble.clone()),
            Some(LookUp::Pending | LookUp::Became(_)) | None => Load::Waiting,
        };
        (String::new(), handle.to_owned(), load)
    }
}
