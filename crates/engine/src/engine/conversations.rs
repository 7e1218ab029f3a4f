//! Opening conversations, loading their pages and the list of them, and what the screen shows.

use cruddur_contract::person::same_handle;
use cruddur_contract::{ErrorCode, GroupId, GroupRow, Person};

use super::{Engine, LookUp, calls};
use crate::api::{Call, Page};
use crate::effect::{Effect, RequestId, TimerKey};
use crate::http::{Failure, HttpAnswer};
use crate::outbox::{OutState, Outgoing};
use crate::timeline::{Entry, LoadedPage, Timeline};
use crate::transcript::Change;
use crate::view::{
    ConversationKey, ConversationView, DeliveryState, Load, MessageView, News, Older, Trouble,
};

/// With a live connection the list of conversations is read again when it is this old, milliseconds.
const LIST_AGE: u64 = 55_000;

impl Engine {
    /// The address bar shows this now.
    pub(super) fn open(&mut self, key: Option<ConversationKey>) {
        let before = self.open.set(key);
        if let Some(ConversationKey::Group(left)) =
            before.filter(|before| self.open.as_ref() != Some(before))
            && let Some(timeline) = self.timelines.get_mut(&left)
        {
            timeline.left();
        }
        if self.session.me().is_none() {
            return;
        }
        match (*self.open).clone() {
            Some(ConversationKey::Group(group)) => self.open_group(&group),
            Some(ConversationKey::New(handle)) => self.open_new(&handle),
            None => {}
        }
    }

    fn open_group(&mut self, group: &GroupId) {
        let known = self
            .timelines
            .get(group)
            .is_some_and(|timeline| *timeline.load == Load::Ready);
        self.timelines.get_or_make(group, Timeline::new).entered();
        self.hydrate(group);
        let missed = self
            .timelines
            .get(group)
            .is_some_and(|timeline| timeline.stale);
        // Without a live connection nothing else brings the news of a conversation left and come back to.
        if !known || missed || !self.hears_news() {
            self.refresh_timeline(group);
        } else {
            self.load_next(group);
        }
    }

    fn open_new(&mut self, handle: &str) {
        if same_handle(handle, &self.my_handle()) {
            let oneself = Trouble::Refused(vec![ErrorCode::ReceiverIsSender]);
            self.lookups
                .get_mut()
                .insert(handle.to_owned(), LookUp::Failed(oneself));
            return;
        }
        if self.go_to_existing() {
            return;
        }
        if !matches!(
            self.lookups.get(handle),
            Some(LookUp::Found(_) | LookUp::Asked)
        ) {
            self.lookups
                .get_mut()
                .insert(handle.to_owned(), LookUp::Asked);
            self.call(Call::Person {
                handle: handle.to_owned(),
            });
        }
        // The conversation may be an old one that is not listed yet.
        self.load_older_groups();
    }

    /// A new conversation with somebody there is one with: shows that instead.
    fn go_to_existing(&mut self) -> bool {
        let Some(ConversationKey::New(handle)) = &*self.open else {
            return false;
        };
        let Some(group) = self.group_with(handle) else {
            return false;
        };
        self.go_to_group(group);
        true
    }

    /// The conversation with that one person, as far as is known.
    pub(super) fn group_with(&self, handle: &str) -> Option<GroupId> {
        match (self.groups.with(handle), self.lookups.get(handle)) {
            (Some(row), _) => Some(row.uuid.clone()),
            (None, Some(LookUp::Became(group))) => Some(group.clone()),
            _ => None,
        }
    }

    /// Replaces the address of a new conversation by that of the conversation it has become.
    pub(super) fn go_to_group(&mut self, group: GroupId) {
        if let Some(open @ ConversationKey::New(_)) = (*self.open).clone() {
            self.persistence.move_draft(&mut self.ctx, &open, &group);
        }
        let path = format!(
            "/messages/{}",
            cruddur_contract::paths::encode(group.as_str())
        );
        self.ctx.push(Effect::Navigate {
            path,
            replace: true,
        });
        self.open(Some(ConversationKey::Group(group)));
    }

    pub(super) fn person_found(&mut self, handle: String, person: Result<Person, Failure>) {
        let found = match person {
            Ok(person) => LookUp::Found(person),
            Err(failure) => LookUp::Failed(failure.trouble()),
        };
        if !matches!(self.lookups.get(&handle), Some(LookUp::Became(_))) {
            self.lookups.get_mut().insert(handle, found);
        }
    }

