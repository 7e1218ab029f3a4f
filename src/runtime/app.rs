//! What views may know and ask for.

use std::sync::Arc;

use cruddur_contract::config::AppConfig;
use cruddur_contract::message::{TextFault, check_text};
use cruddur_engine::chunks::Chunks;
use cruddur_engine::event::{AccountIntent, Intent};
use cruddur_engine::view::*;
use leptos::prelude::*;

use super::publish::{Published, Rows};
use super::snapshot::{Shared, Snapshot, Source};

/// Takes what a person wants.
pub type Intents = Box<dyn Fn(Intent)>;

/// The app as views see it. `Copy`; read it with [`use_app`].
#[derive(Clone, Copy)]
pub struct App {
    /// Who is signed in.
    pub session: Snapshot<SessionView>,
    /// The form of the account pages.
    pub account: Snapshot<AccountView>,
    /// Set while the person must choose another handle.
    pub handle_prompt: Snapshot<Option<HandlePrompt>>,
    /// What the person is told or asked about as a whole.
    pub notices: Snapshot<Notices>,
    /// The live connection.
    pub connection: Snapshot<ConnectionStatus>,
    /// Messages waiting to be sent, over all conversations.
    pub waiting: Snapshot<usize>,
    /// The list of conversations.
    pub groups: Snapshot<GroupsView>,
    /// The open conversation, without its rows.
    pub conversation: Snapshot<Option<ConversationView>>,
    /// The open conversation's rows, oldest first.
    pub rows: Snapshot<Chunks>,
    news: Source<Vec<News>>,
    /// What was typed for the open conversation and not sent.
    pub draft: Snapshot<String>,
    /// The people search.
    pub people: Snapshot<PeopleView>,
    /// The server's time in milliseconds since 1970-01-01 UTC; ticks every 15 seconds and on waking.
    pub now: Snapshot<i64>,
    rest: StoredValue<Rest, LocalStorage>,
}

/// What views reach through [`App`]'s methods alone.
struct Rest {
    config: Arc<AppConfig>,
    by_key: Rows,
    intents: Intents,
}

impl App {
    /// The app over these signals; intents go to `intents`. The start builds it over the engine, a
    /// test over signals of its own.
    pub fn new(config: AppConfig, published: &Published, intents: Intents) -> Self {
        Self {
            session: published.session.read_only(),
            account: published.account.read_only(),
            handle_prompt: published.handle_prompt.read_only(),
            notices: published.notices.read_only(),
            connection: published.connection.read_only(),
            waiting: published.waiting.read_only(),
            groups: published.groups.read_only(),
            conversation: published.conversation.read_only(),
            rows: published.rows.read_only(),
            news: published.news,
            draft: published.draft.read_only(),
            people: published.people.read_only(),
            now: published.now.read_only(),
            rest: StoredValue::new_local(Rest {
                config: Arc::new(config),
                by_key: published.by_key.clone(),
                intents,
            }),
        }
    }

    /// The configuration this page runs with.
    pub fn config(self) -> Arc<AppConfig> {
        self.rest.with_value(|rest| Arc::clone(&rest.config))
    }

    /// Shows the form of an account page; the address, where the page's own address names it.
    pub fn open_account(self, form: AccountForm, email: String) {
        self.want(Intent::Account(AccountIntent::Open(form, email)));
    }

    /// Sends the form of an account page.
    pub fn submit_account(self, form: AccountForm, typed: Vec<(Field, String)>, keep: bool) {
        self.want(Intent::Account(AccountIntent::Submit { form, typed, keep }));
    }

    /// Chooses how to go on signing in.
    pub fn choose_factor(self, factor: Factor, email: String, keep: bool) {
        self.want(Intent::Account(AccountIntent::Choose {
            factor,
            email,
            keep,
        }));
    }

    /// Asks for another code, for this address.
    pub fn resend_code(self, email: String) {
        self.want(Intent::Account(AccountIntent::Resend(email)));
    }

    /// Begins the sign-in anew.
    pub fn start_over(self) {
        self.want(Intent::Account(AccountIntent::StartOver));
    }

    /// Checks the username of a new account; call it with every change of the field, it waits by itself.
    pub fn type_handle(self, text: String) {
        self.want(Intent::Account(AccountIntent::HandleTyped(text)));
    }

    /// Signs out; asks first where messages are unsent.
    pub fn sign_out(self) {
        self.want(Intent::SignOut);
    }

    /// Answers that question: signs out and deletes them, or stays.
    pub fn answer_sign_out(self, leave: bool) {
        self.want(Intent::SignOutAnswer(leave));
    }

    /// Keeps what was typed for the open conversation.
    pub fn type_draft(self, text: String) {
        self.want(Intent::Draft(text));
    }

    /// Takes another handle.
    pub fn choose_handle(self, handle: String) {
        self.want(Intent::ChooseHandle(handle));
    }

    /// Says which conversation the address bar shows.
    pub fn open(self, key: Option<ConversationKey>) {
        self.want(Intent::Open(key));
    }

    /// Sends a text to the open conversation, or says why it is no message.
    pub fn send(self, text: &str) -> Result<(), TextFault> {
        let text = check_text(text)?;
        self.want(Intent::Send(text.to_owned()));
        Ok(())
    }

    /// Tries a message that was not sent once more.
    pub fn retry(self, key: &RowKey) {
        self.want(Intent::Retry(key.clone()));
    }

    /// Drops a message that was not sent.
    pub fn discard(self, key: &RowKey) {
        self.want(Intent::Discard(key.clone()));
    }

    /// Loads what is before the oldest message of the open conversation.
    pub fn load_older(self) {
        self.want(Intent::LoadOlder);
    }

    /// Loads the open conversation again after a failure.
    pub fn reload(self) {
        self.want(Intent::Reload);
    }

    /// Loads older conversations.
    pub fn load_older_groups(self) {
        self.want(Intent::LoadOlderGroups);
    }

    /// Loads the conversations again after a failure.
    pub fn reload_groups(self) {
        self.want(Intent::ReloadGroups);
    }

    /// Searches people; call it with every change of the field, it waits by itself.
    pub fn search_people(self, query: String) {
        self.want(Intent::SearchPeople(query));
    }

    /// The row of that name. It changes when the message or its place does; `None` once it is gone.
    pub fn row(self, key: &RowKey) -> Shared<PlacedMessage> {
        self.rest.with_value(|rest| rest.by_key.signal(key))
    }

    /// Takes what others have written in the open conversation; an effect that calls it runs again when
    /// more has come.
    pub fn take_news(self) -> Vec<News> {
        self.news.read_only().track();
        self.news.change(std::mem::take)
    }

    fn want(self, intent: Intent) {
        self.rest.with_value(|rest| (rest.intents)(intent));
    }
}

/// The app of this page.
///
/// # Panics
/// Outside the tree that `main` mounts.
pub fn use_app() -> App {
    use_context::<App>().expect("App is provided at the root")
}
