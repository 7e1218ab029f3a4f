//! Names of people, cleaned where they come in: a server that stores them as typed, or stored them before it
//! cleaned them, must not turn sentences around or show people without a name.

use cruddur_contract::message::SendAnswer;
use cruddur_contract::profile::{clean_name, shown_name};
use cruddur_contract::{GroupRow, Member, MessageRow, Person};

/// Something of a server that names people.
pub trait NamesPeople {
    /// Replaces each name by the one to show.
    fn clean_names(&mut self);

    /// The same with the names to show.
    fn with_clean_names(mut self) -> Self
    where
        Self: Sized,
    {
        self.clean_names();
        self
    }
}

impl NamesPeople for Person {
    fn clean_names(&mut self) {
        self.display_name = shown_name(&self.display_name, &self.handle);
    }
}

impl NamesPeople for MessageRow {
    fn clean_names(&mut self) {
        self.display_name = shown_name(&self.display_name, &self.handle);
    }
}

impl NamesPeople for GroupRow {
    fn clean_names(&mut self) {
        let members = self.members.as_deref_mut().unwrap_or_default();
        if members.len() > 2 {
            // The server has joined the others' names: each that needs its handle gets its own.
            self.display_name = clean_name(&self.display_name);
            for member in members.iter() {
                let (name, shown) = (clean_name(&member.display_name), shown_name_of(member));
                if !name.is_empty() && shown != name {
                    self.display_name = self.display_name.replacen(&name, &shown, 1);
                }
            }
        } else {
            self.display_name = shown_name(&self.display_name, &self.handle);
        }
        for member in members {
            member.display_name = shown_name_of(member);
        }
    }
}

fn shown_name_of(member: &Member) -> String {
    shown_name(&member.display_name, &member.handle)
}

impl NamesPeople for SendAnswer {
    fn clean_names(&mut self) {
        let handle = self.handle.as_deref().unwrap_or_default();
        let name = self.display_name.as_mut();
        if let Some(name) = name {
            *name = shown_name(name, handle);
        }
    }
}
