//! The people search.

use cruddur_contract::Person;

use crate::api::Call;
use crate::ctx::Ctx;
use crate::effect::{RequestId, TimerKey};
use crate::tracked::Tracked;
use crate::view::{PeopleView, Trouble};

/// Typing is waited out for this long, milliseconds.
const PAUSE: u64 = 200;

/// The search: one request at a time, the last query counts.
#[derive(Debug, Default)]
pub struct People {
    view: Tracked<PeopleView>,
    request: Option<RequestId>,
}

impl People {
    /// What the screen shows.
    pub fn view(&self) -> &PeopleView {
        &self.view
    }

    /// Counts the changes of what the screen shows.
    pub fn revision(&self) -> u64 {
        self.view.revision()
    }

    /// The field's text changed. An answer to an older text no longer counts.
    pub fn typed(&mut self, ctx: &mut Ctx, query: &str) {
        let query = query.trim().trim_start_matches('@').to_owned();
        if query == self.view.query {
            return;
        }
        if let Some(id) = self.request.take() {
            ctx.push(crate::effect::Effect::Abort(id));
        }
        if query.is_empty() {
            self.view.set(PeopleView::default());
            ctx.cancel_timer(TimerKey::Search);
        } else {
            let view = self.view.get_mut();
            view.query = query;
            view.busy = true;
            view.trouble = None;
            ctx.set_timer(TimerKey::Search, PAUSE);
        }
    }

    /// The pause is over: asks.
    pub fn due(&mut self, ctx: &mut Ctx) {
        if self.view.busy && self.request.is_none() {
            let prefix = self.view.query.clone();
            ctx.call(Call::People { prefix });
        }
    }

    /// The request is made.
    pub fn requested(&mut self, id: RequestId) {
        self.request = Some(id);
    }

    /// An answer came; one to an older question is dropped.
    pub fn answered(&mut self, id: RequestId, answer: Result<Vec<Person>, Trouble>) {
        if self.request != Some(id) {
            return;
        }
        self.request = None;
        let view = self.view.get_mut();
        view.busy = false;
        match answer {
            Ok(people) => view.people = Some(people),
            Err(trouble) => {
                view.people = None;
                view.trouble = Some(trouble);
            }
        }
    }
}
