//! Runs the engine: feeds it events, carries out its effects, publishes its state as signals.
//!
//! Views know [`App`] only: signals to read and a handful of intents to call.

use std::sync::Arc;

use cruddur_contract::config::AppConfig;
use cruddur_contract::message::TextFault;
use cruddur_contract::GroupId;
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

/// The app of this page.
///
/// # Panics
/// Outside the tree that `main` mounts.
pub fn use_app() -> App {
    use_context::<App>().expect("App is provided at the root")
}
