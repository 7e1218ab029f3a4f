//! `GET /api/handles/{handle}`: whether a handle is free, for somebody who has no account yet.

use cruddur_contract::ErrorCode;
use cruddur_contract::person::is_handle;
use cruddur_contract::profile::Availability;
use lambda_http::{Body, Response};

use super::refusal::Refusal;
use super::{Api, answer};

impl Api {
    /// Says free or not and nothing else of anybody. An answer is no reservation: the first call of the
    /// new person is what decides between two who want the same.
    pub(super) async fn availability(&self, handle: &str) -> Result<Response<Body>, Refusal> {
        if !is_handle(handle) {
            return Err(Refusal::Invalid(ErrorCode::BadRequest));
        }
        let available = self.table.is_free(handle).await?;
        answer::json(&Availability { available })
    }
}