    pub(super) fn reload(&mut self) {
        match (*self.open).clone() {
            Some(ConversationKey::Group(group)) => {
                if let Some(timeline) = self.timelines.get_mut(&group)
                    && *timeline.load != Load::Ready
                {
                    timeline.load.set(Load::Waiting);
                }
                self.refresh_timeline(&group);
            }
            Some(ConversationKey::New(handle)) => {
                self.lookups.get_mut().remove(&handle);
                self.open((*self.open).clone());
            }
            None => {}
        }
    }

    /// Reads the newest page of this conversation, and what it shows to be missing.
    pub(super) fn refresh_timeline(&mut self, group: &GroupId) {
        let Some(timeline) = self.timelines.get_mut(group) else {
            return;
        };
        timeline.stale = true;
        timeline.again = timeline.fetch.is_some();
        self.load_next(group);
    }

    /// Asks for the page this conversation lacks, if it does and none is on its way.
    pub(super) fn load_next(&mut self, group: &GroupId) {
        let wanted = |timeline: &Timeline| {
            let page = || timeline.older_page().or_else(|| timeline.next_page());
            timeline.fetch.is_none().then(page)?
        };
        if let Some(page) = self.timelines.get(group).and_then(wanted) {
            self.fetch(group, page);
        }
    }

    pub(super) fn load_older(&mut self) {
        let Some(ConversationKey::Group(group)) = (*self.open).clone() else {
            return;
        };
        let Some(timeline) = self.timelines.get_mut(&group) else {
            return;
        };
        if timeline.oldest().is_none() {
            return;
        }
        let can = !timeline.is_saved() && matches!(*timeline.older, Older::More | Older::Failed(_));
        if can {
            // At once, or when the load that is under way has come to its end.
            timeline.older.set(Older::Loading);
            self.load_next(&group);
        }
    }

    fn fetch(&mut self, group: &GroupId, page: Page) {
        if let Some(timeline) = self.timelines.get_mut(group) {
            // Before the call, which may wait for a token: one load at a time.
            timeline.fetch = Some((RequestId(0), page.clone()));
        }
        self.call(Call::Messages {
            group: group.clone(),
            page,
        });
    }

    pub(super) fn messages_loaded(
        &mut self,
        id: RequestId,
        group: &GroupId,
        page: Page,
        loaded: Result<LoadedPage, Failure>,
    ) {
        let me = self.my_handle();
        let sending = !self.full_server && self.outbox.is_sending(group);
        let Some(timeline) = self.timelines.get_mut(group) else {
            return;
        };
        if !matches!(&timeline.fetch, Some((fetch, _)) if *fetch == id) {
            return;
        }
        timeline.fetch = None;
        let again = std::mem::take(&mut timeline.again);
        let loaded = match loaded {
            Ok(loaded) => loaded,
            Err(failure) => return self.messages_failed(group, &page, failure),
        };
        self.full_server |= loaded.rows.iter().any(|row| row.version.is_some());
        if sending && !self.full_server {
            // A message on its way may be in the page, and nothing would tell which row it is. Its
            // answer does, and has the page read again.
            timeline.stale = true;
            return;
        }
        let progress = timeline.merge_page(&page, loaded, &me);
        timeline.stale |= again;
        self.reconcile(group);
        if page == Page::Newest && !again {
            // Asked for after all answers: what the server took and is not here lies before this page.
            let passed = |item: &Outgoing| {
                matches!(&item.to, ConversationKey::Group(to) if to == group)
                    && matches!(item.state, OutState::Acked(_))
            };
            self.outbox.remove(passed);
            self.checked(&ConversationKey::Group(group.clone()), None);
        }
        if progress {
            self.gap_backoff.reset();
        }
        let wished = self.timelines.get(group).and_then(Timeline::older_page);
        if progress || page == Page::Newest || wished.is_some() {
            self.load_next(group);
        } else {
            self.gap_later(group);
        }
    }

    fn messages_failed(&mut self, group: &GroupId, page: &Page, failure: Failure) {
        let Some(timeline) = self.timelines.get_mut(group) else {
            return;
        };
        let passing = failure.is_passing();
        let older = matches!(page, Page::Before(id) if timeline.oldest() == Some(id));
        let trouble = failure.trouble();
        timeline.failed(page, trouble.clone());
        if *page == Page::Newest {
            self.checked(&ConversationKey::Group(group.clone()), Some(trouble));
        }
        if passing {
            return self.catch_up_later(!older);
        }
        if older || *page == Page::Newest {
            return;
        }
        let Some(timeline) = self.timelines.get_mut(group) else {
            return;
        };
        // The message to go on from is refused: the newest page first, then the gap's other end.
        timeline.stale = true;
        timeline.change_direction();
        match page {
            Page::After(_) => self.load_next(group),
            _ => self.gap_later(group),
        }
    }

