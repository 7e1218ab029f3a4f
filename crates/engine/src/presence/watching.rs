//! What the server is asked about: the conversations on the screens of this browser.

use std::collections::BTreeMap;

use cruddur_contract::frame::{ClientFrame, MAX_WATCHED};
use cruddur_contract::{GroupId, PersonId};

use crate::ctx::Ctx;
use crate::effect::TimerKey;

/// The screen has not changed for so long before the server is asked, milliseconds.
const PAUSE: u64 = 500;
/// The same where nobody looks any more: who looks elsewhere for a moment is back by then.
const PAUSE_HIDDEN: u64 = 10_000;
/// Between two requests for what was reported in doubtful order, milliseconds.
const AGAIN: u64 = 30_000;
/// What is under way has arrived by then, milliseconds.
const CALM: u64 = 5_000;

/// Conversations with their members: who joins one that is watched is watched from the next request on.
pub type Watched = BTreeMap<GroupId, Vec<PersonId>>;

/// What is on screen, and what the server knows of it.
#[derive(Debug, Default)]
pub struct Watching {
    /// The rows of the list on this tab's screen; `None`: nobody looks at this tab.
    rows: Option<Vec<GroupId>>,
    revision: u64,
    /// What the other tabs have on screen. In the leader.
    others: BTreeMap<String, Vec<GroupId>>,
    /// The name of this tab among them.
    name: String,
    /// What this connection watches; `None`: nothing was sent on it.
    sent: Option<Watched>,
    sent_at: u64,
    /// The timer runs.
    planned: bool,
    doubtful: bool,
}

impl Watching {
    /// Counts the changes of what this tab shows.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Somebody looks at these rows of the list, or at nothing of this tab.
    pub fn look(&mut self, rows: Option<Vec<GroupId>>) {
        if self.rows != rows {
            self.rows = rows;
            self.revision += 1;
        }
    }

    /// What this tab has on screen, the open conversation first.
    pub fn on_screen(&self, open: Option<&GroupId>) -> Vec<GroupId> {
        let Some(rows) = &self.rows else {
            return Vec::new();
        };
        let rows = rows.iter().filter(|row| Some(*row) != open);
        open.into_iter().chain(rows).cloned().collect()
    }

    /// The name of this tab.
    pub fn name(&mut self, ctx: &mut Ctx) -> String {
        if self.name.is_empty() {
            self.name = ctx.rng.uuid();
        }
        self.name.clone()
    }

    /// Another tab has this on screen.
    pub fn hear(&mut self, tab: String, on_screen: Vec<GroupId>) {
        if on_screen.is_empty() {
            self.others.remove(&tab);
        } else {
            self.others.insert(tab, on_screen);
        }
    }

    /// What all tabs have on screen: the open conversations first, as many as can be watched.
    pub fn wanted(&self, open: Option<&GroupId>) -> Vec<GroupId> {
        let mut all = vec![self.on_screen(open)];
        all.extend(self.others.values().cloned());
        let longest = all.iter().map(Vec::len).max().unwrap_or(0);
        let mut wanted: Vec<GroupId> = Vec::new();
        for at in 0..longest {
            for group in all.iter().filter_map(|tab| tab.get(at)) {
                if wanted.len() < MAX_WATCHED && !wanted.contains(group) {
                    wanted.push(group.clone());
                }
            }
        }
        wanted
    }

    /// What is on screen has changed.
    pub fn plan(&mut self, ctx: &mut Ctx) {
        let nobody_looks = self.rows.is_none() && self.others.is_empty();
        self.planned = true;
        let pause = if nobody_looks { PAUSE_HIDDEN } else { PAUSE };
        ctx.set_timer(TimerKey::Watch, pause);
    }

    /// Something may have changed that does not wait for a pause.
    pub fn plan_if_calm(&mut self, ctx: &mut Ctx) {
        if !self.planned {
            self.plan(ctx);
        }
    }

    /// Reports contradict each other: the server is asked once they have all arrived.
    pub fn ask_again(&mut self, ctx: &mut Ctx) {
        if !std::mem::replace(&mut self.doubtful, true) && ctx.leads() {
            let since = ctx.now.mono.saturating_sub(self.sent_at);
            let after = CALM.max(AGAIN.saturating_sub(since));
            ctx.set_timer(TimerKey::WatchAgain, after);
        }
    }

    /// The pause is over. Returns what to send, if that is something else than before, or the answer is in doubt.
    pub fn due(&mut self, now: u64, wanted: Watched, again: bool) -> Option<ClientFrame> {
        if !again {
            self.planned = false;
        }
        let doubtful = again && std::mem::take(&mut self.doubtful);
        let asks = match &self.sent {
            Some(sent) if *sent == wanted => doubtful && !wanted.is_empty(),
            Some(_) => true,
            None => !wanted.is_empty(),
        };
        if !asks {
            return None;
        }
        let message_group_uuids = wanted.keys().cloned().collect();
        self.sent = Some(wanted);
        self.sent_at = now;
        Some(ClientFrame::Watch {
            message_group_uuids,
        })
    }

    /// A new connection watches nothing, and the other tabs say anew what they show.
    pub fn connected(&mut self, ctx: &mut Ctx) {
        self.disconnect();
        self.plan(ctx);
    }

    /// Another person signs in: somebody looks at this tab as before.
    pub fn forget(&mut self) {
        let rows = self.rows.take();
        *self = Self::default();
        self.look(rows.map(|_| Vec::new()));
    }

    /// There is no connection.
    pub fn disconnect(&mut self) {
        self.sent = None;
        self.doubtful = false;
        self.others.clear();
    }
}
