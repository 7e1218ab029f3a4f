//! Who is online and who is typing, as far as the conversations on screen go and while frames arrive.
//!
//! The server tells those who watch a conversation of its members' coming and going. These frames have no versions
//! and come in any order, so what they say counts until the server is asked again: after each connection, and where
//! two of them contradict each other ([`People::hear`]).

mod people;
#[cfg(test)]
mod tests;
mod typing;
mod watching;

use cruddur_contract::presence::Presence as Report;
use cruddur_contract::{GroupId, PersonId};

use self::people::People;
use self::typing::Typing;
pub use self::watching::Watched;
use self::watching::Watching;
use crate::ctx::Ctx;
use crate::effect::TimerKey;

/// Who is online, who is typing, and what the server was asked about.
#[derive(Debug, Default)]
pub struct Presence {
    people: People,
    typing: Typing,
    pub watching: Watching,
    revision: u64,
}

impl Presence {
    /// Counts the changes of what the screen shows.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// A frame reports these people.
    pub fn hear(&mut self, ctx: &mut Ctx, reports: Vec<Report>) {
        let mut doubtful = false;
        for report in reports {
            if !report.online {
                self.typing.left(&report.user_uuid);
            }
            doubtful |= self.people.hear(report, ctx.now.mono);
        }
        if doubtful {
            self.watching.ask_again(ctx);
        }
        self.changed(ctx);
    }

    /// A frame says that this person is typing.
    pub fn hear_typing(&mut self, ctx: &mut Ctx, group: GroupId, person: PersonId) {
        self.typing.hear(group, person, ctx.now.mono);
        self.changed(ctx);
    }

    /// This person's message is here.
    pub fn wrote(&mut self, group: &GroupId, person: &PersonId) {
        if self.typing.wrote(group, person) {
            self.revision += 1;
        }
    }

    /// The person types. Returns whether that is to be told.
    pub fn typed(&mut self, ctx: &Ctx) -> bool {
        self.typing.typed(ctx.now.mono)
    }

    /// Some time of this part is over.
    pub fn due(&mut self, ctx: &mut Ctx) {
        let left = self.people.expire(ctx.now.mono);
        if self.typing.expire(ctx.now.mono) || left {
            self.revision += 1;
        }
        self.wait(ctx);
    }

    /// The person is gone.
    pub fn forget(&mut self) {
        let mut watching = std::mem::take(&mut self.watching);
        watching.forget();
        *self = Self {
            watching,
            ..Self::default()
        };
    }

    /// Frames have ceased to arrive: who is online is not known any more.
    pub fn disconnect(&mut self) {
        self.watching.disconnect();
        if !self.people.is_empty() || !self.typing.is_empty() {
            self.people = People::default();
            self.typing.clear();
            self.revision += 1;
        }
    }

    /// Forgets those of whom the server tells nothing any more.
    pub fn keep(&mut self, is_watched: impl Fn(&PersonId) -> bool) {
        if self.people.keep(is_watched) {
            self.revision += 1;
        }
    }

    /// Whether a person is shown as online; `None`: unknown.
    pub fn is_online(&self, person: &PersonId) -> Option<bool> {
        self.people.is_online(person)
    }

    /// All that is known, as frames have said it.
    pub fn reports(&self) -> impl Iterator<Item = &Report> {
        self.people.reports()
    }

    /// Who is typing, with their conversations; those who began first come first.
    pub fn typists(&self) -> impl Iterator<Item = (&GroupId, &PersonId)> {
        self.typing.typists()
    }

    fn changed(&mut self, ctx: &mut Ctx) {
        self.revision += 1;
        self.wait(ctx);
    }

    fn wait(&self, ctx: &mut Ctx) {
        let next = [self.people.next_due(), self.typing.next_due()];
        if let Some(at) = next.into_iter().flatten().min() {
            let after = at.saturating_sub(ctx.now.mono);
            ctx.set_timer(TimerKey::Presence, after);
        }
    }
}
