//! What the person wants, each to its part.

use cruddur_contract::person::{bare_handle, fold_handle};

use super::Engine;
use crate::event::Intent;
use crate::view::ConversationKey;

impl Engine {
    pub(super) fn intent(&mut self, intent: Intent) {
        match intent {
            Intent::Account(intent) => self.account_intent(intent),
            Intent::SignOut if self.unsent() > 0 => self.sign_out.ask(true),
            Intent::SignOut | Intent::SignOutAnswer(true) => self.leave(),
            Intent::ReplaceAnswer(replace) => self.replace_answered(replace),
            Intent::SignOutAnswer(false) => self.sign_out.ask(false),
            Intent::ChooseHandle(handle) => {
                self.session.choose_handle(&mut self.ctx, handle.trim());
            }
            Intent::Open(key) => self.open(key.map(folded)),
            Intent::Look(rows) => self.presence.watching.look(rows),
            Intent::SearchPeople(query) => self.people.typed(&mut self.ctx, &query),
            intent if self.is_signed_in() => self.signed_in_intent(intent),
            _ => {}
        }
    }

    fn signed_in_intent(&mut self, intent: Intent) {
        let ctx = &mut self.ctx;
        match intent {
            Intent::LoadOlder => {
                if let Some(group) = self.conversations.open_group() {
                    self.timelines.load_older(ctx, group);
                }
            }
            Intent::Position(position) => self.position_seen(position),
            Intent::ReturnToPosition => self.return_to_position(),
            Intent::Reload => self.reload(),
            Intent::LoadOlderGroups => self.conversations.load_older(ctx),
            Intent::ReloadGroups => self.conversations.load(ctx),
            Intent::Send(text) => self.send(text),
            Intent::Draft(text) => {
                self.say_typing(&text);
                let ctx = &mut self.ctx;
                if let Some(open) = self.conversations.open() {
                    self.persistence.draft_typed(ctx, open, text);
                }
            }
            Intent::ChooseDraft { other } => {
                if let Some(open) = self.conversations.open() {
                    self.persistence.draft_chosen(ctx, open, other);
                }
            }
            Intent::Retry(key) => self.retry(key),
            Intent::Discard(key) => self.discard(key),
            Intent::Edit { key, text, version } => self.edit(key, text, version),
            Intent::Delete(key) => self.delete(&key),
            Intent::UndoDelete(key) => self.undo_delete(&key),
            Intent::KeepEdit(key) => self.keep_edit(&key),
            Intent::DropEdit(key) => self.drop_edit(&key),
            Intent::Group(intent) => self.group_intent(intent),
            Intent::Seen(key) => self.seen(&key),
            Intent::Returned => self.reader_returned(),
            Intent::MarkUnread => self.mark_unread(),
            _ => {}
        }
    }
}

fn folded(key: ConversationKey) -> ConversationKey {
    match key {
        ConversationKey::New(handle) => ConversationKey::New(fold_handle(bare_handle(&handle))),
        group => group,
    }
}
