//! What becomes of the events that a screen reader is told about on every page.

use cruddur_contract::frame::LiveMessage;
use cruddur_contract::person::same_handle;
use cruddur_contract::{GroupId, GroupRow};

use super::Engine;
use crate::view::{ConversationKey, PageAnnouncement};

impl Engine {
    /// What is new to be announced on every page since this was last called.
    pub fn take_page_announcements(&mut self) -> Vec<PageAnnouncement> {
        self.announcements.take()
    }

    /// A frame brought a new message.
    pub(super) fn announce_message(&mut self, live: &LiveMessage) {
        let (group, row) = (&live.message_group_uuid, &live.row);
        let new = self.announcements.note(group, row.created_at);
        let mine = same_handle(&row.handle, &self.my_handle());
        if new && !mine && row.system.is_none() && self.is_elsewhere(group) {
            self.announcements.message_from(&row.display_name);
        }
    }

    /// The list shows this of a conversation. It does not tell who wrote last; where it counts what is unread, one's
    /// own message from another device leaves none.
    pub(super) fn announce_row(&mut self, row: &GroupRow) {
        let news = self.announcements.is_news(&row.uuid, row.created_at);
        let unread = row.unread_count.is_none_or(|unread| unread > 0);
        if news && unread && row.last_system.is_none() && self.is_elsewhere(&row.uuid) {
            self.announcements.message_from(&row.display_name);
        }
    }

    fn is_elsewhere(&self, group: &GroupId) -> bool {
        self.conversations.open_group() != Some(group)
    }

    /// At the end of a turn: own messages that failed in it.
    pub(super) fn announce_failures(&mut self) {
        for item in self.announcements.newly_failed(&self.outbox) {
            let to = match &item.to {
                ConversationKey::Group(group) => {
                    let listed = self.conversations.get(group);
                    listed
                        .map(|row| row.display_name.clone())
                        .unwrap_or_default()
                }
                ConversationKey::New(handle) => self.conversations.new_conversation(handle).0,
            };
            self.announcements.not_sent(to);
        }
    }
}
