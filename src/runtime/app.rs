//! The app as views see it.

use std::sync::Arc;

use cruddur_contract::config::AppConfig;
use cruddur_contract::message::{TextFault, check_text};
use cruddur_contract::{GroupId, GroupRow};
use cruddur_engine::chunks::Chunks;
use cruddur_engine::event::{AccountIntent, GroupIntent, Intent};
use cruddur_engine::view::*;
use leptos::prelude::*;

use super::signals::{AppSignals, RowSignal, RowSignals};
use super::typed::{plain_address, plain_value};
use crate::platform::{clipboard, history};

/// Receives the intents of the person.
pub type Intents = Box<dyn Fn(Intent)>;

/// Writes the diagnostics: the state of the app and its trace.
pub type Diagnostics = Box<dyn Fn() -> String>;

/// The app as views see it: signals to read, intents to call. `Copy`; get it with [`use_app`].
#[derive(Clone, Copy)]
pub struct App {
    /// Who is signed in.
    pub session: ReadSignal<SessionView>,
    /// The form of the account pages.
    pub account: ReadSignal<AccountView>,
    /// Set while the person must choose another username.
    pub handle_prompt: ReadSignal<Option<HandlePrompt>>,
    /// Notices and questions that concern the page as a whole.
    pub notices: ReadSignal<Notices>,
    /// The live connection.
    pub connection: ReadSignal<ConnectionStatus>,
    /// How many messages wait to be sent, in all conversations.
    pub waiting: ReadSignal<usize>,
    /// The state of the list of conversations, without its rows.
    pub groups: ReadSignal<GroupsView>,
    /// The ids of the listed conversations, in order.
    pub group_order: ReadSignal<Vec<GroupId>>,
    /// How many messages are unread in all listed conversations.
    pub unread: ReadSignal<u64>,
    /// The open conversation, without its rows.
    pub conversation: ReadSignal<Option<ConversationView>>,
    /// The keys of the open conversation's rows, oldest first.
    pub rows: ReadSignal<Chunks>,
    /// What was typed for the open conversation and not sent.
    pub draft: ReadSignal<String>,
    /// What another tab typed for it, not knowing that.
    pub other_draft: ReadSignal<Option<String>>,
    /// The people search.
    pub people: ReadSignal<PeopleView>,
    /// Who is online and who is typing.
    pub presence: ReadSignal<PresenceView>,
    /// What the person asked for about groups and is not done.
    pub tasks: ReadSignal<TasksView>,
    /// The server's time in milliseconds since 1970-01-01 UTC; ticks every 15 seconds and on waking.
    pub now: ReadSignal<i64>,
    announcements: RwSignal<Vec<Announcement>>,
    page_announcements: RwSignal<Vec<PageAnnouncement>>,
    inner: StoredValue<Inner, LocalStorage>,
}

/// What views reach through [`App`]'s methods alone.
struct Inner {
    config: Arc<AppConfig>,
    rows: RowSignals<RowKey, PlacedMessage>,
    groups: RowSignals<GroupId, GroupRow>,
    intents: Intents,
    diagnostics: Diagnostics,
}

impl App {
    /// The app over these signals; intents go to `intents`. Browser tests pass signals of their own.
    pub fn new(
        config: AppConfig,
        signals: &AppSignals,
        intents: Intents,
        diagnostics: Diagnostics,
    ) -> Self {
        Self {
            session: signals.session.read_only(),
            account: signals.account.read_only(),
            handle_prompt: signals.handle_prompt.read_only(),
            notices: signals.notices.read_only(),
            connection: signals.connection.read_only(),
            waiting: signals.waiting.read_only(),
            groups: signals.groups.read_only(),
            group_order: signals.group_order.read_only(),
            unread: signals.unread.read_only(),
            conversation: signals.conversation.read_only(),
            rows: signals.rows.read_only(),
            draft: signals.draft.read_only(),
            other_draft: signals.other_draft.read_only(),
            people: signals.people.read_only(),
            presence: signals.presence.read_only(),
            tasks: signals.tasks.read_only(),
            now: signals.now.read_only(),
            announcements: signals.announcements,
            page_announcements: signals.page_announcements,
            inner: StoredValue::new_local(Inner {
                config: Arc::new(config),
                rows: signals.row_by_key.clone(),
                groups: signals.group_rows.clone(),
                intents,
                diagnostics,
            }),
        }
    }

    /// The configuration this page runs with.
    pub fn config(self) -> Arc<AppConfig> {
        self.inner.with_value(|inner| Arc::clone(&inner.config))
    }

    /// Shows the form of an account page; the address, where the page's own address names it.
    pub fn open_account(self, form: AccountForm, email: String) {
        let email = plain_address(email);
        self.want(Intent::Account(AccountIntent::Open(form, email)));
    }

    /// Sends the form of an account page.
    pub fn submit_account(self, form: AccountForm, typed: Vec<(Field, String)>, keep: bool) {
        let typed = typed.into_iter();
        let typed = typed.map(|(field, text)| (field, plain_value(field, text)));
        self.want(Intent::Account(AccountIntent::Submit {
            form,
            typed: typed.collect(),
            keep,
        }));
    }

    /// Chooses how to go on signing in.
    pub fn choose_factor(self, factor: Factor, email: String, keep: bool) {
        self.want(Intent::Account(AccountIntent::Choose {
            factor,
            email: plain_address(email),
            keep,
        }));
    }

    /// Asks for another code, for this address.
    pub fn resend_code(self, email: String) {
        self.want(Intent::Account(AccountIntent::Resend(plain_address(email))));
    }

    /// Starts the sign-in over.
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

