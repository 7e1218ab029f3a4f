//! `GET`, `PUT` and `DELETE /api/profile`: how the caller is called, and the end of their account.

use cruddur_contract::person::is_handle;
use cruddur_contract::profile::{
    Profile, ProfileFault, ProfileUpdate, check_bio, check_display_name,
};
use cruddur_contract::{ErrorCode, PersonId};
use lambda_http::{Body, Request, Response};

use super::body::{BAD, object};
use super::refusal::Refusal;
use super::{Api, answer};
use crate::table::{ChangedPerson, PersonRecord, ProfileChange};

impl Api {
    pub(super) fn profile(caller: PersonRecord) -> Result<Response<Body>, Refusal> {
        answer::json(&Profile {
            display_name: caller.person.display_name,
            handle: caller.person.handle,
            bio: caller.bio,
        })
    }

    pub(super) async fn change_profile(
        &self,
        caller: &PersonRecord,
        request: &Request,
    ) -> Result<Response<Body>, Refusal> {
        let change = read(request.body())?;
        match self
            .table
            .change_person(&caller.person.uuid, &change)
            .await?
        {
            ChangedPerson::Now(record) => Self::profile(record),
            ChangedPerson::HandleTaken => Err(Refusal::Invalid(ErrorCode::HandleTaken)),
            ChangedPerson::Gone => Err(Refusal::Unauthorized),
        }
    }

    /// The tombstone first: from then on no call and no connection of the person is taken, so none can
    /// be opened behind the closing. Answered again when asked again, because the app deletes the
    /// account itself only after this, and an answer may be lost.
    pub(super) async fn delete_profile(&self, id: &PersonId) -> Result<Response<Body>, Refusal> {
        self.table.delete_person(id).await?;
        tracing::info!(person = %id, "account deleted");
        self.close_connections(id).await?;
        Ok(answer::done())
    }
}

/// Reads and checks the body of a change.
///
/// # Errors
/// 422 with the first fault's code.
fn read(body: &Body) -> Result<ProfileChange, Refusal> {
    let update: ProfileUpdate = object(body)?;
    let display_name = check_display_name(&update.display_name).map_err(|fault| match fault {
        ProfileFault::Blank => Refusal::Invalid(ErrorCode::DisplayNameBlank),
        ProfileFault::TooLong => BAD,
    })?;
    let handle = update.handle.as_deref().map(str::trim);
    if handle.is_some_and(|handle| !is_handle(handle)) {
        return Err(Refusal::Invalid(ErrorCode::HandleTaken));
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

    fn of(body: &str) -> Result<ProfileChange, Refusal> {
        read(&Body::Text(body.to_owned()))
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
        let cleared = of(r#"{"display_name":"Ann","bio":""}"#).expect("a good body");
        assert_eq!(cleared.bio.as_deref(), Some(""));
    }

    #[test]
    fn each_fault_of_a_change_has_its_code() {
        let code = |body: &str| match of(body) {
            Err(Refusal::Invalid(code)) => code,
            other => panic!("{body}: {other:?}"),
        };
        for blank in [
            "{}",
            r#"{"display_name":null}"#,
            r#"{"display_name":" \u0007 "}"#,
        ] {
            assert_eq!(code(blank), ErrorCode::DisplayNameBlank, "{blank}");
        }
        for bad in [
            "",
            "[]",
            r#"{"display_name":7}"#,
            r#"{"display_name":"a","bio":[]}"#,
        ] {
            assert_eq!(code(bad), ErrorCode::BadRequest, "{bad}");
        }
        for handle in ["", "a b", "@ann", "ä", &"x".repeat(31)] {
            let body = format!(r#"{{"display_name":"a","handle":"{handle}"}}"#);
            assert_eq!(code(&body), ErrorCode::HandleTaken, "{handle}");
        }
    }

    #[test]
    fn names_and_bios_have_a_length() {
        let body = |name: usize, bio: usize| {
            let (name, bio) = ("é".repeat(name), "😀".repeat(bio));
            of(&format!(r#"{{"display_name":"{name}","bio":"{bio}"}}"#))
        };
        assert!(body(50, 500).is_ok());
        assert_eq!(body(51, 0), Err(BAD));
        assert_eq!(body(1, 501), Err(BAD));
    }
}
