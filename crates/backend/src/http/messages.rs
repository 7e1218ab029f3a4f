//! `GET /api/messages/{group}` and `POST /api/messages`.

use cruddur_contract::message::SendAnswer;
use cruddur_contract::paths::query;
use cruddur_contract::{ErrorCode, GroupId, MessageRow, Person};
use lambda_http::{Body, Request, Response};

use super::body::{Receiver, SendBody};
use super::error::ApiError;
use super::{Api, page, response};
use crate::clock;
use crate::ids;
use crate::table::{
    CurrentNames, Cursor, Membership, Meta, NewMessage, Sent, StoredMessage, Target,
};

const DEFAULT_LIMIT: usize = 50;

impl Api {
    pub(super) async fn messages(
        &self,
        caller: &Person,
        group: &GroupId,
        request: &Request,
    ) -> Result<Response<Body>, ApiError> {
        let limit = page::limit(request, DEFAULT_LIMIT)?;
        let cursor = cursor(request)?;
        let (meta, membership) = self.own_group(caller, group).await?;
        let page = self
            .table
            .messages(
                &meta.of_group,
                membership.joined_at,
                &cursor,
                limit,
                clock::now_micros(),
            )
            .await?
            .ok_or(ApiError::NotFound(ErrorCode::MessageNotFound))?;
        let first = page.messages.first().filter(|_| page.older);
        let last = page.messages.last().filter(|_| page.newer);
        let id = |message: &StoredMessage| message.message_uuid.to_string();
        let links = page::links(
            limit,
            &[
                ("prev", query::BEFORE, first.map(id)),
                ("next", query::AFTER, last.map(id)),
            ],
        );
        let senders = page.messages.iter().map(|message| &message.user_uuid);
        let names = self.table.current_names(senders).await?;
        let rows: Vec<MessageRow> = page
            .messages
            .into_iter()
            .map(|message| names.in_message(message).into_row())
            .collect();
        response::json_with_link(&rows, &links)
    }

    /// The record of a conversation of which the caller is a member. An id that is no UUID gets the same 404 as a
    /// conversation that does not exist.
    pub(super) async fn own_group(
        &self,
        caller: &Person,
        group: &GroupId,
    ) -> Result<(Meta, Membership), ApiError> {
        let not_found = ApiError::NotFound(ErrorCode::MessageGroupNotFound);
        let Some(group) = ids::canonical(group.as_str()) else {
            return Err(not_found);
        };
        let group = GroupId::from(group.to_string());
        let conversation = self.table.conversation_of(&group, &caller.uuid).await?;
        conversation.ok_or(not_found)
    }

    pub(super) async fn send(
        &self,
        caller: &Person,
        request: &Request,
    ) -> Result<Response<Body>, ApiError> {
        let body = SendBody::read(request.body())?;
        let new_message = NewMessage {
            target: self.target(caller, &body.receiver).await?,
            text: body.text,
            client_message_id: body.client_message_id,
        };
        let Sent { group, message } = self
            .table
            .send(caller, &new_message, clock::now_micros)
            .await?;
        tracing::info!(%group, message = %message.message_uuid, "message taken");
        // An earlier attempt may have stored a name that the sender has changed since.
        let message = CurrentNames::from_iter([caller.clone()]).in_message(message);
        response::json(&SendAnswer::new(group, message.into_row()))
    }

    async fn target(&self, caller: &Person, receiver: &Receiver) -> Result<Target, ApiError> {
        match receiver {
            Receiver::Group(group) => {
                let group = ids::canonical(group)
                    .ok_or(ApiError::NotFound(ErrorCode::MessageGroupNotFound))?;
                Ok(Target::Group(group.to_string().into()))
            }
            Receiver::Handle(handle) => {
                let mut people = self.others(caller, std::slice::from_ref(handle)).await?;
                let person = people.pop().ok_or(ApiError::Internal)?;
                Ok(Target::Person(person))
            }
        }
    }
}

fn cursor(request: &Request) -> Result<Cursor, ApiError> {
    match (
        page::parameter(request, query::BEFORE),
        page::parameter(request, query::AFTER),
    ) {
        (None, None) => Ok(Cursor::Newest),
        (Some(id), None) => Ok(Cursor::Before(id.into())),
        (None, Some(id)) => Ok(Cursor::After(id.into())),
        (Some(_), Some(_)) => Err(ApiError::Invalid(ErrorCode::BadRequest)),
    }
}
