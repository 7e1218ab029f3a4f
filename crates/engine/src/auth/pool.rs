//! The services the flows ask.

use cruddur_contract::cognito::Operation;
use cruddur_contract::config::{AppConfig, CognitoConfig};
use cruddur_contract::password::PasswordPolicy;
use cruddur_contract::paths::Path;

use crate::cognito;
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId};
use crate::http::HttpRequest;

/// The user pool, and the API beside it.
#[derive(Debug)]
pub struct Pool {
    pub cognito: CognitoConfig,
    pub brand: String,
    api_url: String,
}

impl Pool {
    pub fn new(config: &AppConfig) -> Self {
        Self {
            cognito: config.cognito.clone(),
            brand: config.brand.clone(),
            api_url: config.api_url.clone(),
        }
    }

    pub fn password_policy(&self) -> &PasswordPolicy {
        &self.cognito.password_policy
    }

    /// The address of a route of the API.
    pub fn api(&self, path: &Path) -> String {
        format!("{}{path}", self.api_url)
    }

    /// A call of the user pool.
    pub fn call<O: Operation>(&self, operation: &O) -> HttpRequest {
        cognito::call(&self.cognito, operation)
    }
}

/// Makes a request.
pub fn send(ctx: &mut Ctx, request: HttpRequest) -> RequestId {
    let id = ctx.request_id();
    ctx.push(Effect::Http(id, request));
    id
}
