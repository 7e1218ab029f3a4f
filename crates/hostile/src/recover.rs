//! Once everything around the engine is well again, everything works.

use cruddur_engine::event::{AccountIntent, Event, Intent};
use cruddur_engine::view::{
    ConnectionStatus, DeliveryState, Load, MessageView, RowKey, SessionView,
};

use crate::stage::{GROUP, Stage};

/// The longest the engine may take: longer than any pause between two attempts, milliseconds.
const REST: u64 = 65_000;

impl Stage {
    /// Lets things come to rest and has a look: Andrew is signed in, perhaps anew, connected, has his
    /// conversation on screen with all the server has, and what he writes is sent.
    pub fn recover(&mut self) {
        self.tell(Event::LockGranted);
        self.run(REST);
        self.sign_in_where_asked();
        self.open();
        self.run(REST);
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
            // Whatever was asked for meanwhile: the person begins anew.
            self.want(Intent::Account(AccountIntent::StartOver));
            self.want(Intent::sign_in("andrewbrown@example.com", "secret"));
            self.run(REST);
        }
        if self.engine.handle_prompt().is_some() {
            self.want(Intent::ChooseHandle("andrewbrown".into()));
            self.run(REST);
        }
        let view = self.engine.session_view();
        assert!(matches!(view, SessionView::SignedIn(_)), "{view:?}");
        assert!(!self.engine.notices().expired, "signed in anew");
    }

    /// Of the server's messages none is missing.
    fn shows_all(&self) {
        let conversation = self.engine.conversation();
        let load = conversation.map(|conversation| conversation.load);
        assert_eq!(load, Some(Load::Ready), "the conversation");
        let shown = self.engine.messages();
        for id in self.server.ids() {
            let key = RowKey::of_message(&id.into());
            let is_it =
                |row: &MessageView| row.key == key || self.server.client_id(id) == Some(&row.key.0);
            assert!(shown.iter().any(is_it), "{id} is missing");
        }
    }

    fn sends(&mut self) {
        let text = "Still here, and this is the last word";
        self.want(Intent::Send(text.into()));
        self.run(REST);
        let messages = self.engine.messages();
        let mut sent = messages.iter().filter(|message| message.text == text);
        let state = sent.next().map(|message| &message.state);
        assert_eq!(state, Some(&DeliveryState::Sent));
        assert_eq!(sent.next(), None, "once");
    }
}
