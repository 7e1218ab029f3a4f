//! The engine: takes events, keeps the state, says what is to be done.

mod calls;
mod conversations;
mod news;
mod revisions;
mod sending;
mod settling;
mod storing;
mod tabs;
#[cfg(test)]
mod tests;

use cruddur_contract::config::AppConfig;
use cruddur_contract::person::{bare_handle, fold_handle};
use cruddur_contract::{GroupId, Person, Timestamp};

use self::revisions::Revisions;
use crate::api::Call;
use crate::backoff::Backoff;
use crate::changed::Changed;
use crate::ctx::{Ctx, Role};
use crate::effect::{Effect, RequestId, TimerKey};
use crate::event::{AccountIntent, Event, Input, Intent};
use crate::few::Few;
use crate::groups::Groups;
use crate::live::{Live, Want};
use crate::outbox::Outbox;
use crate::people::People;
use crate::persistence::Persistence;
use crate::session::{Outcome, Session};
use crate::tabs::{TabMessage, Tabs};
use crate::timeline::Timeline;
use crate::tracked::Tracked;
use crate::view::{
    AccountView, ConversationKey, GroupsView, HandlePrompt, Notices, PeopleView, SessionView,
    Trouble,
};

/// The app's state and every decision about it.
#[derive(Debug)]
pub struct Engine {
    config: AppConfig,
    ctx: Ctx,
    session: Session,
    live: Live,
    groups: Groups,
    timelines: Few<GroupId, Timeline>,
    lookups: Tracked<Few<String, LookUp>>,
    outbox: Outbox,
    persistence: Persistence,
    tabs: Tabs,
    /// The person wants to sign out and was told of unsent messages.
    leaving: Tracked<bool>,
    /// The session has ended because the person signed out everywhere on another device.
    elsewhere: Tracked<bool>,
    people: People,
    open: Tracked<Option<ConversationKey>>,
    /// What was published last; nothing at the start, and after a person was forgotten.
    published: Option<Revisions>,
    /// The list, as it was stored last.
    listed: u64,
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
            session: Session::new(&config),
            live: Live::new(config.live_url.clone()),
            full_server: config.live_url.is_some(),
            persistence: Persistence::new(config.offline_cache),
            config,
            ctx: Ctx::default(),
            groups: Groups::default(),
            timelines: Few::default(),
            lookups: Tracked::default(),
            outbox: Outbox::default(),
            tabs: Tabs::default(),
            leaving: Tracked::default(),
            elsewhere: Tracked::default(),
            people: People::default(),
            open: Tracked::default(),
            published: None,
            listed: 0,
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
        self.ctx.begin(input.now, input.random);
        self.event(input.event);
        let listed = std::mem::replace(&mut self.listed, self.groups.revision());
        if listed != self.listed && self.session.me().is_some() {
            self.persistence.list_changed(&mut self.ctx);
        }
        if *self.leaving && self.outbox.unsent() == 0 {
            // There is nothing left to ask.
            self.leave();
        }
        self.broadcast_changes();
        self.persistence.write_journal(&mut self.ctx);
        Turn {
            changed: self.take_changed(),
            effects: self.ctx.take_effects(),
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Started {
                stored_session,
                journal,
                online,
            } => {
                self.persistence.restore_journal(journal);
                self.live.set_online(&mut self.ctx, online);
                let outcome = self.session.start(&mut self.ctx, stored_session.as_deref());
                self.session_turned(outcome);
                if !self.leads() {
                    self.say_hello();
                }
            }
            Event::Tabbed => self.ctx.role = Role::Follower,
            Event::LockGranted => self.lead(),
            Event::LockLost => self.step_down(),
            Event::TabMessage(text) => self.tab_message(&text),
            Event::Intent(intent) => self.intent(intent),
            Event::Answered { id, outcome } if self.session.expects(id) => {
                let outcome = self.session.answered(&mut self.ctx, id, outcome);
                self.session_turned(outcome);
            }
            Event::Answered { id, outcome } => self.answered(id, outcome),
            Event::SrpStarted { srp_a, device } => {
                let device = device.as_deref();
                self.session.srp_started(&mut self.ctx, &srp_a, device);
            }
            Event::DeviceMade(made) => self.session.device_made(&mut self.ctx, made),
            Event::SrpProved(proof) => self.session.srp_proved(&mut self.ctx, proof),
            Event::PasskeyAnswered(id, credential) => {
                let credential = credential.as_deref();
                self.session.passkey_answered(&mut self.ctx, id, credential);
            }
            Event::Loaded(id, entries) => self.loaded(id, entries),
            Event::Stored(id, ok) => self.stored(id, ok),
            Event::Timer(key) => self.timer(key),
            Event::SocketOpened(id) => {
                let want = self.live.opened(&mut self.ctx, id);
                self.live_wants(want);
            }
            Event::SocketFrame(id, text) => self.frame(id, &text),
            Event::SocketClosed(id, code) => {
                let want = self.live.closed(&mut self.ctx, id, code);
                self.live_wants(want);
            }
            Event::Online(online) => self.network(online),
            Event::Woken => self.woken(),
        }
    }

    fn intent(&mut self, intent: Intent) {
        match intent {
            Intent::Account(intent) => self.account(intent),
            Intent::SignOut if self.outbox.unsent() > 0 => {
                self.leaving.set(true);
            }
            Intent::SignOut | Intent::SignOutAnswer(true) => self.leave(),
            Intent::SignOutAnswer(false) => {
                self.leaving.set(false);
            }
            Intent::ChooseHandle(handle) => {
                self.session.choose_handle(&mut self.ctx, handle.trim())
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
            Intent::SearchPeople(query) => self.people.typed(&mut self.ctx, &query),
        }
    }

    fn account(&mut self, intent: AccountIntent) {
        let (session, ctx) = (&mut self.session, &mut self.ctx);
        match intent {
            AccountIntent::Open(form, email) => session.open_account(ctx, form, &email),
            AccountIntent::Submit { form, typed, keep } => {
                session.submit_account(ctx, form, typed, keep);
            }
            AccountIntent::Choose {
                factor,
                email,
                keep,
            } => session.choose_factor(ctx, factor, &email, keep),
            AccountIntent::Resend(email) => session.resend_code(ctx, &email),
            AccountIntent::StartOver => session.start_over(ctx),
            AccountIntent::HandleTyped(text) => session.handle_typed(ctx, &text),
        }
    }

    fn timer(&mut self, key: TimerKey) {
        match key {
            TimerKey::RefreshTokens | TimerKey::RetryRefresh => {
                self.session.refresh_due(&mut self.ctx);
            }
            TimerKey::AnswerDue => self.tabs.answer_overdue(&mut self.ctx),
            TimerKey::ResendIn => self.session.second_passed(&mut self.ctx),
            TimerKey::CheckHandle => self.session.handle_due(&mut self.ctx),
            TimerKey::Poll => self.poll(),
            TimerKey::CatchUp if self.session.me().is_some() => {
                self.catch_up();
                self.pump_all();
            }
            TimerKey::Save => self.save(),
            TimerKey::Resend(to) => self.resend(&to),
            TimerKey::Search => {
                if let Some(prefix) = self.people.due() {
                    self.call(Call::People { prefix });
                }
            }
            key => {
                let want = self.live.timer(&mut self.ctx, &key);
                self.live_wants(want);
            }
        }
    }

    fn session_turned(&mut self, outcome: Outcome) {
        self.elsewhere
            .set(*self.elsewhere && self.session.is_expired());
        if outcome == Outcome::Replaced {
            // Nothing of the one before meets the one who comes.
            self.forget_person();
            self.open.set(None);
            self.ctx.push(Effect::Navigate {
                path: "/messages".to_owned(),
                replace: true,
            });
        }
        self.open_storage();
        match outcome {
            Outcome::Nothing => {}
            Outcome::SignedIn | Outcome::Replaced => self.begin(),
            Outcome::Refreshed => self.unpark(),
            Outcome::Expired => self.end_session(),
            Outcome::Resumed => self.resume(),
            Outcome::Left => self.leave(),
        }
    }

    /// The same person is back: everything goes on where it stopped.
    fn resume(&mut self) {
        self.unpark();
        let want = self.live.connect(&mut self.ctx);
        self.live_wants(want);
        self.try_everything();
    }

    /// Signs out.
    fn leave(&mut self) {
        self.session.sign_out(&mut self.ctx);
        self.forget_person();
        self.ctx.broadcast(TabMessage::SignedOut);
    }

    /// Somebody is here: loads, connects, polls.
    fn begin(&mut self) {
        self.load_groups();
        let open = (*self.open).clone();
        self.open(open);
        let want = self.live.connect(&mut self.ctx);
        self.live_wants(want);
        self.plan_poll();
    }

    /// Nobody is here any more: nothing of the person stays.
    fn forget_person(&mut self) {
        for id in std::mem::take(&mut self.requests).into_keys() {
            self.ctx.push(Effect::Abort(id));
        }
        for to in self.outbox.queues() {
            self.ctx.cancel_timer(TimerKey::Resend(to));
        }
        self.live.sign_out(&mut self.ctx);
        self.ctx.cancel_timer(TimerKey::Poll);
        self.ctx.cancel_timer(TimerKey::CatchUp);
        self.ctx.cancel_timer(TimerKey::Search);
        self.parked.clear();
        self.groups = Groups::default();
        self.timelines.clear();
        self.lookups.get_mut().clear();
        self.outbox = Outbox::default();
        self.persistence = Persistence::new(self.config.offline_cache);
        self.groups_again = false;
        self.leaving.set(false);
        self.tabs.forget_outbox();
        self.ctx.cancel_timer(TimerKey::Save);
        self.people = People::default();
        self.full_server = self.config.live_url.is_some();
        self.published = None;
    }

    /// Cognito refused the session, or the API a token that was just issued: everything stops where it
    /// is, in all tabs.
    fn end_session(&mut self) {
        self.session.expire(&mut self.ctx);
        self.live.sign_out(&mut self.ctx);
        let elsewhere = *self.elsewhere;
        self.ctx.broadcast(TabMessage::Expired { elsewhere });
    }

    fn network(&mut self, online: bool) {
        let want = self.live.set_online(&mut self.ctx, online);
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
        let want = self.live.woken(&mut self.ctx);
        self.live_wants(want);
        if !self.hears_news() {
            self.try_everything();
        }
    }

    /// The network may be back: what waited is tried now.
    fn try_everything(&mut self) {
        if !self.parked.is_empty() {
            self.session.refresh(&mut self.ctx);
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
            Want::Ticket => self.live.sign_out(&mut self.ctx),
            Want::CatchUp => {
                self.ctx.broadcast(TabMessage::CatchUp);
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
        let micros = self.server_time(self.ctx.now.wall).saturating_mul(1_000);
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
        self.session.account_view()
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

    /// What was typed for the open conversation and not sent.
    pub fn draft(&self) -> &str {
        let open = self.open.as_ref();
        open.map_or("", |open| self.persistence.draft(open))
    }

    fn draft_typed(&mut self, text: String) {
        if let Some(open) = self.open.as_ref().filter(|_| self.session.me().is_some()) {
            self.persistence.draft_typed(&mut self.ctx, open, text);
        }
    }

    /// What the person is told or asked about as a whole.
    pub fn notices(&self) -> Notices {
        Notices {
            expired: self.session.is_expired(),
            elsewhere: *self.elsewhere && self.session.is_expired(),
            leaving: if *self.leaving {
                self.outbox.unsent()
            } else {
                0
            },
            keeps_nothing: self.persistence.has_failed(),
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
