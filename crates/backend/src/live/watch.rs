//! What a client watches, and who is writing.

use std::collections::BTreeSet;

use cruddur_contract::frame::{MAX_WATCHED, ServerFrame};
use cruddur_contract::presence::{Presence, Typist};
use cruddur_contract::{GroupId, PersonId};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::Live;
use crate::ids;
use crate::presence::{presence, unknown};
use crate::table::{Connection, TableError, Watched};

/// People whose connections are read concurrently.
const PARALLEL: usize = 32;
/// People in a frame: of the longest names, so many stay below a frame's limit.
const PER_FRAME: usize = 40;

impl Live {
    /// Watches these conversations instead of those before, as far as the person is a member, and answers with the
    /// presence of their other members.
    pub(super) async fn watch(
        &self,
        connection: &Connection,
        groups: Vec<GroupId>,
        now_micros: i64,
    ) -> Result<(), TableError> {
        let (watched, people) = self.watchable(&connection.user_uuid, groups).await?;
        if !self.table.watch(connection, &watched).await? {
            return Ok(());
        }
        let all = self.presences(people, now_micros).await?;
        let mut frames: Vec<Vec<Presence>> = all.chunks(PER_FRAME).map(<[_]>::to_vec).collect();
        if frames.is_empty() {
            frames.push(Vec::new());
        }
        for users in frames {
            let text = ServerFrame::PresenceState(users).to_text();
            let text = text.unwrap_or_default();
            self.gateway.post(&connection.connection_id, &text).await;
        }
        Ok(())
    }

    /// Tells those who watch the conversation that the person is writing, once in a while.
    pub(super) async fn typing(
        &self,
        connection: &Connection,
        group: &GroupId,
        now_micros: i64,
    ) -> Result<(), TableError> {
        let person = &connection.user_uuid;
        let Some(group) = canonical(group) else {
            return Ok(());
        };
        if self.table.conversation_of(&group, person).await?.is_none() {
            return Ok(());
        }
        let watchers = self.table.watchers(person, Some(&group), now_micros);
        let watchers = watchers.await?;
        if watchers.is_empty() {
            return Ok(());
        }
        let turn = self.table.take_typing_turn(person, &group, now_micros);
        if !turn.await? {
            return Ok(());
        }
        let Some(record) = self.table.person(person).await? else {
            return Ok(());
        };
        let frame = ServerFrame::Typing(Typist {
            message_group_uuid: group,
            user_uuid: record.person.uuid,
            handle: record.person.handle,
            display_name: record.person.display_name,
        });
        let gone = self.gateway.tell(&self.table, person, watchers, &frame);
        let gone = gone.await?;
        self.gateway.forget_all(&self.table, gone, now_micros).await
    }

    /// Of these conversations those of the person, with their other members.
    async fn watchable(
        &self,
        person: &PersonId,
        groups: Vec<GroupId>,
    ) -> Result<(Watched, BTreeSet<PersonId>), TableError> {
        let groups: BTreeSet<GroupId> = groups.iter().filter_map(canonical).collect();
        let groups: Vec<GroupId> = groups.into_iter().take(MAX_WATCHED).collect();
        let (mut watched, mut people) = (Watched::new(), BTreeSet::new());
        for meta in self.table.conversations(&groups).await? {
            if !meta.members.contains_key(person) {
                continue;
            }
            let others = meta.members.into_keys().filter(|one| one != person);
            let others: Vec<PersonId> = others.collect();
            people.extend(others.iter().cloned());
            watched.insert(meta.of_group, others);
        }
        Ok((watched, people))
    }

    /// The presence of these people, with their current names.
    async fn presences(
        &self,
        people: BTreeSet<PersonId>,
        now_micros: i64,
    ) -> Result<Vec<Presence>, TableError> {
        let ids: Vec<PersonId> = people.into_iter().collect();
        let seen = self.table.last_seen(&ids).await?;
        let names = self.table.current_names(&ids).await?;
        let (seen, names) = (&seen, &names);
        let of = |id: PersonId| async move {
            let id = &id;
            let open = self.table.connections_of(id, now_micros).await?;
            let last = seen.iter().find(|one| one.user_uuid == *id);
            let since = last.map(|one| one.seen_at);
            let person = names.of(id).cloned().unwrap_or_else(|| unknown(id));
            Ok::<_, TableError>(presence(person, !open.is_empty(), since))
        };
        stream::iter(ids.iter().cloned())
            .map(of)
            .buffered(PARALLEL)
            .try_collect()
            .await
    }
}

/// The id in the form in which it is stored.
fn canonical(group: &GroupId) -> Option<GroupId> {
    Some(ids::canonical(group.as_str())?.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use cruddur_contract::frame::MAX_FRAME_BYTES;
    use cruddur_contract::{Person, Timestamp};

    #[test]
    fn the_longest_names_fit_a_frame() {
        let person = Person {
            uuid: "u".repeat(36).into(),
            handle: "h".repeat(30),
            display_name: "😀".repeat(80),
        };
        let one = presence(person, false, Some(Timestamp::EPOCH));
        let frame = ServerFrame::PresenceState(vec![one; PER_FRAME]);
        assert!(frame.to_text().expect("JSON").len() < MAX_FRAME_BYTES);
    }
}
