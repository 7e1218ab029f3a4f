//! `GET`, `PUT` and `DELETE /api/profile`: the caller's profile, and deleting their account.

use cruddur_contract::person::{is_handle, same_handle};
use cruddur_contract::profile::{
    Profile, ProfileFault, ProfileUpdate, check_bio, is_reserved, stored_display_name,
};
use cruddur_contract::{ErrorCode, PersonId};
use lambda_http::{Body, Request, Response};

use super::body::{BAD, object};
use super::error::ApiError;
use super::{Api, response};
use crate::clock;
use crate::table::{ChangedPerson, PersonRecord, ProfileChange};

impl Api {
    pub(super) fn profile(caller: PersonRecord) -> Result<Response<Body>, ApiError> {
        response::json(&Profile {
            display_name: caller.person.display_name,
            handle: caller.person.handle,
            bio: caller.bio,
        })
    }

    pub(super) async fn change_profile(
        &self,
        caller: &PersonRecord,
        request: &Request,
    ) -> Result<Response<Body>, ApiError> {
        let change = read(request.body(), &caller.person.handle, &self.settings.brand)?;
        match self
            .table
            .change_person(&caller.person.uuid, &change, clock::now_micros())
            .await?
        {
            ChangedPerson::Changed(record) => Self::profile(record),
            ChangedPerson::HandleTaken => Err(ApiError::Invalid(ErrorCode::HandleTaken)),
            ChangedPerson::TooOften(wait) => Err(ApiError::TooMany { wait }),
            ChangedPerson::Gone => Err(ApiError::Unauthorized),
        }
    }

    /// Writes the tombstone before closing connections: from then on every call and handshake of this
    /// person is refused, so none can slip in after the closing. Idempotent, because the response may be
    /// lost and the app deletes the account at the pool only after it.
    pub(super) async fn delete_profile(&self, id: &PersonId) -> Result<Response<Body>, ApiError> {
        self.table.delete_person(id).await?;
        tracing::info!(person = %id, "account deleted");
        self.close_connections(id, None).await?;
        Ok(response::empty_object())
    }
}

/// Reads and validates the body of a profile update. The caller's own handle is accepted even where nobody can
/// take it any more.
///
/// # Errors
/// 422 with the first fault's code.
fn read(body: &Body, own_handle: &str, brand: &str) -> Result<ProfileChange, ApiError> {
    let update: ProfileUpdate = object(body)?;
    let display_name = stored_display_name(&update.display_name, brand).map_err(|fault| {
        ApiError::Invalid(match fault {
            ProfileFault::Blank => ErrorCode::DisplayNameBlank,
            ProfileFault::TooLong => ErrorCode::DisplayNameInvalid,
            ProfileFault::Reserved => ErrorCode::DisplayNameReserved,
        })
    })?;
    let handle = update.handle.as_deref().map(str::trim);
    let new_handle = handle.filter(|handle| !same_handle(handle, own_handle));
    if new_handle.is_some_and(|handle| !is_handle(handle)) {
        return Err(ApiError::Invalid(ErrorCode::HandleInvalid));
    }
    if new_handle.is_some_and(|handle| is_reserved(handle, brand)) {
        return Err(ApiError::Invalid(ErrorCode::HandleTaken));
    }
    let bio = update.bio.as_deref().map(check_bio).transpose();
    Ok(ProfileChange {
        display_name,
        handle: handle.map(str::to_owned),
        bio: bio.map_err(|_| BAD)?.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Result<ProfileChange, ApiError> {
        read(&Body::Text(body.to_owned()), "..ann", "Cruddur")
    }

    #[test]
    fn a_good_change_is_read_and_trimmed() {
        let change =
            of(r#"{"display_name":" Ann \t Lee\n","handle":" Ann.Lee ","bio":" two\nlines "}"#);
        let change = change.expect("a good body");
        assert_eq!(change.display_name, "Ann Lee");
        assert_eq!(change.handle.as_deref(), Some("Ann.Lee"));
        assert_eq!(change.bio.as_deref(), Some("two\nlines"));
        let name_only = of(r#"{"display_name":"Ann","handle":null}"#).expect("a good body");
        assert_eq!((name_only.handle, name_only.bio), (None, None));
        let own = of(r#"{"display_name":"Ann","handle":"..ANN"}"#).expect("their own handle");
        assert_eq!(own.handle.as_deref(), Some("..ANN"));
        let turned = of(r#"{"display_name":"\u202eZoe\u0308"}"#).expect("a good body");
        assert_eq!(turned.display_name, "Zo\u{EB}");
        let cleared = of(r#"{"display_name":"Ann","bio":""}"#).expect("a good body");
        assert_eq!(cleared.bio.as_deref(), Some(""));
    }

    #[test]
    fn each_fault_of_a_change_has_its_code() {
        let code = |body: &str| match of(body) {
            Err(ApiError::Invalid(code)) => code,
            other => panic!("{body}: {other:?}"),
        };
        for blank in [
            "{}",
            r#"{"display_name":null}"#,
            r#"{"display_name":" \u0007 "}"#,
            r#"{"display_name":"\u3164\u202e"}"#,
        ] {
            assert_eq!(code(blank), ErrorCode::DisplayNameBlank, "{blank}");
        }
        for reserved in ["Deleted account", "cruddur", "\u{421}ruddur", "Crüddur"] {
            let body = format!(r#"{{"display_name":"{reserved}"}}"#);
            assert_eq!(code(&body), ErrorCode::DisplayNameReserved, "{reserved}");
        }
        for taken in ["CRUDDUR", "deleted.account"] {
            let body = format!(r#"{{"display_name":"a","handle":"{taken}"}}"#);
            assert_eq!(code(&body), ErrorCode::HandleTaken, "{taken}");
        }
        for bad in [
            "",
            "[]",
            r#"{"display_name":7}"#,
            r#"{"display_name":"a","bio":[]}"#,
        ] {
            assert_eq!(code(bad), ErrorCode::BadRequest, "{bad}");
        }
        for handle in ["", "a b", "@ann", "ä", &"x".repeat(31), "..", "a..b", ".a"] {
            let body = format!(r#"{{"display_name":"a","handle":"{handle}"}}"#);
            assert_eq!(code(&body), ErrorCode::HandleInvalid, "{handle}");
        }
    }

    #[test]
    fn names_and_bios_have_a_length() {
        let body = |name: usize, bio: usize| {
            let (name, bio) = ("é".repeat(name), "😀".repeat(bio));
            of(&format!(r#"{{"display_name":"{name}","bio":"{bio}"}}"#))
        };
        assert!(body(50, 500).is_ok());
        let too_long = Err(ApiError::Invalid(ErrorCode::DisplayNameInvalid));
        assert_eq!(body(51, 0), too_long);
        assert_eq!(body(1, 501), Err(BAD));
    }
}
