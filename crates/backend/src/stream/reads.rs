//! Who has read on is told to the other members, and to the reader's own devices also what became of their row.

use std::collections::HashSet;

use cruddur_contract::{GroupId, PersonId};

use super::pass::Pass;
use super::{Stream, frames};
use crate::push::Posting;
use crate::table::{Receipt, TableError};

/// Concurrent posts of receipts, which messages do not wait for.
const PARALLEL_RECEIPTS: usize = 32;

/// A receipt that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub group: GroupId,
    pub reader: PersonId,
    /// Nothing has changed that others see.
    pub only_own: bool,
}

impl Stream {
    /// Pushes each of these receipts; a failure is logged, since clients read receipts by REST after each connect.
    pub(super) async fn push_all_reads(&self, reads: &[Read], pass: &Pass) {
        for read in reads {
            let push = Box::pin(self.push_read(read, pass));
            match tokio::time::timeout_at(pass.posts_until, push).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::warn!(group = %read.group, %error, "a receipt could not be pushed");
                }
                Err(_) => tracing::warn!(group = %read.group, "no time left to push a receipt"),
            }
        }
    }

    /// Pushes what is true now: records come repeated, late and out of order.
    async fn push_read(&self, read: &Read, pass: &Pass) -> Result<(), TableError> {
        let Some(meta) = self.table.conversation(&read.group).await? else {
            return Ok(());
        };
        if meta.membership(&read.reader).is_none() {
            return Ok(());
        }
        let receipts = self.table.receipts(&read.group, [&read.reader]).await?;
        let receipt = receipts.first().filter(|_| !read.only_own);
        let told = |one: &&PersonId| {
            let may = |receipt: &Receipt| {
                let member = meta.membership(one);
                member.is_some_and(|member| receipt.may_be_told(member))
            };
            **one == read.reader || receipt.is_some_and(may)
        };
        let told: HashSet<PersonId> = meta.members.keys().filter(told).cloned().collect();
        let of = self.connections(told, pass.now_micros).await?;
        let frame = receipt.and_then(|one| frames::read(&read.group, &read.reader, one));
        let own = if of.contains_key(&read.reader) {
            let reader = HashSet::from([read.reader.clone()]);
            self.table.rows_of_members(&[meta], &reader).await?
        } else {
            Vec::new()
        };
        let mut posts = Vec::new();
        for (member, connections) in of {
            let mut mine: Vec<String> = frame.iter().cloned().collect();
            if member == read.reader {
                mine.extend(own.iter().filter_map(frames::update));
            }
            posts.extend(connections.into_iter().map(|one| (one, mine.clone())));
        }
        let posting = Posting::new(PARALLEL_RECEIPTS, pass.now_micros);
        self.gateway.post_all(&self.table, posts, &posting).await;
        Ok(())
    }
}
