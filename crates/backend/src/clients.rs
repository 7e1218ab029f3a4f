//! AWS SDK clients from the function's own environment.
//!
//! Lambda puts region and role credentials into environment variables, so `aws-config` with its
//! profile, SSO and STS crates is not needed. `AWS_ENDPOINT_URL` points everything at local services.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{Region, SharedHttpClient};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

use crate::environment::{self, Missing};

/// How long one frame to one connection may take, retries included.
pub const POST_TIMEOUT: Duration = Duration::from_millis(2_500);

/// What all clients share: region, credentials, an endpoint other than AWS's, one HTTPS pool.
#[derive(Clone)]
pub struct Account {
    region: Region,
    credentials: Credentials,
    endpoint: Option<String>,
    http: SharedHttpClient,
}

/// Configures a client; a macro because the SDK has one builder type per service.
macro_rules! configured {
    ($account:expr, $builder:expr, $endpoint:expr) => {
        configured!($account, $builder, $endpoint, timeouts())
    };
    ($account:expr, $builder:expr, $endpoint:expr, $timeouts:expr) => {{
        let mut builder = $builder
            .behavior_version_latest()
            .region($account.region.clone())
            .credentials_provider($account.credentials.clone())
            .http_client($account.http.clone())
            .retry_config(RetryConfig::standard().with_max_attempts(3))
            .timeout_config($timeouts);
        builder.set_endpoint_url($endpoint);
        builder.build()
    }};
}

impl Account {
    /// Reads region, credentials and endpoint from the environment.
    ///
    /// # Errors
    /// [`Missing`] when there are no credentials.
    pub fn from_environment() -> Result<Self, Missing> {
        let key = environment::required("AWS_ACCESS_KEY_ID")?;
        let secret = environment::required("AWS_SECRET_ACCESS_KEY")?;
        let token = environment::optional("AWS_SESSION_TOKEN");
        let region = environment::optional("AWS_REGION").unwrap_or_else(|| "us-east-1".to_owned());
        let endpoint = environment::optional("AWS_ENDPOINT_URL");
        Ok(Self::new(
            Credentials::new(key, secret, token, None, "environment"),
            region,
            endpoint,
        ))
    }

    /// Local services at this endpoint: the environment's credentials, else the local root's.
    pub fn local(endpoint: String) -> Self {
        let or_test = |name| environment::optional(name).unwrap_or_else(|| "test".to_owned());
        let (key, secret) = (
            or_test("AWS_ACCESS_KEY_ID"),
            or_test("AWS_SECRET_ACCESS_KEY"),
        );
        let credentials = Credentials::new(key, secret, None, None, "local");
        Self::new(credentials, "us-east-1".to_owned(), Some(endpoint))
    }

    /// An account with these credentials; `endpoint` replaces AWS's own.
    pub fn new(credentials: Credentials, region: String, endpoint: Option<String>) -> Self {
        // ring rather than aws-lc: it compiles in seconds and needs no cmake.
        let http = Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build_https();
        Self {
            region: Region::new(region),
            credentials,
            endpoint,
            http,
        }
    }

    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let builder = aws_sdk_dynamodb::Config::builder();
        aws_sdk_dynamodb::Client::from_conf(configured!(self, builder, self.endpoint.clone()))
    }

    pub fn cognito(&self) -> aws_sdk_cognitoidentityprovider::Client {
        let builder = aws_sdk_cognitoidentityprovider::Config::builder();
        let config = configured!(self, builder, self.endpoint.clone());
        aws_sdk_cognitoidentityprovider::Client::from_conf(config)
    }

    pub fn sqs(&self) -> aws_sdk_sqs::Client {
        let builder = aws_sdk_sqs::Config::builder();
        aws_sdk_sqs::Client::from_conf(configured!(self, builder, self.endpoint.clone()))
    }

    /// A client that posts to the live connections managed at this endpoint
    /// (`https://{api}.execute-api.{region}.amazonaws.com/{stage}`).
    pub fn connections(&self, endpoint: &str) -> aws_sdk_apigatewaymanagement::Client {
        let builder = aws_sdk_apigatewaymanagement::Config::builder();
        let config = configured!(self, builder, Some(endpoint.to_owned()), post_timeouts());
        aws_sdk_apigatewaymanagement::Client::from_conf(config)
    }
}

/// Shorter than the functions' own time limits, so that a hanging call ends as an error we can log.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(Duration::from_secs(4))
        .operation_timeout(Duration::from_secs(9))
        .build()
}

/// A connection that takes no frame within this time costs the others nothing more; its client catches up by REST.
fn post_timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_timeout(POST_TIMEOUT)
        .build()
}
