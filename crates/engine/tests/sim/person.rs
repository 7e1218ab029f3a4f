//! What the person does in the tab that is being simulated.

use cruddur_engine::event::{Event, Intent};
use cruddur_engine::view::{ConversationKey, DeliveryState, EditState, MessageView};

use crate::client::Client;
use crate::observed::{Typed, Written};
use crate::screen::{name_of, version_of};
use crate::server::{OTHERS, ROOM};
use crate::step::{Peer, Person};
use crate::world::World;

impl World {
    pub fn person(&mut self, action: Person) {
        if self.client.asleep {
            return;
        }
        if self.client.away {
            return match action {
                Person::Open(_) | Person::ShowTab | Person::ReloadPage => self.start_page(),
                _ => {}
            };
        }
        if !self.client.is_signed_in() {
            return self.sign_in();
        }
        match action {
            Person::Send => self.write(None),
            Person::SendRefused(status) => self.write(Some(status)),
            Person::Open(peer) => self.intent(Intent::Open(Some(key_of(peer)))),
            Person::OpenNone => self.intent(Intent::Open(None)),
            Person::LoadOlder => self.intent(Intent::LoadOlder),
            Person::Retry => self.retry(),
            Person::Discard => self.discard(),
            Person::EditOwn => self.edit_own(),
            Person::DeleteOwn => self.delete_own(),
            Person::UndoDelete => self.undo_delete(),
            Person::ChooseText { keep } => self.choose_text(keep),
            Person::ReadScreen { all_but } => self.read_screen(usize::from(all_but)),
            Person::MarkUnread => self.intent(Intent::MarkUnread),
            Person::Reload => self.intent(Intent::Reload),
            Person::LoadOlderGroups => self.intent(Intent::LoadOlderGroups),
            Person::ReloadGroups => self.intent(Intent::ReloadGroups),
            Person::SearchPeople => self.intent(Intent::SearchPeople("ba".into())),
            Person::Look { looks, list } => self.look(looks, list),
            Person::Draft => {
                self.draft();
                self.draft_in_the_other_tab();
            }
            Person::ChooseDraft { other } => self.choose_draft(other),
            Person::ChooseHandle => self.intent(Intent::ChooseHandle("other".into())),
            Person::ShowTab => {
                self.dispatch(Event::SignOuts(self.browser.sign_outs.clone()));
                self.dispatch(Event::Woken);
            }
            Person::LeaveSite => self.leave_site(),
            Person::ReloadPage => {
                self.count("page reloaded");
                self.observed.page_ended(self.client.page, self.now);
                self.start_page();
            }
            Person::SignOut { leave } => {
                self.intent(Intent::SignOut);
                if self.client.engine.notices().leaving > 0 {
                    self.intent(Intent::SignOutAnswer(leave));
                }
            }
        }
    }

    pub fn sign_in(&mut self) {
        self.server.pool.revoked = false;
        self.intent(Intent::sign_in("andrewbrown@example.com", "secret"));
    }

    /// Each text is written once, so that a text names its message.
    fn write(&mut self, refused: Option<u16>) {
        let other = match &self.client.open {
            Some(ConversationKey::Group(id)) => {
                let at = self.server.group(&id.0).filter(|_| id.0 != ROOM);
                at.map(|at| self.server.other(at))
            }
            Some(ConversationKey::New(handle)) => OTHERS.into_iter().find(|known| known == handle),
            None => None,
        };
        let (Some(other), Some(to)) = (other, self.client.open.clone()) else {
            return;
        };
        let mut text = format!("s{}", self.observed.written.len());
        if let Some(status) = refused {
            text = format!("{text} refuse{status}");
            self.count("refused message");
        }
        self.observed.written.push(Written {
            text: text.clone(),
            other,
            discarded: false,
            edited: None,
            conflict: false,
            deleted: false,
            by_hand: false,
            aside: false,
            queue: (self.client.page, to),
            forgotten: false,
        });
        let shown = self.client.engine.draft().to_owned();
        self.observed.draft_gone(&shown);
        self.intent(Intent::Send(text));
    }

    fn draft(&mut self) {
        if self.client.open.is_none() || self.client.open == Some(key_of(Peer::Room)) {
            return;
        }
        let shown = self.client.engine.draft().to_owned();
        self.observed.draft_gone(&shown);
        let text = format!("draft {}.", self.observed.drafts);
        self.observed.drafts += 1;
        self.observed.typed.push(Typed {
            text: text.clone(),
            page: self.client.page,
            at: self.now,
        });
        self.intent(Intent::Draft(text));
    }