    /// A gap that this server cannot fill now stays and is tried again, less and less often.
    fn gap_later(&mut self, group: &GroupId) {
        let lacks = |timeline: &Timeline| timeline.next_page().is_some();
        if self.timelines.get(group).is_some_and(lacks) {
            let wait = self.gap_backoff.fail(&mut self.ctx.rng, None);
            self.ctx.set_timer(TimerKey::CatchUp, wait);
        }
    }

    /// What could not be read is tried again by itself, live connection or not.
    fn catch_up_later(&mut self, passing: bool) {
        if passing {
            let wait = self.catch_up_backoff.fail(&mut self.ctx.rng, None);
            self.ctx.set_timer(TimerKey::CatchUp, wait);
        }
    }

    /// Whether the newest conversations are on their way.
    pub(super) fn groups_asked(&self) -> bool {
        let mut asked = self.requests.values().chain(&self.parked);
        asked.any(|asked| asked.call == Call::Groups { older: None })
    }

    pub(super) fn load_groups(&mut self) {
        if self.groups_asked() {
            return;
        }
        self.groups.wait();
        self.call(Call::Groups { older: None });
    }

    pub(super) fn load_older_groups(&mut self) {
        if let Some(query) = self.groups.begin_older() {
            self.call(Call::Groups { older: Some(query) });
        }
    }

    pub(super) fn groups_loaded(
        &mut self,
        older: Option<String>,
        loaded: Result<(Vec<GroupRow>, HttpAnswer), Failure>,
    ) {
        self.live.polled(loaded.is_ok());
        match loaded {
            Ok((rows, answer)) => {
                self.catch_up_backoff.reset();
                self.listed_at = self.ctx.now.mono;
                for row in &rows {
                    self.compare_with_list(row);
                }
                self.full_server |= rows.iter().any(|row| row.members.is_some());
                let next = calls::next_query(&answer);
                let more = match older {
                    Some(query) => self.groups.older(&query, rows, next),
                    None => self.groups.newest(rows, next),
                };
                if more.is_some() {
                    self.call(Call::Groups { older: more });
                }
                let searching = matches!(*self.open, Some(ConversationKey::New(_)));
                if searching && !self.go_to_existing() && self.groups.has_older() {
                    self.load_older_groups();
                }
                self.groups_checked();
            }
            Err(failure) if older.as_ref().is_some_and(|q| self.groups.is_reading(q)) => {
                self.groups.stop_reading();
                self.catch_up_later(failure.is_passing());
            }
            Err(failure) if older.is_some() => self.groups.older_failed(failure.trouble()),
            Err(failure) => {
                self.catch_up_later(failure.is_passing());
                let trouble = failure.trouble();
                self.groups.newest_failed(trouble.clone());
                self.groups_not_checked(&trouble);
            }
        }
    }

    /// Reads by REST whatever may have been missed.
    pub(super) fn catch_up(&mut self) {
        self.load_groups();
        for timeline in self.timelines.values_mut() {
            timeline.stale = true;
        }
        match (*self.open).clone() {
            Some(ConversationKey::Group(group)) => self.refresh_timeline(&group),
            Some(ConversationKey::New(handle)) => {
                if matches!(
                    self.lookups.get(&handle),
                    Some(LookUp::Failed(Trouble::Network))
                ) {
                    self.reload();
                }
            }
            None => {}
        }
    }

    /// Without a live connection, news are asked for.
    pub(super) fn poll(&mut self) {
        if self.session.me().is_none() {
            return;
        }
        if !self.hears_news() {
            if self.live.is_online() {
                self.catch_up();
            }
        } else if self.ctx.now.mono.saturating_sub(self.listed_at) >= LIST_AGE {
            // A frame may be lost for good, and nothing after it would tell.
            self.load_groups();
        }
        self.plan_poll();
    }

    pub(super) fn plan_poll(&mut self) {
        self.ctx
            .set_timer(TimerKey::Poll, u64::from(self.config.poll_seconds) * 1_000);
    }

    /// The open conversation, without its rows.
    pub fn conversation(&self) -> Option<ConversationView> {
        let key = (*self.open).clone()?;
        self.session.me()?;
        let view = match &key {
            ConversationKey::Group(group) => self.group_conversation(key.clone(), group),
            ConversationKey::New(handle) => self.new_conversation(key.clone(), handle),
        };
        Some(view)
    }

