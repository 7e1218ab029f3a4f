//! The people search.

use cruddur_contract::Person;

use crate::desk::Desk;
use crate::effect::{RequestId, TimerKey};
use crate::view::{PeopleView, Trouble};

/// Typing is waited out for this long, milliseconds.
const PAUSE: u64 = 200;

/// The search: one question at a time, the last one counts.
#[derive(Debug, Default)]
pub struct People {
    view: PeopleView,
    request: Option<RequestId>,
}

impl People {
    /// What the screen shows.
    pub fn view(&self) -> &PeopleView {
        &self.view
    }

    /// The field's text changed. An answer to an older text no longer counts.
    pub fn typed(&mut self, desk: &mut Desk, query: &str) {
        let query = query.trim().trim_start_matches('@').to_owned();
        if query == self.view.query {
            return;
        }
        desk.changed.people = true;
        if let Some(id) = self.request.take() {
            desk.do_(crate::effect::Effect::Abort(id));
        }
        if query.is_empty() {
            self.view = PeopleView::default();
            desk.cancel(TimerKey::Search);
        } else {
            self.view.query = query;
            self.view.busy = true;
            self.view.trouble = None;
            desk.timer(TimerKey::Search, PAUSE);
        }
    }

    /// What to ask for now, after the pause.
    pub fn due(&self) -> Option<String> {
        (self.view.busy && self.request.is_none()).then(|| self.view.query.clone())
    }

    /// The question is on its way.
    pub fn asked(&mut self, id: RequestId) {
        self.request = Some(id);
    }

    /// An answer came; one to an older question is dropped.
    pub fn answered(
        &mut self,
        desk: &mut Desk,
        id: RequestId,
        answer: Result<Vec<Person>, Trouble>,
    ) {
        if self.request != Some(id) {
            return;
        }
        self.request = None;
        self.view.busy = false;
        match answer {
            Ok(people) => self.view.people = Some(people),
            Err(trouble) => {
                self.view.people = None;
                self.view.trouble = Some(trouble);
            }
        }
        desk.changed.people = true;
    }
}
