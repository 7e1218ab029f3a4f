//! All that ministack cannot do from the template, in one place, each with its reason. Nothing here
//! is needed on AWS.

use super::aws;
use super::place::Place;
use super::stack::{Outputs, output};
use crate::failure::Outcome;

/// ministack stores an HTTP API's CORS configuration from CloudFormation under keys that it does
/// not read, so that every preflight is refused; set by a call of its own it works. The values are
/// those of `infra/template.yaml`.
pub fn set_cors(place: &Place, outputs: &Outputs) -> Outcome {
    let id = output(outputs, "HttpApiId")?;
    let cors = format!(
        "AllowOrigins={},AllowHeaders=authorization,content-type,\
         AllowMethods=GET,POST,PUT,DELETE,ExposeHeaders=Link,Retry-After,Date,MaxAge=3600",
        place.allowed_origins()
    );
    let arguments = [
        "apigatewayv2",
        "update-api",
        "--api-id",
        &id,
        "--cors-configuration",
        &cors,
    ];
    aws::call(place, &arguments).map(drop)
}
