//! What is brought to the device a moment after it changed: drafts, and what the screen shows, so that
//! the next start has something to show at once.

use cruddur_contract::{GroupId, GroupRow, MessageRow, lenient};

use super::Engine;
use super::sending::queue_name;
use crate::api::MESSAGE_PAGE;
use crate::effect::{Change, TimerKey};
use crate::view::{ConversationKey, Load};

/// Changes are gathered for this long, milliseconds: what is typed within it can be lost with the page.
const PAUSE: u64 = 300;
/// Conversations of the list that are kept.
const GROUPS: usize = 50;
/// The list's name on the device.
pub(super) const LIST: &str = "groups";

impl Engine {
    /// The open conversation's draft was changed.
    pub(super) fn draft_typed(&mut self, text: String) {
        let Some(open) = &*self.open else { return };
        let queue = queue_name(open);
        self.drafts.get_mut().set(&queue, text);
        self.save_soon(draft_name(&queue));
    }

    /// A message was taken from the composer: its draft goes, here and in the change that keeps the
    /// message.
    pub(super) fn draft_sent(&mut self, to: &ConversationKey) -> Vec<Change> {
        let queue = queue_name(to);
        self.drafts.get_mut().take(&queue);
        let key = draft_name(&queue);
        self.unsaved.retain(|name| *name != key);
        vec![Change { key, value: None }]
    }

    /// The conversation with a person has an id now: what was typed for it goes along.
    pub(super) fn draft_moved(&mut self, from: &ConversationKey, group: &GroupId) {
        let queue = queue_name(from);
        if matches!(from, ConversationKey::Group(_)) {
            return;
        }
        let text = self.drafts.get_mut().take(&queue);
        if text.is_empty() {
            return;
        }
        let to = queue_name(&ConversationKey::Group(group.clone()));
        let there = self.drafts.get_mut().take(&to);
        let both = match there.as_str() {
            "" => text,
            there if there == text => text,
            there => [there, &text].join("\n"),
        };
        self.drafts.get_mut().set(&to, both);
        self.save_soon(draft_name(&queue));
        self.save_soon(draft_name(&to));
    }

    /// A draft was found on the device. What was typed meanwhile counts more.
    pub(super) fn draft_found(&mut self, queue: &str, text: String) {
        let name = draft_name(queue);
        if !self.unsaved.contains(&name) && self.drafts.get(queue).is_empty() {
            self.drafts.get_mut().set(queue, text);
        }
    }

    /// What was typed for the open conversation and not sent.
    pub fn draft(&self) -> &str {
        let open = self.open.as_ref();
        open.map_or("", |open| self.drafts.get(&queue_name(open)))
    }

    /// The rows of a conversation changed.
    pub(super) fn page_changed(&mut self, group: &GroupId) {
        if self.config.offline_cache {
            self.save_soon(page_name(group));
        }
    }

    /// Has this brought to the device in a moment.
    pub(super) fn save_soon(&mut self, name: String) {
        if self.session.me().is_none() || self.unsaved.contains(&name) {
            return;
        }
        if self.unsaved.is_empty() {
            self.ctx.set_timer(TimerKey::Save, PAUSE);
        }
        self.unsaved.push(name);
    }

    /// Brings everything changed to the device.
    pub(super) fn save(&mut self) {
        if !self.storage.is_ready() {
            self.ctx.set_timer(TimerKey::Save, PAUSE);
            return;
        }
        let names = std::mem::take(&mut self.unsaved);
        let changes: Vec<Change> = names
            .into_iter()
            .filter_map(|key| self.saved(key))
            .collect();
        if !changes.is_empty() {
            self.storage.write(&mut self.ctx, changes);
        }
    }

    /// What is kept under this name from now on. `None`: what is there stays.
    fn saved(&self, key: String) -> Option<Change> {
        let value = match key.split_once('/') {
            Some(("draft", queue)) => {
                let draft = self.drafts.get(queue);
                (!draft.is_empty()).then(|| draft.to_owned())
            }
            Some((_, group)) => Some(self.page_text(&GroupId::from(group))?),
            None => Some(self.list_text()?),
        };
        Some(Change { key, value })
    }

    /// The newest rows of a conversation, without a gap.
    fn page_text(&self, group: &GroupId) -> Option<String> {
        let timeline = self.timelines.get(group)?;
        if *timeline.load != Load::Ready {
            return None;
        }
        let mut rows: Vec<&MessageRow> = Vec::new();
        for (entry, gap_before) in timeline.entries().rev().take(MESSAGE_PAGE) {
            rows.push(&entry.row);
            if gap_before {
                break;
            }
        }
        rows.reverse();
        serde_json::to_string(&rows).ok()
    }

    fn list_text(&self) -> Option<String> {
        let view = self.groups.view();
        if view.load != Load::Ready {
            return None;
        }
        let rows: Vec<&GroupRow> = view.rows.iter().take(GROUPS).map(AsRef::as_ref).collect();
        serde_json::to_string(&rows).ok()
    }

    /// The list as it was shown last.
    pub(super) fn list_found(&mut self, text: &str) {
        if let Ok(read) = lenient::list::<GroupRow>(text) {
            self.groups.found(read.items);
        }
    }

    /// A conversation's newest rows as they were shown last: there when it is opened.
    pub(super) fn page_found(&mut self, group: &str, text: String) {
        self.pages.set(group, text);
        if matches!(&*self.open, Some(ConversationKey::Group(open)) if open.as_str() == group) {
            self.show_saved_page(&GroupId::from(group));
        }
    }

    /// Until the server has told more, what was shown last is shown.
    pub(super) fn show_saved_page(&mut self, group: &GroupId) {
        let me = self.my_handle();
        let text = self.pages.take(group.as_str());
        if let (Some(timeline), Ok(read)) = (
            self.timelines.get_mut(group),
            lenient::list::<MessageRow>(&text),
        ) {
            timeline.found(&read.items, &me);
            self.settle(group);
        }
    }
}

fn draft_name(queue: &str) -> String {
    format!("draft/{queue}")
}

fn page_name(group: &GroupId) -> String {
    format!("page/{group}")
}