    /// Before either tab has heard of the other's text.
    fn draft_in_the_other_tab(&mut self) {
        let open = &self.client.open;
        let same = |other: &Client| other.open == *open && !other.asleep && other.is_signed_in();
        if !self.other.as_deref().is_some_and(same) || !self.jitter.percent(50) {
            return;
        }
        let (here, there) = (
            self.client.page,
            self.other.as_ref().map(|other| other.page),
        );
        if there.is_some_and(|there| self.switch_to(there)) {
            self.draft();
        }
        self.switch_to(here);
    }

    fn choose_draft(&mut self, other: bool) {
        let Some(offered) = self.client.engine.other_draft().map(str::to_owned) else {
            return;
        };
        self.count("two drafts");
        let gone = if other {
            self.client.engine.draft().to_owned()
        } else {
            offered
        };
        self.observed.draft_gone(&gone);
        self.intent(Intent::ChooseDraft { other });
    }

    /// The first message on screen that was not sent, or waits. One that was not sent the person decides on from here on.
    fn failed_message(&mut self) -> Option<(MessageView, &mut Written)> {
        let failed = |row: &MessageView| matches!(row.state, DeliveryState::NotSent(_));
        let may = |row: &MessageView| failed(row) || row.waits;
        let row = self.client.engine.messages().into_iter().find(may)?;
        let mut written = self.observed.written.iter_mut();
        let written = written.find(|written| written.text == row.text)?;
        written.by_hand |= failed(&row);
        Some((row, written))
    }

    /// The last own message that was sent and is not deleted.
    fn sent_message(&mut self) -> Option<(MessageView, &mut Written)> {
        let may = |row: &MessageView| {
            row.state == DeliveryState::Sent && row.version.is_some_and(|version| version > 0)
        };
        let rows = self.client.engine.messages();
        let row = rows.into_iter().rfind(may)?;
        let mut written = self.observed.written.iter_mut();
        let written = written.find(|written| name_of(&written.text) == name_of(&row.text))?;
        Some((row, written))
    }

    /// Each text of a message is written once, too.
    fn edit_own(&mut self) {
        let Some((row, written)) = self.sent_message() else {
            return;
        };
        let version = written.edited.as_deref().map_or(1, version_of) + 1;
        let text = format!("{} v{version}", name_of(&written.text));
        written.edited = Some(text.clone());
        self.intent(Intent::Edit {
            key: row.key,
            text: text.clone(),
            version: row.version.unwrap_or(0),
        });
        let shown = self.client.engine.messages();
        let shown = shown.iter().any(|row| row.text == text);
        assert!(shown, "{text} is not shown at once");
    }

    fn delete_own(&mut self) {
        if let Some((row, written)) = self.sent_message() {
            written.deleted = true;
            self.intent(Intent::Delete(row.key));
        }
    }

    fn undo_delete(&mut self) {
        let may = |row: &MessageView| row.edit == EditState::Undoable;
        let rows = self.client.engine.messages();
        if let Some(row) = rows.into_iter().find(may) {
            self.intent(Intent::UndoDelete(row.key));
        }
    }

    fn choose_text(&mut self, keep: bool) {
        let may = |row: &MessageView| matches!(row.edit, EditState::Conflict { .. });
        let rows = self.client.engine.messages();
        if let Some(row) = rows.into_iter().find(may) {
            self.intent(if keep {
                Intent::KeepEdit(row.key)
            } else {
                Intent::DropEdit(row.key)
            });
        }
    }

    fn read_screen(&mut self, all_but: usize) {
        let rows = self.client.engine.messages();
        let sent = |row: &&MessageView| row.state == DeliveryState::Sent;
        if let Some(row) = rows.iter().rev().filter(sent).nth(all_but) {
            self.intent(Intent::Seen(row.key.clone()));
        }
    }

    fn retry(&mut self) {
        if let Some((row, _)) = self.failed_message() {
            self.intent(Intent::Retry(row.key));
        }
    }

    fn discard(&mut self) {
        let Some((row, written)) = self.failed_message() else {
            return;
        };
        written.discarded = true;
        // It may have arrived all the same, and comes back as any message of the server.
        self.observed.keys.remove(&row.text);
        self.intent(Intent::Discard(row.key.clone()));
        let rows = self.client.engine.messages();
        let is_there = rows.iter().any(|known| known.key == row.key);
        assert!(
            !is_there || self.client.tabbed,
            "{} was discarded and is still there",
            row.text
        );
    }
}

fn key_of(peer: Peer) -> ConversationKey {
    match peer {
        Peer::Bayko => ConversationKey::Group("g-bayko".into()),
        Peer::Londo => ConversationKey::Group("g-londo".into()),
        Peer::Vir => ConversationKey::New("vir".into()),
        Peer::Room => ConversationKey::Group(ROOM.into()),
    }
}
