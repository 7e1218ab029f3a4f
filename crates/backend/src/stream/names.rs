//! A person's changed name, also that of a deleted one, is pushed to everyone who has a conversation with them.

use cruddur_contract::{GroupId, PersonId};

use super::pass::Pass;
use super::{Stream, frames};
use crate::push::Posting;
use crate::table::TableError;

/// The most rows pushed when a person's name changes. Members of other conversations get the name by REST.
const MAX_RENAMED_ROWS: usize = 100;
/// Concurrent posts of names: the gateway's and the table's capacity is the messages'.
const PARALLEL_NAMES: usize = 4;

impl Stream {
    /// Pushes each of these people's current names; a failure is logged, since every read shows current names.
    pub(super) async fn push_all_names(&self, people: &[PersonId], pass: &Pass) {
        for person in people {
            let push = Box::pin(self.push_current_names(person, pass));
            match tokio::time::timeout_at(pass.posts_until, push).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::warn!(%person, %error, "a changed name could not be pushed");
                }
                Err(_) => tracing::warn!(%person, "no time left to push a changed name"),
            }
        }
    }

    /// Pushes the rows of this person's newest conversations, with current names, to all members who have a
    /// connection, the person included.
    async fn push_current_names(&self, person: &PersonId, pass: &Pass) -> Result<(), TableError> {
        let rows = self.table.list(person, None, MAX_RENAMED_ROWS).await?;
        let groups: Vec<GroupId> = rows.into_iter().map(|row| row.message_group_uuid).collect();
        let metas = self.table.conversations(&groups).await?;
        let members = metas.iter().flat_map(|meta| meta.members.keys());
        let members = members.cloned().collect();
        let of = self.connections(members, pass.now_micros).await?;
        let listening = of.keys().cloned().collect();
        let rows = self.table.rows_of_members(&metas, &listening).await?;
        let mut posts = Vec::new();
        for (member, connections) in of {
            let mine = rows.iter().filter(|row| row.member == member);
            let frames: Vec<String> = mine.filter_map(frames::update).collect();
            posts.extend(connections.into_iter().map(|one| (one, frames.clone())));
        }
        let posting = Posting::new(PARALLEL_NAMES, pass.now_micros);
        self.gateway.post_all(&self.table, posts, &posting).await;
        Ok(())
    }
}
