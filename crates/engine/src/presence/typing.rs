//! Who is typing: oneself, as far as others are told, and others.

use cruddur_contract::{GroupId, PersonId};

/// Others are told once in so many milliseconds.
const EVERY: u64 = 3_000;
/// Somebody of whom nothing more is heard is shown for so long, milliseconds.
const EXPIRES: u64 = 6_000;

#[derive(Debug, Default)]
pub struct Typing {
    told_at: Option<u64>,
    typists: Vec<Typist>,
}

#[derive(Debug)]
struct Typist {
    group: GroupId,
    person: PersonId,
    until: u64,
}

impl Typing {
    /// The person types. Returns whether others are told of it.
    pub fn typed(&mut self, now: u64) -> bool {
        let told = self.told_at.is_none_or(|at| now >= at + EVERY);
        if told {
            self.told_at = Some(now);
        }
        told
    }

    /// Somebody types.
    pub fn hear(&mut self, group: GroupId, person: PersonId, now: u64) {
        let until = now + EXPIRES;
        match self.typists.iter_mut().find(|it| it.is(&group, &person)) {
            Some(known) => known.until = until,
            None => self.typists.push(Typist {
                group,
                person,
                until,
            }),
        }
    }

    /// Their message is here. Returns whether they were typing.
    pub fn wrote(&mut self, group: &GroupId, person: &PersonId) -> bool {
        self.drop_where(|it| it.is(group, person))
    }

    /// They have no connection any more.
    pub fn left(&mut self, person: &PersonId) {
        self.drop_where(|it| it.person == *person);
    }

    /// Returns whether somebody has stopped.
    pub fn expire(&mut self, now: u64) -> bool {
        self.drop_where(|it| it.until <= now)
    }

    pub fn next_due(&self) -> Option<u64> {
        self.typists.iter().map(|it| it.until).min()
    }

    pub fn is_empty(&self) -> bool {
        self.typists.is_empty()
    }

    pub fn clear(&mut self) {
        self.typists.clear();
    }

    pub fn typists(&self) -> impl Iterator<Item = (&GroupId, &PersonId)> {
        self.typists.iter().map(|it| (&it.group, &it.person))
    }

    fn drop_where(&mut self, gone: impl Fn(&Typist) -> bool) -> bool {
        let before = self.typists.len();
        self.typists.retain(|it| !gone(it));
        self.typists.len() != before
    }
}

impl Typist {
    fn is(&self, group: &GroupId, person: &PersonId) -> bool {
        self.group == *group && self.person == *person
    }
}
