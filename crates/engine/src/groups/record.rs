//! A group that is being started, as it is stored.

use serde::{Deserialize, Serialize};

/// Whom a group is to have, under an id that lets the call be made again: the server starts one group for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartRecord {
    pub client_group_id: String,
    pub handles: Vec<String>,
    #[serde(default)]
    pub title: Option<String>,
}

impl StartRecord {
    /// Whether it would be the same group.
    pub fn is_same(&self, handles: &[String], title: Option<&str>) -> bool {
        self.handles == handles && self.title.as_deref() == title
    }
}
