//! Errors of the service.

use serde::Deserialize;

use crate::read;

/// An error of the service: the type without its namespace, and its English text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Fault {
    /// For example `NotAuthorizedException`; empty when the body had none.
    #[serde(rename = "__type")]
    pub kind: String,
    /// The service's own words; for telling cases apart, not for showing.
    #[serde(alias = "Message")]
    pub message: String,
}

impl Fault {
    /// Reads an error body; `error_type` is the `x-amzn-errortype` header, used where there is no body.
    pub fn parse(body: &str, error_type: Option<&str>) -> Self {
        let read: Self = read::object(body).unwrap_or_default();
        let kind = match (read.kind.as_str(), error_type) {
            ("", Some(header)) => header.split(':').next().unwrap_or_default(),
            (kind, _) => kind.rsplit('#').next().unwrap_or_default(),
        };
        Self {
            kind: kind.to_owned(),
            message: read.message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_types_lose_their_namespace() {
        let fault = Fault::parse(
            r#"{"__type":"aws.cognito#NotAuthorizedException","message":"no"}"#,
            None,
        );
        assert_eq!(fault.kind, "NotAuthorizedException");
        assert_eq!(fault.message, "no");
        assert_eq!(
            Fault::parse("", Some("LimitExceededException:http://x")).kind,
            "LimitExceededException"
        );
        assert_eq!(Fault::parse("<html>", None).kind, "");
    }

    #[test]
    fn the_text_is_called_message_or_capital_message() {
        for body in [r#"{"message":"no"}"#, r#"{"Message":"no"}"#] {
            assert_eq!(Fault::parse(body, None).message, "no", "{body}");
        }
    }
}
