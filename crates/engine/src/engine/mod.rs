//! The engine: takes events, keeps the state, says what is to be done.

mod auth;
mod calls;
mod conversations;
mod keeping;
mod news;
mod saving;
mod sending;
mod settling;
mod tabs;
#[cfg(test)]
mod tests;

use cruddur_contract::config::AppConfig;
use cruddur_contract::person::{bare_handle, fold_handle};
use cruddur_contract::{ClientMessageId, GroupId, Person, Timestamp};

use crate::api::Call;
use crate::auth::Auth;
use crate::backoff::Backoff;
use crate::desk::{Changed, Desk, Role};
use crate::effect::{Effect, RequestId, TimerKey};
use crate::event::{Event, Input, Intent};
use crate::few::Few;
use crate::groups::Groups;
use crate::live::{Live, Want};
use crate::outbox::Outbox;
use crate::people::People;
use crate::random::Draws;
use crate::session::{Outcome, Session};
use crate::storage::Storage;
use crate::texts::Texts;
use crate::timeline::Timeline;
use crate::view::{
    AccountView, ConnectionStatus, ConversationKey, GroupsView, HandlePrompt, Notices, PeopleView,
    SessionView, Trouble,
};

/// The word for a session that was ended on another device.
const ELSEWHERE: &str = "elsewhere";

/// The app's state and every decision about it.
#[derive(Debug)]
pub struct Engine {
    config: AppConfig,
    desk: Desk,
    auth: Auth,
    session: Session,
    /// Revisions of `auth` and `session` that were published last, and of the person's name.
    published: (u64, u64),
    live: Live,
    groups: Groups,
    timelines: Few<GroupId, Timeline>,
    lookups: Few<String, LookUp>,
    outbox: Outbox,
    storage: Storage,
    /// By queue.
    drafts: Texts,
    /// Names of what is to be brought to the device.
    unsaved: Vec<String>,
    /// Pages found on the device and not shown yet, by conversation.
    pages: Texts,
    /// The person wants to sign out and was told of unsent messages.
    leaving: bool,
    /// The session has ended because the person signed out everywhere on another device.
    elsewhere: bool,
    /// In a follower: the holder was spoken to and has not been heard since.
    unanswered: bool,
    /// In a follower: messages seen in their conversation before the holder told of it.
    settled: Vec<ClientMessageId>,
    /// In a follower: the connection, as the holder told last.
    told: ConnectionStatus,
    /// The outbox, as it was told to the other tabs last.
    told_outbox: String,
    /// Frames told to the other tabs, or heard from the holder.
    frames: u64,
    people: People,
    open: Option<ConversationKey>,
    /// The conversation whose rows were taken last, and whether unsent ones were among them.
    shown: Option<ConversationKey>,
    unsent_shown: bool,
    requests: Few<RequestId, Asked>,
    parked: Vec<Asked>,
    catch_up_backoff: Backoff,
    gap_backoff: Backoff,
    listed_at: u64,
    /// The server's clock minus the device's, milliseconds, as the `Date` of its answers tells.
    skew: i64,
    /// The list of conversations that is on its way was asked for too early to tell a message's fate.
    groups_again: bool,
    /// The server has shown what only a full server has: sends are idempotent, history has pages.
    full_server: bool,
}

/// A call on its way or waiting for a token.
#[derive(Clone, Debug)]
struct Asked {
    call: Call,
    /// It was refused with 401 before, and is on its way a second time.
    replayed: bool,
}

/// The person of a new conversation.
#[derive(Debug)]
enum LookUp {
    Asked,
    Found(Person),
    /// The first message made the conversation, or found it.
    Became(GroupId),
    Failed(Trouble),
}

/// What a turn brought.
#[derive(Debug)]
pub struct Turn {
    /// To be carried out in this order.
    pub effects: Vec<Effect>,
    /// To be published.
    pub changed: Changed,
}

