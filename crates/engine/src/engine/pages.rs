//! Pages of messages, and what they mean for the outbox.

use cruddur_contract::GroupId;

use super::Engine;
use crate::api::Page;
use crate::effect::{RequestId, TimerKey};
use crate::http::Failure;
use crate::timeline::{LoadedPage, PageOutcome, Retry};
use crate::view::ConversationKey;

/// After so many milliseconds a message that has its place in the order is written, or will never be.
pub(super) const WRITTEN_AFTER: u64 = 10_000;

impl Engine {
    pub(super) fn page_loaded(
        &mut self,
        id: RequestId,
        group: &GroupId,
        page: &Page,
        loaded: Result<LoadedPage, Failure>,
    ) {
        if let Ok(loaded) = &loaded {
            self.server.is_full |= loaded.rows.iter().any(|row| row.version.is_some());
            for row in &loaded.rows {
                self.reads.wrote(group, row);
            }
            self.reads.touch(group);
        }
        let unclear = !self.server.is_full && self.outbox.is_sending(group);
        let me = self.my_handle();
        let outcome = self
            .timelines
            .loaded(id, group, page, loaded, (&me, unclear));
        let retry = match outcome {
            PageOutcome::Unused => return,
            PageOutcome::Merged { complete, progress } => {
                self.page_merged(group, complete);
                if progress {
                    self.catch_up.page_helped();
                }
                self.timelines
                    .after_page(&mut self.ctx, group, page, progress)
            }
            PageOutcome::Failed(failure) => {
                self.refused_for_group(group, &failure);
                if *page == Page::Newest {
                    let key = ConversationKey::Group(group.clone());
                    self.outbox.checked(&key, Some(&failure.clone().trouble()));
                }
                self.timelines
                    .after_failure(&mut self.ctx, group, page, &failure)
            }
        };
        match retry {
            Retry::None => {}
            Retry::Page => self.catch_up.retry_later(&mut self.ctx),
            Retry::Gap => self.catch_up.retry_gap_later(&mut self.ctx),
            Retry::Held => self.ctx.set_timer(TimerKey::CatchUp, WRITTEN_AFTER),
        }
        self.go_on_returning();
    }

    fn page_merged(&mut self, group: &GroupId, complete: bool) {
        let newest = self
            .timelines
            .get(group)
            .and_then(|t| t.entries().next_back());
        if let Some((entry, _)) = newest {
            self.announcements.note(group, entry.row.created_at);
        }
        self.reconcile(group);
        if complete {
            let key = ConversationKey::Group(group.clone());
            let passed = self.outbox.drop_acknowledged(group);
            if !self.leads() {
                // The leader shares them until it has seen that itself.
                self.outbox.seen_by_follower(&passed);
            }
            self.outbox.checked(&key, None);
            self.send_next(&key);
        }
    }
}
