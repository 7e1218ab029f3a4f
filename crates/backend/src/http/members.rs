//! `POST /api/message_groups`, `GET` and `PUT /api/message_groups/{group}`, and its members.

use cruddur_contract::group::{
    AddMembersRequest, CreateGroupRequest, MAX_MEMBERS, TitleRequest, TitleTooLong, check_title,
};
use cruddur_contract::person::same_handle;
use cruddur_contract::{ErrorCode, GroupId, Person, PersonId};
use lambda_http::{Body, Request, Response};

use super::body::{self, BAD};
use super::error::ApiError;
use super::{Api, response};
use crate::clock::now_micros;
use crate::ids;
use crate::table::Meta;

impl Api {
    pub(super) async fn create_group(
        &self,
        caller: &Person,
        request: &Request,
    ) -> Result<Response<Body>, ApiError> {
        let asked: CreateGroupRequest = body::object(request.body())?;
        let title = title(asked.title.as_deref().unwrap_or_default())?;
        let others = self.several(caller, &asked.handles).await?;
        if let [other] = others.as_slice() {
            if title.is_some() {
                return Err(ApiError::Invalid(ErrorCode::GroupOfTwo));
            }
            let group = self.table.pair_or_new(caller, other, now_micros()).await?;
            let (meta, _) = self.own_group(caller, &group).await?;
            return self.shown(caller, &meta).await;
        }
        let client_id = asked.client_group_id.as_deref().and_then(ids::canonical);
        let group = ids::started_group(&caller.uuid, client_id.ok_or(BAD)?);
        let meta = self
            .table
            .start_group(&group, caller, &others, title, now_micros())
            .await?;
        tracing::info!(%group, members = meta.members.len(), "group started");
        self.shown(caller, &meta).await
    }

    pub(super) async fn group(
        &self,
        caller: &Person,
        group: &GroupId,
    ) -> Result<Response<Body>, ApiError> {
        let (meta, membership) = self.own_group(caller, group).await?;
        let mut row = self.table.shown_to(&meta, &caller.uuid).await?;
        if let Some(members) = &mut row.members {
            self.table.with_receipts(&meta, membership, members).await?;
        }
        response::json(&row)
    }

    pub(super) async fn title_group(
        &self,
        caller: &Person,
        group: &GroupId,
        request: &Request,
    ) -> Result<Response<Body>, ApiError> {
        let (meta, _) = self.own_group(caller, group).await?;
        let asked: TitleRequest = body::object(request.body())?;
        let title = title(&asked.title)?;
        let group = &meta.of_group;
        let meta = self
            .table
            .set_title(caller, group, title, now_micros)
            .await?;
        self.shown(caller, &meta).await
    }

    pub(super) async fn add_members(
        &self,
        caller: &Person,
        group: &GroupId,
        request: &Request,
    ) -> Result<Response<Body>, ApiError> {
        // Before the people are looked up, which may take long for one who is no member.
        let (meta, _) = self.own_group(caller, group).await?;
        let asked: AddMembersRequest = body::object(request.body())?;
        let people = self.several(caller, &asked.handles).await?;
        let people: Vec<PersonId> = people.into_iter().map(|person| person.uuid).collect();
        let group = &meta.of_group;
        let meta = self
            .table
            .add_members(caller, group, &people, now_micros)
            .await?;
        self.shown(caller, &meta).await
    }

    /// The member may be called by the handle of a deleted account, which no search finds. Who is no member any more is
    /// no error: the answer of the first call may have been lost.
    pub(super) async fn remove_member(
        &self,
        caller: &Person,
        group: &GroupId,
        handle: &str,
    ) -> Result<Response<Body>, ApiError> {
        let (meta, _) = self.own_group(caller, group).await?;
        let names = self.table.current_names(meta.members.keys()).await?;
        let is_called = |one: &&PersonId| {
            let person = names.of(one);
            person.is_some_and(|person| same_handle(&person.handle, handle))
        };
        let person = match meta.members.keys().find(is_called) {
            Some(member) => member.clone(),
            None => {
                let known = self.table.person_by_handle(handle).await?;
                known
                    .ok_or(ApiError::NotFound(ErrorCode::UserNotFound))?
                    .uuid
            }
        };
        let group = &meta.of_group;
        self.table
            .remove_member(caller, group, &person, now_micros)
            .await?;
        Ok(response::empty_object())
    }

    /// The people with these handles, of whom there must be one, and no more than a group has room for.
    async fn several(&self, caller: &Person, handles: &[String]) -> Result<Vec<Person>, ApiError> {
        if handles.is_empty() {
            return Err(ApiError::Invalid(ErrorCode::ReceiverBlank));
        }
        if handles.len() >= MAX_MEMBERS {
            return Err(ApiError::Invalid(ErrorCode::GroupFull));
        }
        self.others(caller, handles).await
    }

    async fn shown(&self, caller: &Person, meta: &Meta) -> Result<Response<Body>, ApiError> {
        response::json(&self.table.shown_to(meta, &caller.uuid).await?)
    }
}

fn title(text: &str) -> Result<Option<String>, ApiError> {
    check_title(text).map_err(|TitleTooLong| ApiError::Invalid(ErrorCode::TitleTooLong))
}
