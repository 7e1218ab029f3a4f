//! What the people who wrote here are called.
//!
//! A full server names everybody in all it sends as they are called now. So the name heard last is that of a person's
//! earlier messages too, which nobody reads again. Frames of messages come late and in any order, with names of then:
//! they are shown with the known name.

use std::borrow::Cow;

use cruddur_contract::{GroupRow, MessageRow, PersonId};
use rustc_hash::FxHashMap;

use super::Timeline;
use crate::view::SystemView;

/// Names by person.
pub(super) type Names = FxHashMap<PersonId, String>;

impl Timeline {
    /// Takes the names of a conversation's members. Returns whether rows were renamed.
    pub fn hear_members(&mut self, group: &GroupRow) -> bool {
        let mut renamed = false;
        if let Some(person) = &group.user_uuid {
            renamed |= self.hear_name(person, &group.display_name);
        }
        for member in group.members.iter().flatten() {
            renamed |= self.hear_name(&member.user_uuid, &member.display_name);
        }
        renamed
    }

    /// Takes the names of those who wrote a page.
    pub(super) fn hear_authors(&mut self, rows: &[MessageRow]) {
        for row in rows {
            if let Some(person) = &row.user_uuid {
                self.hear_name(person, &row.display_name);
            }
        }
    }

    /// A row of a frame, with its author's name as it is known.
    pub(super) fn with_known_name<'a>(&self, row: &'a MessageRow) -> Cow<'a, MessageRow> {
        let person = row.user_uuid.as_ref();
        match person.and_then(|person| self.names.get(person)) {
            Some(name) if *name != row.display_name => Cow::Owned(MessageRow {
                display_name: name.clone(),
                ..row.clone()
            }),
            _ => Cow::Borrowed(row),
        }
    }

    /// What a row tells of the group.
    pub fn system_view(&self, row: &MessageRow) -> Option<SystemView> {
        let event = row.system.as_ref()?;
        let others = event.user_uuids.iter();
        let others: Vec<&PersonId> = others
            .filter(|person| row.user_uuid.as_ref() != Some(person))
            .collect();
        let names = others.iter().filter_map(|person| self.names.get(*person));
        let names: Vec<String> = names.cloned().collect();
        Some(SystemView {
            kind: event.kind,
            unnamed: others.len() - names.len(),
            names,
            title: event.title.clone(),
        })
    }

    fn hear_name(&mut self, person: &PersonId, name: &str) -> bool {
        if self.names.get(person).is_some_and(|known| known == name) {
            return false;
        }
        self.names.insert(person.clone(), name.to_owned());
        self.rows.change_all(|entry| {
            let row = &mut entry.row;
            let other = row.user_uuid.as_ref() == Some(person) && row.display_name != name;
            if other {
                row.display_name = name.to_owned();
            }
            let event = row.system.as_ref();
            other || event.is_some_and(|event| event.user_uuids.contains(person))
        })
    }
}
