//! `PUT` and `DELETE /api/messages/{group}/{message_uuid}`.

use cruddur_contract::edit::EditRequest;
use cruddur_contract::{GroupId, MessageId, Person, Timestamp};
use lambda_http::{Body, Request, Response};

use super::body::{object, text};
use super::error::ApiError;
use super::{Api, response};
use crate::clock;
use crate::ids;
use crate::table::{CurrentNames, EditError, OwnMessage, StoredMessage};

impl Api {
    pub(super) async fn edit(
        &self,
        caller: &Person,
        (group, id): (&GroupId, &MessageId),
        request: &Request,
    ) -> Result<Response<Body>, ApiError> {
        // Who may not read the conversation learns nothing of the body either.
        let (meta, membership) = self.own_group(caller, group).await?;
        let edit: EditRequest = object(request.body())?;
        let new_text = text(&edit.message)?;
        let id = canonical(id);
        let own = OwnMessage {
            group: &meta.of_group,
            id: &id,
            author: &caller.uuid,
            since: membership.joined_at,
        };
        let edited = self
            .table
            .edit_message(own, edit.version, &new_text, now()?)
            .await;
        answer(caller, edited)
    }

    pub(super) async fn delete_message(
        &self,
        caller: &Person,
        (group, id): (&GroupId, &MessageId),
    ) -> Result<Response<Body>, ApiError> {
        let (meta, membership) = self.own_group(caller, group).await?;
        let id = canonical(id);
        let own = OwnMessage {
            group: &meta.of_group,
            id: &id,
            author: &caller.uuid,
            since: membership.joined_at,
        };
        let deleted = self.table.delete_message(own, now()?).await;
        answer(caller, deleted)
    }
}

fn answer(
    caller: &Person,
    changed: Result<StoredMessage, EditError>,
) -> Result<Response<Body>, ApiError> {
    // The caller is the author: theirs is the one name in it.
    let names = CurrentNames::from_iter([caller.clone()]);
    match changed {
        Ok(message) => response::json(&names.in_message(message).into_row()),
        Err(EditError::Changed(message)) => {
            let now = names.in_message(*message);
            Err(EditError::Changed(Box::new(now)).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// What is no UUID is left as it is, and is no message's id.
fn canonical(id: &MessageId) -> MessageId {
    ids::canonical(id.as_str()).map_or_else(|| id.clone(), |id| id.to_string().into())
}

fn now() -> Result<Timestamp, ApiError> {
    Timestamp::from_micros(clock::now_micros()).ok_or(ApiError::Internal)
}