    /// Answers the question to a person who signs in over another one's page.
    pub fn answer_replace(self, replace: bool) {
        self.want(Intent::ReplaceAnswer(replace));
    }

    /// Sets the draft of the open conversation.
    pub fn type_draft(self, text: String) {
        self.want(Intent::Draft(text));
    }

    /// Of two drafts of the open conversation, uses the other one, or keeps the one in the field.
    pub fn choose_draft(self, other: bool) {
        self.want(Intent::ChooseDraft { other });
    }

    /// Takes another handle.
    pub fn choose_handle(self, handle: String) {
        self.want(Intent::ChooseHandle(handle));
    }

    /// Opens the conversation that the address bar shows; where the reader was last, if a reload or the browser's
    /// history led there.
    pub fn open(self, key: Option<ConversationKey>) {
        self.want(Intent::Open(key));
        if history::take_led_here() {
            self.want(Intent::ReturnToPosition);
        }
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

    /// Gives an own message another text, made from this version of it, or says why that is no message.
    pub fn edit(self, key: &RowKey, text: &str, version: u64) -> Result<(), TextFault> {
        let (key, text) = (key.clone(), check_text(text)?.to_owned());
        self.want(Intent::Edit { key, text, version });
        Ok(())
    }

    /// Deletes an own message that was sent; it can be undone for a moment.
    pub fn delete(self, key: &RowKey) {
        self.want(Intent::Delete(key.clone()));
    }

    /// Takes such a deletion back.
    pub fn undo_delete(self, key: &RowKey) {
        self.want(Intent::UndoDelete(key.clone()));
    }

    /// Of two texts of a message, uses the own one.
    pub fn keep_edit(self, key: &RowKey) {
        self.want(Intent::KeepEdit(key.clone()));
    }

    /// Leaves a message as the server has it.
    pub fn drop_edit(self, key: &RowKey) {
        self.want(Intent::DropEdit(key.clone()));
    }

    /// Copies a text to the clipboard, at once; `false` where the browser refuses.
    pub fn copy_text(self, text: &str) -> impl Future<Output = bool> + use<> {
        clipboard::write(text)
    }

    /// Notes where the reader is in the open conversation; `None`: at its newest message.
    pub fn note_position(self, position: Option<ReadingPosition>) {
        self.want(Intent::Position(position));
    }

    /// A message was on screen for long enough.
    pub fn seen(self, key: RowKey) {
        self.want(Intent::Seen(key));
    }

    /// The reader is back at the window.
    pub fn returned(self) {
        self.want(Intent::Returned);
    }

    /// Marks the open conversation as unread.
    pub fn mark_unread(self) {
        self.want(Intent::MarkUnread);
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

    /// Notes which rows of the list are on screen, beside the open conversation; `None`: nobody looks at this page.
    pub fn look(self, rows: Option<Vec<GroupId>>) {
        self.want(Intent::Look(rows));
    }

    /// Starts a group with the people of these handles; the title may be blank.
    pub fn start_group(self, handles: Vec<String>, title: String) {
        self.want(Intent::Group(GroupIntent::Start { handles, title }));
    }

    /// Gives the open group a title, or takes it away.
    pub fn title_group(self, title: String) {
        self.want(Intent::Group(GroupIntent::Title(title)));
    }

    /// Adds people to the open group.
    pub fn add_to_group(self, handles: Vec<String>) {
        self.want(Intent::Group(GroupIntent::Add(handles)));
    }

    /// Leaves the open group.
    pub fn leave_group(self) {
        self.want(Intent::Group(GroupIntent::Leave));
    }

    /// Removes somebody from the open group.
    pub fn remove_from_group(self, handle: String) {
        self.want(Intent::Group(GroupIntent::Remove(handle)));
    }

    /// Puts away what failed of these.
    pub fn dismiss_group_tasks(self) {
        self.want(Intent::Group(GroupIntent::Dismiss));
    }

    /// Copies the diagnostics to the clipboard, at once. Fails with their text where the browser refuses.
    pub fn copy_diagnostics(self) -> impl Future<Output = Result<(), String>> {
        let text = self.inner.with_value(|inner| (inner.diagnostics)());
        let written = clipboard::write(&text);
        async move {
            match written.await {
                true => Ok(()),
                false => Err(text),
            }
        }
    }

    /// The row with this key. Holds `None` once the row is gone.
    pub fn row(self, key: &RowKey) -> RowSignal<PlacedMessage> {
        self.inner.with_value(|inner| inner.rows.signal(key))
    }

    /// The listed conversation with this id.
    pub fn group(self, id: &GroupId) -> RowSignal<GroupRow> {
        self.inner.with_value(|inner| inner.groups.signal(id))
    }

    /// Takes the messages of others in the open conversation that were not announced yet. An effect that
    /// calls it runs again when more arrive.
    pub fn take_announcements(self) -> Vec<Announcement> {
        take(self.announcements)
    }

    /// The same of what is announced whatever page is shown.
    pub fn take_page_announcements(self) -> Vec<PageAnnouncement> {
        take(self.page_announcements)
    }

    fn want(self, intent: Intent) {
        self.inner.with_value(|inner| (inner.intents)(intent));
    }
}

fn take<T: Send + Sync + 'static>(waiting: RwSignal<Vec<T>>) -> Vec<T> {
    waiting.track();
    waiting
        .try_update_untracked(std::mem::take)
        .unwrap_or_default()
}

/// The app of this page.
///
/// # Panics
/// Outside the tree that `main` mounts.
pub fn use_app() -> App {
    use_context::<App>().expect("App is provided at the root")
}
