//! The calls about one group, as parts of requests.

use cruddur_contract::GroupId;
use cruddur_contract::group::{AddMembersRequest, CreateGroupRequest, TitleRequest};
use cruddur_contract::paths::Path;
use serde::Serialize;

use super::StartRecord;
use super::view::GroupTask;
use crate::http::Method;

/// A call about one group. All may be repeated: the server does each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupCall {
    /// Start it. The answer is its row, and so it is of the next three.
    Start(StartRecord),
    /// Its row, or that there is no such conversation for this person.
    Row(GroupId),
    Title(GroupId, String),
    Add(GroupId, Vec<String>),
    /// Take out whoever has this handle; `leave`: it is the person.
    Remove {
        group: GroupId,
        handle: String,
        leave: bool,
    },
}

impl GroupCall {
    /// Verb, path and body.
    pub fn parts(&self) -> (Method, String, Option<String>) {
        match self {
            Self::Start(record) => {
                let body = CreateGroupRequest {
                    handles: record.handles.clone(),
                    title: record.title.clone(),
                    client_group_id: Some(record.client_group_id.clone()),
                };
                (Method::Post, Path::MessageGroups.to_string(), json(&body))
            }
            Self::Row(group) => (Method::Get, Path::Group(group.clone()).to_string(), None),
            Self::Title(group, title) => {
                let title = title.clone();
                let path = Path::Group(group.clone());
                (Method::Put, path.to_string(), json(&TitleRequest { title }))
            }
            Self::Add(group, handles) => {
                let handles = handles.clone();
                let path = Path::GroupMembers(group.clone());
                (
                    Method::Post,
                    path.to_string(),
                    json(&AddMembersRequest { handles }),
                )
            }
            Self::Remove { group, handle, .. } => {
                let path = Path::GroupMember(group.clone(), handle.clone());
                (Method::Delete, path.to_string(), None)
            }
        }
    }

    /// Which task of the person's it carries out.
    pub fn task(&self) -> Option<(Option<GroupId>, GroupTask)> {
        let (group, task) = match self {
            Self::Start(_) => return Some((None, GroupTask::Start)),
            Self::Row(_) => return None,
            Self::Title(group, _) => (group, GroupTask::Title),
            Self::Add(group, _) => (group, GroupTask::Add),
            Self::Remove {
                group, leave: true, ..
            } => (group, GroupTask::Leave),
            Self::Remove { group, handle, .. } => (group, GroupTask::Remove(handle.clone())),
        };
        Some((Some(group.clone()), task))
    }

    /// The group, but for one that is to be started.
    pub fn group(&self) -> Option<&GroupId> {
        match self {
            Self::Start(_) => None,
            Self::Row(group)
            | Self::Title(group, _)
            | Self::Add(group, _)
            | Self::Remove { group, .. } => Some(group),
        }
    }
}

fn json(body: &impl Serialize) -> Option<String> {
    serde_json::to_string(body).ok()
}
