//! Who is online, merged from frames.

use cruddur_contract::PersonId;
use cruddur_contract::presence::Presence;
use rustc_hash::FxHashMap;

/// Somebody who has left is shown as online for so long, milliseconds: who reloads a page is back by then, on a slow
/// phone too.
pub const GRACE: u64 = 8_000;
/// Two reports of a person that contradict each other within so long may have overtaken one another, milliseconds.
pub const OVERTAKING: u64 = 15_000;

/// What was reported of each person.
#[derive(Debug, Default)]
pub struct People(FxHashMap<PersonId, Known>);

#[derive(Debug)]
struct Known {
    last: Presence,
    heard_at: u64,
    /// Has left, and is shown as online until then.
    online_until: Option<u64>,
}

impl People {
    /// Takes a report: the one heard last counts. Returns whether it contradicts one so shortly before that it may be
    /// the older one.
    pub fn hear(&mut self, report: Presence, now: u64) -> bool {
        let before = self.0.get(&report.user_uuid);
        let other = before.filter(|before| before.last.online != report.online);
        let doubtful = other.is_some_and(|other| now < other.heard_at + OVERTAKING);
        let online_until = match (report.online, before) {
            (true, _) | (false, None) => None,
            (false, Some(before)) if before.last.online => Some(now + GRACE),
            (false, Some(before)) => before.online_until,
        };
        let known = Known {
            heard_at: now,
            online_until,
            last: report,
        };
        self.0.insert(known.last.user_uuid.clone(), known);
        doubtful
    }

    /// Ends the grace of those who did not come back. Returns whether somebody's is over.
    pub fn expire(&mut self, now: u64) -> bool {
        let mut any = false;
        for known in self.0.values_mut() {
            any |= known.online_until.take_if(|until| *until <= now).is_some();
        }
        any
    }

    pub fn next_due(&self) -> Option<u64> {
        self.0.values().filter_map(|known| known.online_until).min()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn keep(&mut self, is_watched: impl Fn(&PersonId) -> bool) -> bool {
        let before = self.0.len();
        self.0.retain(|person, _| is_watched(person));
        self.0.len() != before
    }

    pub fn is_online(&self, person: &PersonId) -> Option<bool> {
        let known = self.0.get(person)?;
        Some(known.last.online || known.online_until.is_some())
    }

    pub fn reports(&self) -> impl Iterator<Item = &Presence> {
        self.0.values().map(|known| &known.last)
    }
}
