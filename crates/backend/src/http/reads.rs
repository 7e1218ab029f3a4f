//! `POST /api/message_groups/{group}/read` and `…/unread`.

use cruddur_contract::group::{ReadRequest, UnreadAnswer};
use cruddur_contract::{ErrorCode, GroupId, Person};
use lambda_http::{Body, Request, Response};

use super::error::ApiError;
use super::{Api, body, response};
use crate::clock::now_micros;
use crate::table::ListRow;

impl Api {
    pub(super) async fn mark_read(
        &self,
        caller: &Person,
        group: &GroupId,
        request: &Request,
    ) -> Result<Response<Body>, ApiError> {
        let (meta, membership) = self.own_group(caller, group).await?;
        let asked: ReadRequest = body::object(request.body())?;
        let (person, id) = (&caller.uuid, &asked.message_uuid);
        let row = self
            .table
            .mark_read(&meta, membership, person, id, now_micros())
            .await?;
        let row = row.ok_or(ApiError::NotFound(ErrorCode::MessageNotFound))?;
        response::json(&answer(&row))
    }

    pub(super) async fn mark_unread(
        &self,
        caller: &Person,
        group: &GroupId,
    ) -> Result<Response<Body>, ApiError> {
        let (meta, membership) = self.own_group(caller, group).await?;
        let row = self
            .table
            .mark_unread(&meta, membership, &caller.uuid, now_micros())
            .await?;
        response::json(&answer(&row))
    }
}

fn answer(row: &ListRow) -> UnreadAnswer {
    UnreadAnswer {
        unread_count: row.unread(),
        read_version: row.read_version,
    }
}
