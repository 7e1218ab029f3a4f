//! Once the server answers as it should, everything works again.

use cruddur_engine::event::{AccountIntent, Event, Intent};
use cruddur_engine::view::{
    ConnectionStatus, DeliveryState, Load, MessageView, RowKey, SessionView,
};

use crate::harness::{GROUP, Harness};

/// The longest the engine may take: longer than any back-off, milliseconds.
const SETTLE: u64 = 65_000;

impl Harness {
    /// Lets the engine settle and checks it: Andrew is signed in, perhaps again, connected, sees every message of
    /// his conversation, and can send one.
    pub fn recover(&mut self) {
        self.handle(Event::LockGranted);
        self.run(SETTLE);
        self.sign_in_where_asked();
        self.open();
        self.run(SETTLE);
        let groups = self.engine.groups_view();
        assert_eq!(groups.load, Load::Ready, "the list of conversations");
        assert!(groups.rows.iter().any(|row| row.uuid.as_str() == GROUP));
        assert_eq!(self.engine.connection(), ConnectionStatus::Connected);
        self.shows_all();
        self.sends();
    }

    fn sign_in_where_asked(&mut self) {
        let signed_in = matches!(self.engine.session_view(), SessionView::SignedIn(_));
        if !signed_in || self.engine.notices().expired {
            // The person starts over, whichever form is open.
            self.intent(Intent::Account(AccountIntent::StartOver));
            self.intent(Intent::sign_in("andrewbrown@example.com", "secret"));
            self.run(SETTLE);
        }
        if self.engine.handle_prompt().is_some() {
            self.intent(Intent::ChooseHandle("andrewbrown".into()));
            self.run(SETTLE);
        }
        let view = self.engine.session_view();
        assert!(matches!(view, SessionView::SignedIn(_)), "{view:?}");
        assert!(!self.engine.notices().expired, "signed in again");
    }

    fn shows_all(&self) {
        let conversation = self.engine.conversation();
        let load = conversation.map(|conversation| conversation.load);
        assert_eq!(load, Some(Load::Ready), "the conversation");
        let shown = self.engine.messages();
        for message in &self.server.groups[0].messages {
            let key = RowKey::of_message(&message.uuid);
            let client = message.client_message_id.as_ref();
            let is_it = |row: &MessageView| {
                row.key == key || client.is_some_and(|client| client.0 == row.key.0)
            };
            assert!(shown.iter().any(is_it), "{} is missing", message.uuid);
        }
    }

    fn sends(&mut self) {
        let text = "Still here, and this is the last message";
        self.intent(Intent::Send(text.into()));
        self.run(SETTLE);
        let messages = self.engine.messages();
        let mut sent = messages.iter().filter(|message| message.text == text);
        let state = sent.next().map(|message| &message.state);
        assert_eq!(state, Some(&DeliveryState::Sent));
        assert_eq!(sent.next(), None, "once");
    }
}
