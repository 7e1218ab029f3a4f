//! Editing and deleting one's own messages: `PUT` and `DELETE /api/messages/{group}/{message_uuid}`. Both answer with
//! the row as it is then.

use serde::{Deserialize, Serialize};

use crate::{ErrorCode, MessageRow, lenient, read};

/// Body of an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditRequest {
    /// The new text; the rule is that of a new message.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub message: String,
    /// The version of the row that was edited. Any other than the row's present one is refused.
    pub version: u64,
}

/// Body of the 409 of an edit: the row has changed since, or was deleted. The only error whose body is no array, because
/// the person is shown both texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionConflict {
    /// `version_conflict` alone.
    pub codes: Vec<ErrorCode>,
    /// The row as it is now.
    pub row: MessageRow,
}

impl VersionConflict {
    pub fn new(row: MessageRow) -> Self {
        Self {
            codes: vec![ErrorCode::VersionConflict],
            row,
        }
    }

    /// Reads the body of a 409; `None`: it is another refusal.
    pub fn parse(body: &str) -> Option<Self> {
        let conflict: Self = read::object(body).ok()?;
        let is_it = conflict.codes.contains(&ErrorCode::VersionConflict);
        is_it.then_some(conflict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"{"uuid":"m","display_name":"B","handle":"b","message":"x","created_at":"2026-11-20T08:09:10.000001Z","version":3}"#;

    #[test]
    fn a_conflict_is_read_as_it_was_written() {
        let row: MessageRow = serde_json::from_str(ROW).expect("a row");
        let conflict = VersionConflict::new(row);
        let text = serde_json::to_string(&conflict).expect("JSON");
        assert!(text.starts_with(r#"{"codes":["version_conflict"],"row":{"uuid":"m""#));
        assert_eq!(VersionConflict::parse(&text), Some(conflict));
    }

    #[test]
    fn other_refusals_are_no_conflict() {
        for body in [
            "",
            "{}",
            r#"["version_conflict"]"#,
            r#"{"codes":["version_conflict"]}"#,
            r#"{"codes":["version_conflict"],"row":{}}"#,
            &format!(r#"{{"codes":["not_author"],"row":{ROW}}}"#),
        ] {
            assert_eq!(VersionConflict::parse(body), None, "{body}");
        }
    }

    #[test]
    fn an_edit_names_the_version_it_was_made_from() {
        let read = |body: &str| read::object::<EditRequest>(body).ok();
        let edit = read(r#"{"message":"x","version":2}"#).expect("an edit");
        assert_eq!((edit.message.as_str(), edit.version), ("x", 2));
        for body in [
            r#"{"message":"x"}"#,
            r#"{"message":"x","version":-1}"#,
            r#"{"message":"x","version":"2"}"#,
            r#"["x",2]"#,
        ] {
            assert_eq!(read(body), None, "{body}");
        }
    }
}
