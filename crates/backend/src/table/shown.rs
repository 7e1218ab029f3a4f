//! Rows of lists as the API shows them: with the members and their current names.

use std::collections::HashMap;

use cruddur_contract::profile::DELETED_NAME;
use cruddur_contract::{GroupId, GroupRow, Member, PersonId};

use super::Table;
use super::conversation::Meta;
use super::current_names::CurrentNames;
use super::error::TableError;
use super::list::ListRow;

/// The row as this member sees it: it names the others. A group with a title is called by it.
pub fn shown(row: &ListRow, meta: &Meta, names: &CurrentNames, reader: &PersonId) -> GroupRow {
    let members: Vec<Member> = meta
        .in_order()
        .into_iter()
        .map(|id| member(id, names))
        .collect();
    let others: Vec<&Member> = members
        .iter()
        .filter(|one| one.user_uuid != *reader)
        .collect();
    let first = others.first();
    let by_names = || {
        let all: Vec<&str> = others.iter().map(|one| one.display_name.as_str()).collect();
        all.join(", ")
    };
    GroupRow {
        uuid: row.message_group_uuid.clone(),
        display_name: meta.title.clone().unwrap_or_else(by_names),
        handle: first.map(|one| one.handle.clone()).unwrap_or_default(),
        message: row.message.clone(),
        created_at: row.last_message_at,
        user_uuid: first.filter(|_| meta.pair).map(|one| one.user_uuid.clone()),
        last_message_uuid: row.last_message_uuid.clone(),
        last_read_message_uuid: row.last_read_message_uuid.clone(),
        unread_count: Some(row.unread()),
        read_version: Some(row.read_version),
        title: meta.title.clone(),
        member_count: Some(members.len()),
        members: Some(members),
        created_by: meta.created_by.clone(),
        last_system: row.last_system,
    }
}

/// Every member has a record, also after deletion of the account; the fallback is for a broken table.
fn member(id: &PersonId, names: &CurrentNames) -> Member {
    let person = names.of(id);
    Member {
        user_uuid: id.clone(),
        handle: person.map(|one| one.handle.clone()).unwrap_or_default(),
        display_name: person.map_or(DELETED_NAME.to_owned(), |one| one.display_name.clone()),
        last_read_message_uuid: None,
        read_at: None,
    }
}

impl Table {
    /// The rows of a person's list as the API shows them, without those of conversations that the person is no member of
    /// any more.
    ///
    /// # Errors
    /// [`TableError`] when a read fails.
    pub async fn shown_list(
        &self,
        reader: &PersonId,
        rows: Vec<ListRow>,
    ) -> Result<Vec<GroupRow>, TableError> {
        let groups: Vec<GroupId> = rows
            .iter()
            .map(|row| row.message_group_uuid.clone())
            .collect();
        let metas: HashMap<GroupId, Meta> = self
            .conversations(&groups)
            .await?
            .into_iter()
            .map(|meta| (meta.of_group.clone(), meta))
            .collect();
        let names = self
            .current_names(metas.values().flat_map(|meta| meta.members.keys()))
            .await?;
        let show = |row: &ListRow| {
            let meta = metas.get(&row.message_group_uuid)?;
            meta.members
                .contains_key(reader)
                .then(|| shown(row, meta, &names, reader))
        };
        Ok(rows.iter().filter_map(show).collect())
    }

    /// A conversation as this member sees it. A row that is missing is made from the newest message.
    ///
    /// # Errors
    /// [`TableError`] when a read fails.
    pub async fn shown_to(&self, meta: &Meta, reader: &PersonId) -> Result<GroupRow, TableError> {
        let row = self.row_of_member(meta, reader).await?;
        let names = self.current_names(meta.members.keys()).await?;
        Ok(shown(&row, meta, &names, reader))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cruddur_contract::{Person, Timestamp};

    fn names() -> CurrentNames {
        let person = |id: &str, name: &str| Person {
            uuid: id.into(),
            handle: format!("{id}-handle"),
            display_name: name.into(),
        };
        [person("a", "Ann"), person("b", "Bob"), person("c", "Carol")]
            .into_iter()
            .collect()
    }

    fn meta(members: &[&str]) -> Meta {
        let members = members.iter().map(|id| PersonId::from(*id));
        Meta::new("g".into(), Timestamp::EPOCH, members)
    }

    fn seen(meta: &Meta, reader: &str) -> GroupRow {
        let row = ListRow::empty(&"g".into(), Timestamp::EPOCH);
        shown(&row, meta, &names(), &reader.into())
    }

    #[test]
    fn a_pair_is_called_by_the_other() {
        let pair = Meta {
            pair: true,
            ..meta(&["a", "b"])
        };
        let hers = seen(&pair, "a");
        assert_eq!(
            (hers.display_name.as_str(), hers.handle.as_str()),
            ("Bob", "b-handle")
        );
        assert_eq!(hers.user_uuid, Some("b".into()));
        assert!(hers.is_of_two());
        assert_eq!(seen(&pair, "b").display_name, "Ann");
    }

    #[test]
    fn a_group_is_called_by_its_title_or_by_the_others() {
        let mut group = meta(&["a", "b", "c", "gone"]);
        group.created_by = Some("c".into());
        let row = seen(&group, "a");
        assert_eq!(row.display_name, "Carol, Bob, Deleted account");
        assert_eq!((row.user_uuid, row.member_count), (None, Some(4)));
        group.title = Some("The room".into());
        assert_eq!(seen(&group, "a").display_name, "The room");
        group
            .members
            .retain(|id, _| ["a", "b"].contains(&id.as_str()));
        assert_eq!(
            (seen(&group, "a").user_uuid, seen(&group, "a").is_of_two()),
            (None, false)
        );
    }
}
