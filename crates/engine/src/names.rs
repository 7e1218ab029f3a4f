//! Names of people, cleaned where they come in: a server that stores them as typed, or stored them before it
//! cleaned them, must not turn sentences around or show people without a name.

use cruddur_contract::message::SendAnswer;
use cruddur_contract::profile::shown_name;
use cruddur_contract::{GroupRow, MessageRow, Person};

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
        self.display_name = shown_name(&self.display_name, &self.handle);
        for member in self.members.iter_mut().flatten() {
            member.display_name = shown_name(&member.display_name, &member.handle);
        }
    }
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
