//! Groups that are being started, and conversations that the person is in no more.

use cruddur_contract::GroupId;

use super::{Persistence, StoreKey, deletion, record};
use crate::ctx::Ctx;
use crate::effect::StoreChange;
use crate::groups::StartRecord;

impl Persistence {
    /// Stores a group that is to be started. The journal has it before the page can end.
    pub fn store_start(&mut self, ctx: &mut Ctx, start: &StartRecord) {
        let put = StoreChange {
            key: StoreKey::Start(start.client_group_id.clone()).to_string(),
            value: Some(record::encode(start)),
        };
        if self.ready {
            self.write(ctx, vec![put]);
        } else {
            self.journal.note(None, &[put]);
        }
    }

    /// It is started, or will not be.
    pub fn delete_start(&mut self, ctx: &mut Ctx, client_group_id: String) {
        let key = StoreKey::Start(client_group_id);
        self.write(ctx, vec![deletion(key.to_string())]);
    }

    /// Deletes what is cached of a conversation. Drafts and messages have owners of their own.
    pub fn forget_conversation(&mut self, ctx: &mut Ctx, group: &GroupId) {
        let keys = [
            StoreKey::Page(group.clone()),
            StoreKey::Position(group.clone()),
        ];
        self.cache.forget(group);
        self.positions.set(group, None);
        self.dirty.retain(|key| !keys.contains(key));
        let changes = keys.iter().map(|key| deletion(key.to_string()));
        self.write(ctx, changes.collect());
    }
}
