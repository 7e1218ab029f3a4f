//! `GET /api/handles/{handle}`: whether a handle is free, for the sign-up form.

use cruddur_contract::ErrorCode;
use cruddur_contract::person::is_handle;
use cruddur_contract::profile::{Availability, is_reserved};
use lambda_http::{Body, Response};

use super::error::ApiError;
use super::{Api, response};

impl Api {
    /// Says whether the handle is free and nothing about its owner. It reserves nothing: the first call of
    /// a new person decides between two who want the same handle.
    pub(super) async fn availability(&self, handle: &str) -> Result<Response<Body>, ApiError> {
        if !is_handle(handle) {
            return Err(ApiError::Invalid(ErrorCode::HandleInvalid));
        }
        let available = !is_reserved(handle, &self.settings.brand)
            && self.table.is_handle_available(handle).await?;
        response::json(&Availability { available })
    }
}
