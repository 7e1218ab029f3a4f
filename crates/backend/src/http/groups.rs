//! `GET /api/message_groups`: the caller's conversations, newest message first.

use cruddur_contract::paths::query;
use cruddur_contract::{ErrorCode, GroupRow, Person};
use lambda_http::{Body, Request, Response};

use super::refusal::Refusal;
use super::{Api, answer, page};
use crate::table::GroupCursor;

const DEFAULT_LIMIT: usize = 20;

impl Api {
    pub(super) async fn groups(
        &self,
        caller: &Person,
        request: &Request,
    ) -> Result<Response<Body>, Refusal> {
        let limit = page::limit(request, DEFAULT_LIMIT)?;
        let before = match page::parameter(request, query::BEFORE) {
            None => None,
            Some(text) => {
                Some(GroupCursor::parse(&text).ok_or(Refusal::Invalid(ErrorCode::BadRequest))?)
            }
        };
        // One more than asked for shows whether there is more.
        let mut rows = self
            .table
            .list(&caller.uuid, before.as_ref(), limit + 1)
            .await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|row| row.cursor().to_string());
        let groups: Vec<_> = rows
            .iter()
            .map(|row| row.message_group_uuid.clone())
            .collect();
        let marks = self.table.memberships(&groups, &caller.uuid).await?;
        let everybody = rows.iter().flat_map(|row| &row.members);
        let names = self
            .table
            .names_now(everybody.map(|member| &member.user_uuid))
            .await?;
        let with_mark = |row: crate::table::ListRow| {
            let mark = marks
                .iter()
                .find(|mark| mark.of_group == row.message_group_uuid);
            names.in_row(row, &caller.uuid).on_wire(mark)
        };
        let rows: Vec<GroupRow> = rows.into_iter().map(with_mark).collect();
        answer::linked(&rows, &page::links(limit, &[("next", query::BEFORE, next)]))
    }
}
