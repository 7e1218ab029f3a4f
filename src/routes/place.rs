//! What a path below `/messages` shows.

use cruddur_contract::GroupId;
use cruddur_engine::view::ConversationKey;

use super::encoding::{decode, encode};

/// What the messages page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The list of conversations, none of them open.
    Groups,
    /// The people search.
    People,
    /// A conversation with the person of this handle (lower case, without `@`), which may not exist yet.
    New(String),
    /// An existing conversation.
    Group(GroupId),
    /// No such page.
    NotFound,
}

impl Place {
    /// Parses a path, without the base the app is served below.
    pub fn of_path(path: &str) -> Self {
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        if segments.next() != Some("messages") {
            return Self::NotFound;
        }
        match (segments.next(), segments.next(), segments.next()) {
            (None, ..) => Self::Groups,
            (Some("new"), None, _) => Self::People,
            (Some("new"), Some(handle), None) => {
                decode(handle).map_or(Self::NotFound, |handle| new_with(&handle))
            }
            (Some(uuid), None, _) => {
                decode(uuid).map_or(Self::NotFound, |uuid| Self::Group(uuid.into()))
            }
            _ => Self::NotFound,
        }
    }

    /// The existing conversation this place shows.
    pub fn group_id(&self) -> Option<GroupId> {
        match self {
            Self::Group(id) => Some(id.clone()),
            _ => None,
        }
    }

    /// The conversation this place shows.
    pub fn conversation(&self) -> Option<ConversationKey> {
        match self {
            Self::New(handle) => Some(ConversationKey::New(handle.clone())),
            Self::Group(uuid) => Some(ConversationKey::Group(uuid.clone())),
            Self::Groups | Self::People | Self::NotFound => None,
        }
    }
}

/// The path of an existing conversation.
pub fn group_path(uuid: &GroupId) -> String {
    format!("/messages/{}", encode(uuid.as_str()))
}

/// The path of a conversation with a person. Browsers resolve `.` and `..` in a path, encoded or not (URL, "path
/// state"), so a handle of dots, which some servers know, stands behind its `@`.
pub fn new_path(handle: &str) -> String {
    let is_step = !handle.is_empty() && handle.bytes().all(|byte| byte == b'.');
    let at = if is_step { "@" } else { "" };
    format!("/messages/new/{at}{}", encode(handle))
}

fn new_with(handle: &str) -> Place {
    let handle = handle.trim().trim_start_matches('@').to_ascii_lowercase();
    if handle.is_empty() {
        Place::People
    } else {
        Place::New(handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_has_its_place() {
        let new = |handle: &str| Place::New(handle.into());
        for (path, place) in [
            ("/messages", Place::Groups),
            ("/messages/", Place::Groups),
            ("/messages/new", Place::People),
            ("/messages/new/londo", new("londo")),
            ("/messages/new/@Londo", new("londo")),
            ("/messages/new/%40Londo/", new("londo")),
            ("/messages/new/@", Place::People),
            ("/messages/new/j%C3%B6rg", new("jörg")),
            ("/messages/5ae290ed", Place::Group("5ae290ed".into())),
            ("/messages/a%2Fb", Place::Group("a/b".into())),
            ("/messages/new/a/b", Place::NotFound),
            ("/messages/a/b", Place::NotFound),
            ("/messages/%FF", Place::NotFound),
            ("/messages/a%00", Place::NotFound),
            ("/elsewhere", Place::NotFound),
        ] {
            assert_eq!(Place::of_path(path), place, "{path}");
        }
    }

    #[test]
    fn a_lonely_percent_sign_stays() {
        assert_eq!(
            Place::of_path("/messages/100%"),
            Place::Group("100%".into())
        );
        assert_eq!(
            Place::of_path("/messages/%zz%e"),
            Place::Group("%zz%e".into())
        );
    }

    #[test]
    fn built_addresses_read_back() {
        let uuid = GroupId::from("a/b ?#%ü");
        assert_eq!(Place::of_path(&group_path(&uuid)), Place::Group(uuid));
        assert_eq!(
            Place::of_path(&new_path("a.b-c_d")),
            Place::New("a.b-c_d".into())
        );
        assert_eq!(new_path("londo"), "/messages/new/londo");
        for dots in [".", "..", "...", ".a", "a..b"] {
            let path = new_path(dots);
            assert!(!path.ends_with("/.") && !path.ends_with("/.."), "{path}");
            assert_eq!(Place::of_path(&path), Place::New(dots.into()));
        }
    }
}
