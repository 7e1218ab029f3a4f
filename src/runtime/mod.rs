//! Runs the engine: feeds it events, carries out its effects, publishes its state as signals.
//!
//! Views know [`App`] only: signals to read and a handful of intents to call.

use std::sync::Arc;

use cruddur_contract::config::AppConfig;
use cruddur_contract::message::{TextFault, check_text};
use cruddur_engine::event::Intent;
use cruddur_engine::view::*;
use leptos::prelude::*;

/// The app as views see it. `Copy`; read it with [`use_app`].
#[derive(Clone, Copy)]
pub struct App {
    /// Who is signed in.
    pub session: ReadSignal<SessionView>,
    /// The sign-in form's state.
    pub sign_in: ReadSignal<SignInView>,
    /// Set while the person must choose another handle.
    pub handle_prompt: ReadSignal<Option<HandlePrompt>>,
    /// The live connection.
    pub connection: ReadSignal<ConnectionStatus>,
    /// Messages waiting to be sent, over all conversations.
    pub waiting: ReadSignal<usize>,
    /// The list of conversations.
    pub groups: ReadSignal<GroupsView>,
    /// The open conversation, without its rows.
    pub conversation: ReadSignal<Option<ConversationView>>,
    /// The open conversation's rows, oldest first.
    pub rows: ReadSignal<Vec<RowKey>>,
    /// The people search.
    pub people: ReadSignal<PeopleView>,
    /// The server's time in milliseconds since 1970-01-01 UTC; ticks every 15 seconds and on waking.
    pub now: ReadSignal<i64>,
}

impl App {
    /// The configuration this page runs with.
    pub fn config(self) -> Arc<AppConfig> {
        todo!()
    }

    /// Signs in.
    pub fn sign_in(self, email: String, password: String) {
        self.want(Intent::SignIn { email, password });
    }

    /// Signs out.
    pub fn sign_out(self) {
        self.want(Intent::SignOut);
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
    pub fn row(self, key: &RowKey) -> ArcReadSignal<Option<Arc<PlacedMessage>>> {
        let _ = key;
        todo!()
    }

    fn want(self, intent: Intent) {
        let _ = intent;
        todo!()
    }
}

/// The app of this page.
///
/// # Panics
/// Outside the tree that `main` mounts.
pub fn use_app() -> App {
    use_context::<App>().expect("App is provided at the root")
}