impl Engine {
    /// An engine at rest; it begins with [`Event::Started`].
    pub fn new(config: AppConfig) -> Self {
        Self {
            auth: Auth::new(&config),
            session: Session::new(&config),
            published: (0, 0),
            live: Live::new(config.live_url.clone()),
            full_server: config.live_url.is_some(),
            config,
            desk: Desk::default(),
            groups: Groups::default(),
            timelines: Few::default(),
            lookups: Few::default(),
            outbox: Outbox::default(),
            storage: Storage::default(),
            drafts: Texts::default(),
            unsaved: Vec::new(),
            pages: Texts::default(),
            leaving: false,
            elsewhere: false,
            unanswered: false,
            settled: Vec::new(),
            told: ConnectionStatus::default(),
            told_outbox: String::new(),
            frames: 0,
            people: People::default(),
            open: None,
            shown: None,
            unsent_shown: false,
            requests: Few::default(),
            parked: Vec::new(),
            catch_up_backoff: Backoff::default(),
            gap_backoff: Backoff::default(),
            listed_at: 0,
            skew: 0,
            groups_again: false,
        }
    }

    /// Takes one event.
    pub fn handle(&mut self, input: Input) -> Turn {
        self.desk.now = input.now;
        self.desk.draws = Draws::new(input.random);
        self.event(input.event);
        if self.desk.changed.groups && self.config.offline_cache {
            self.save_soon(saving::LIST.to_owned());
        }
        if self.leaving && self.outbox.unsent() == 0 {
            // There is nothing left to ask.
            self.leave();
        }
        self.note_session_changes();
        self.tell_changes();
        self.storage.write_journal(&mut self.desk);
        Turn {
            effects: std::mem::take(&mut self.desk.effects),
            changed: std::mem::take(&mut self.desk.changed),
        }
    }