    fn group_conversation(&self, key: ConversationKey, group: &GroupId) -> ConversationView {
        let timeline = self.timelines.get(group);
        let other = self
            .groups
            .get(group)
            .map(|row| (row.display_name.clone(), row.handle.clone()));
        // A conversation that is not in the list yet: whoever else wrote in it.
        let other = other.or_else(|| {
            let (entry, _) = timeline?.entries().find(|(entry, _)| !entry.mine)?;
            Some((entry.row.display_name.clone(), entry.row.handle.clone()))
        });
        let (display_name, handle) = other.unwrap_or_default();
        ConversationView {
            key,
            display_name,
            handle,
            load: timeline.map(Timeline::shown_load).unwrap_or_default(),
            saved: timeline.is_some_and(Timeline::is_saved),
            older: timeline.map(|t| (*t.older).clone()).unwrap_or_default(),
        }
    }

    fn new_conversation(&self, key: ConversationKey, handle: &str) -> ConversationView {
        let (display_name, handle, load) = match self.lookups.get(handle) {
            Some(LookUp::Found(person)) => (
                person.display_name.clone(),
                person.handle.clone(),
                Load::Ready,
            ),
            Some(LookUp::Failed(trouble)) => (
                String::new(),
                handle.to_owned(),
                Load::Failed(trouble.clone()),
            ),
            Some(LookUp::Asked | LookUp::Became(_)) | None => {
                (String::new(), handle.to_owned(), Load::Waiting)
            }
        };
        ConversationView {
            key,
            display_name,
            handle,
            load,
            saved: false,
            older: Older::Beginning,
        }
    }

    /// What others have written in the open conversation since it was opened and this was last asked for.
    pub fn take_news(&mut self) -> Vec<News> {
        let timeline = match &*self.open {
            Some(ConversationKey::Group(group)) => self.timelines.get_mut(group),
            _ => None,
        };
        timeline
            .map(Timeline::take_announcements)
            .unwrap_or_default()
    }

    /// The open conversation's messages, oldest first, own unsent ones last.
    pub fn messages(&self) -> Vec<MessageView> {
        self.messages_in(0, 0)
    }

    /// The same without so many at the beginning and, where nothing is unsent, at the end.
    fn messages_in(&self, before: usize, after: usize) -> Vec<MessageView> {
        let (Some(open), Some(me)) = (&*self.open, self.session.me()) else {
            return Vec::new();
        };
        let timeline = match open {
            ConversationKey::Group(group) => self.timelines.get(group),
            ConversationKey::New(_) => None,
        };
        let loaded = timeline
            .into_iter()
            .flat_map(|timeline| timeline.entries_in(before..timeline.count() - after))
            .map(entry_view);
        let unsent = self
            .outbox
            .of(open)
            .filter(|item| timeline.is_none_or(|t| !t.has_client(&item.client_id)))
            .map(|item| outgoing_view(item, &me.display_name, &me.handle));
        loaded.chain(unsent).collect()
    }

    /// What changed in the open conversation's messages since the last call.
    pub fn take_rows(&mut self) -> Change {
        let same = self.shown == *self.open && self.session.me().is_some();
        if !same {
            self.shown.clone_from(&*self.open);
        }
        let timeline = match &*self.open {
            Some(ConversationKey::Group(group)) => self.timelines.get_mut(group),
            _ => None,
        };
        let unchanged = timeline.map(Timeline::take_unchanged);
        let (before, mut after) = unchanged.filter(|_| same).unwrap_or_default();
        let open = self.open.as_ref();
        let unsent = open.is_some_and(|open| self.outbox.of(open).next().is_some());
        if unsent | std::mem::replace(&mut self.unsent_shown, unsent) {
            after = 0;
        }
        let change = Change::around(before, after);
        let rows = self.messages_in(change.rows_before(), change.rows_after());
        Change { rows, ..change }
    }
}

fn entry_view((entry, gap_before): (&Entry, bool)) -> MessageView {
    MessageView {
        key: entry.key.clone(),
        mine: entry.mine,
        display_name: entry.row.display_name.clone(),
        handle: entry.row.handle.clone(),
        text: entry.row.message.clone(),
        at: entry.row.created_at,
        state: DeliveryState::Sent,
        edited: entry.row.edited_at.is_some(),
        deleted: entry.row.deleted_at.is_some(),
        gap_before,
    }
}

fn outgoing_view(item: &Outgoing, display_name: &str, handle: &str) -> MessageView {
    let (state, at) = match &item.state {
        OutState::Acked(at) => (DeliveryState::Sent, at.unwrap_or(item.written_at)),
        OutState::Failed(trouble) => (DeliveryState::NotSent(trouble.clone()), item.written_at),
        OutState::Queued | OutState::Checking | OutState::InFlight(_) | OutState::Waiting => {
            (DeliveryState::Sending, item.written_at)
        }
    };
    MessageView {
        key: item.key(),
        mine: true,
        display_name: display_name.to_owned(),
        handle: handle.to_owned(),
        text: item.text.clone(),
        at,
        state,
        edited: false,
        deleted: false,
        gap_before: false,
    }
}
