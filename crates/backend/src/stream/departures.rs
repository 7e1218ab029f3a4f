//! Telling people that they are no members of a conversation any more.

use cruddur_contract::{GroupId, PersonId};

use super::batch::Conversation;
use super::pass::Pass;
use super::{Stream, frames};
use crate::table::{Connection, TableError};

impl Stream {
    /// Pushes a `DELETE message_groups` frame to all connections of those who left by these messages and are no members
    /// now, and ends their watches of the conversation. A lost frame is not a failure: clients find out by REST.
    pub(super) async fn push_departures(&self, conversation: &Conversation, pass: &Pass) {
        let left = conversation.left();
        let Some(group) = conversation.group().filter(|_| !left.is_empty()) else {
            return;
        };
        let told = Box::pin(self.tell_gone(group, left.into_iter().cloned().collect(), pass));
        match tokio::time::timeout_at(pass.posts_until, told).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%group, %error, "departures were not told"),
            Err(_) => tracing::warn!(%group, "no time left: departures were not told"),
        }
    }

    async fn tell_gone(
        &self,
        group: &GroupId,
        mut people: Vec<PersonId>,
        pass: &Pass,
    ) -> Result<(), TableError> {
        let meta = self.table.conversation(group).await?;
        let members = meta.map(|meta| meta.members).unwrap_or_default();
        people.retain(|person| !members.contains_key(person));
        let of = self
            .connections(people.into_iter().collect(), pass.now_micros)
            .await?;
        let connections: Vec<Connection> = of.into_values().flatten().collect();
        let frame: Vec<String> = frames::removed(group).into_iter().collect();
        let posts = connections.iter().map(|one| (one.clone(), frame.clone()));
        self.gateway
            .post_all(&self.table, posts.collect(), &pass.posting)
            .await;
        for connection in &connections {
            self.table.end_watch(connection, group).await?;
        }
        Ok(())
    }
}