    /// The one place that says whether the views of `auth` and `session` changed.
    fn note_session_changes(&mut self) {
        let now = (
            self.auth.revision() + self.session.revision(),
            self.session.person_revision(),
        );
        let before = std::mem::replace(&mut self.published, now);
        self.desk.changed.session |= now != before;
        self.desk.changed.conversation |= now.1 != before.1;
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Started {
                stored_session,
                journal,
                online,
            } => {
                self.storage.found(journal);
                self.live.set_online(&mut self.desk, online);
                let outcome = self
                    .session
                    .start(&mut self.desk, stored_session.as_deref());
                self.session_turned(outcome);
                if !self.leads() {
                    self.say_hello();
                }
            }
            Event::Tabbed => self.desk.role = Role::Follower,
            Event::LockGranted => self.lead(),
            Event::LockLost => self.step_down(),
            Event::TabSaid(line) => self.tab_said(&line),
            Event::Intent(intent) => self.intent(intent),
            Event::Answered { id, outcome } if self.session.expects(id) => {
                let outcome = self.session.on_response(&mut self.desk, id, outcome);
                self.session_turned(outcome);
            }
            Event::Answered { id, outcome } if self.auth.expects(id) => {
                let outcome = self.auth.on_response(&mut self.desk, id, outcome);
                self.auth_changed(outcome);
            }
            Event::Answered { id, outcome } => self.answered(id, outcome),
            Event::SrpStarted { srp_a, device } => {
                let device = device.as_deref();
                let outcome = self.auth.on_srp_started(&mut self.desk, &srp_a, device);
                self.auth_changed(outcome);
            }
            Event::DeviceMade(made) => {
                let outcome = self.auth.on_device_made(&mut self.desk, made);
                self.auth_changed(outcome);
            }
            Event::SrpProved(proof) => {
                let outcome = self.auth.on_srp_proved(&mut self.desk, proof.as_ref());
                self.auth_changed(outcome);
            }
            Event::PasskeyAnswered(id, credential) => {
                let outcome = self.auth.on_passkey(&mut self.desk, id, credential);
                self.auth_changed(outcome);
            }
            Event::Loaded(id, entries) => self.loaded(id, entries),
            Event::Stored(id, ok) => self.stored(id, ok),
            Event::Timer(key) => self.timer(key),
            Event::SocketOpened(id) => {
                let want = self.live.opened(&mut self.desk, id);
                self.live_wants(want);
            }
            Event::SocketFrame(id, text) => self.frame(id, &text),
            Event::SocketClosed(id, code) => {
                let want = self.live.closed(&mut self.desk, id, code);
                self.live_wants(want);
            }
            Event::Online(online) => self.network(online),
            Event::Woken => self.woken(),
        }
    }

    fn intent(&mut self, intent: Intent) {
        match intent {
            Intent::Account(intent) => self.account_intent(intent),
            Intent::SignOut if self.outbox.unsent() > 0 => {
                self.leaving = true;
                self.desk.changed.session = true;
            }
            Intent::SignOut | Intent::SignOutAnswer(true) => self.leave(),
            Intent::SignOutAnswer(false) => {
                self.leaving = false;
                self.desk.changed.session = true;
            }
            Intent::ChooseHandle(handle) => {
                self.session.choose_handle(&mut self.desk, handle.trim())
            }
            Intent::Open(key) => self.open(key.map(folded)),
            Intent::LoadOlder => self.load_older(),
            Intent::Reload => self.reload(),
            Intent::LoadOlderGroups => self.load_older_groups(),
            Intent::ReloadGroups => self.load_groups(),
            Intent::Send(text) => self.send(text),
            Intent::Draft(text) => self.draft_typed(text),
            Intent::Retry(key) => self.retry(&key),
            Intent::Discard(key) => self.discard(&key),
            Intent::SearchPeople(query) => self.people.typed(&mut self.desk, &query),
        }
    }

    fn timer(&mut self, key: TimerKey) {
        match key {
            TimerKey::RefreshTokens | TimerKey::RetryRefresh => {
                self.session.refresh_due(&mut self.desk);
            }
            TimerKey::Welcome => self.not_answered(),
            TimerKey::ResendIn => self.auth.on_second(&mut self.desk),
            TimerKey::CheckHandle => self.auth.on_handle_due(&mut self.desk),
            TimerKey::Poll => self.poll(),
            TimerKey::CatchUp if self.session.me().is_some() => {
                self.catch_up();
                self.pump_all();
            }
            TimerKey::Save => self.save(),
            TimerKey::Resend(queue) => self.resend(&queue),
            TimerKey::Search => {
                if let Some(prefix) = self.people.due() {
                    self.call(Call::People { prefix });
                }
            }
            key => {
                let want = self.live.timer(&mut self.desk, &key);
                self.live_wants(want);
            }
        }
    }

    fn session_turned(&mut self, outcome: Outcome) {
        self.elsewhere &= self.session.is_expired();
        if outcome == Outcome::Replaced {
            // Nothing of the one before meets the one who comes.
            self.forget_person();
            self.open = None;
            self.desk.do_(Effect::Navigate {
                path: "/messages".to_owned(),
                replace: true,
            });
        }
        self.open_storage();
        self.auth_after(outcome);
        match outcome {
            Outcome::Nothing | Outcome::NotRefreshed => {}
            Outcome::SignedIn | Outcome::Replaced => self.begin(),
            Outcome::Refreshed => self.unpark(),
            Outcome::Expired => self.end_session(),
            Outcome::Resumed => self.resume(),
        }
    }

    /// The same person is back: everything goes on where it stopped.
    fn resume(&mut self) {
        self.unpark();
        let want = self.live.connect(&mut self.desk);
        self.live_wants(want);
        self.try_everything();
    }

    /// Signs out.
    fn leave(&mut self) {
        self.session.sign_out(&mut self.desk);
        self.auth.end(&mut self.desk);
        self.forget_person();
        self.desk.tell("out", "");
    }

    /// Somebody is here: loads, connects, polls.
    fn begin(&mut self) {
        self.load_groups();
        let open = self.open.take();
        self.open(open);
        let want = self.live.connect(&mut self.desk);
        self.live_wants(want);
        self.plan_poll();
    }

    /// Nobody is here any more: nothing of the person stays.
    fn forget_person(&mut self) {
        for id in std::mem::take(&mut self.requests).into_keys() {
            self.desk.do_(Effect::Abort(id));
        }
        for to in self.outbox.queues() {
            self.desk.cancel(TimerKey::Resend(sending::queue_name(&to)));
        }
        self.live.sign_out(&mut self.desk);
        self.desk.cancel(TimerKey::Poll);
        self.desk.cancel(TimerKey::CatchUp);
        self.desk.cancel(TimerKey::Search);
        self.parked.clear();
        self.groups = Groups::default();
        self.timelines.clear();
        self.lookups.clear();
        self.outbox = Outbox::default();
        self.storage = Storage::default();
        self.groups_again = false;
        self.drafts.clear();
        self.unsaved.clear();
        self.pages.clear();
        self.leaving = false;
        self.settled.clear();
        self.told_outbox.clear();
        self.desk.cancel(TimerKey::Save);
        self.people = People::default();
        self.full_server = self.config.live_url.is_some();
        self.desk.changed = Changed {
            session: true,
            connection: true,
            groups: true,
            conversation: true,
            draft: true,
            people: true,
        };
    }

    /// Cognito refused the session, or the API a token that was just issued: everything stops where it
    /// is, in all tabs.
    fn end_session(&mut self) {
        self.expire_in_place();
        self.live.sign_out(&mut self.desk);
        self.desk.tell("expired", self.why_expired());
    }

    /// What other tabs are told of the reason.
    fn why_expired(&self) -> &'static str {
        if self.elsewhere { ELSEWHERE } else { "" }
    }

    fn network(&mut self, online: bool) {
        let want = self.live.set_online(&mut self.desk, online);
        self.live_wants(want);
        if online && self.session.me().is_some() {
            self.session.network_back();
            self.try_everything();
        }
    }

    fn woken(&mut self) {
        if !self.leads() {
            self.say_hello();
        }
        if self.session.me().is_none() {
            return;
        }
        let want = self.live.woken(&mut self.desk);
        self.live_wants(want);
        if !self.hears_news() {
            self.try_everything();
        }
    }

    /// The network may be back: what waited is tried now.
    fn try_everything(&mut self) {
        if !self.parked.is_empty() {
            self.session.refresh(&mut self.desk);
        }
        for to in self.outbox.queues() {
            self.outbox.wake(&to);
        }
        self.pump_all();
        self.catch_up();
    }

    fn live_wants(&mut self, want: Want) {
        match want {
            Want::Nothing => {}
            Want::Ticket
                if self.leads() && self.session.me().is_some() && !self.session.is_expired() =>
            {
                self.call(Call::Ticket)
            }
            Want::Ticket => self.live.sign_out(&mut self.desk),
            Want::CatchUp => {
                self.desk.tell("news", "");
                self.groups.read_through();
                self.try_everything();
            }
        }
    }

    /// The server's time now, as far as known.
    pub fn server_time(&self, wall: i64) -> i64 {
        wall + self.skew
    }

    fn server_now(&self) -> Timestamp {
        let micros = self.server_time(self.desk.now.wall).saturating_mul(1_000);
        // A device's clock may be beyond all reason.
        Timestamp::from_micros(micros).unwrap_or(Timestamp::EPOCH)
    }

    fn my_handle(&self) -> String {
        self.session
            .me()
            .map(|me| me.handle.clone())
            .unwrap_or_default()
    }

    /// Who is signed in.
    pub fn session_view(&self) -> &SessionView {
        self.session.view()
    }

    /// The form of the account pages.
    pub fn account_view(&self) -> &AccountView {
        self.auth.view()
    }

    /// The prompt for another handle.
    pub fn handle_prompt(&self) -> Option<&HandlePrompt> {
        self.session.handle_prompt()
    }

    /// The conversations.
    pub fn groups_view(&self) -> &GroupsView {
        self.groups.view()
    }

    /// The people search.
    pub fn people_view(&self) -> &PeopleView {
        self.people.view()
    }

    /// What the person is told or asked about as a whole.
    pub fn notices(&self) -> Notices {
        Notices {
            expired: self.session.is_expired(),
            elsewhere: self.elsewhere && self.session.is_expired(),
            leaving: if self.leaving {
                self.outbox.unsent()
            } else {
                0
            },
            keeps_nothing: self.storage.has_failed(),
        }
    }

    /// Messages the person still waits for.
    pub fn waiting(&self) -> usize {
        self.outbox.waiting()
    }
}

fn folded(key: ConversationKey) -> ConversationKey {
    match key {
        ConversationKey::New(handle) => ConversationKey::New(fold_handle(bare_handle(&handle))),
        group => group,
    }
}
