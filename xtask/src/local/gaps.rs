//! All that ministack cannot do from the template, in one place, each with its reason. Nothing here
//! is needed on AWS.

use super::aws;
use super::place::Place;
use super::stack::Stack;
use crate::failure::{Outcome, failure};

/// The stack's outputs as a browser on this machine uses them.
///
/// The template's addresses are those of AWS (`https://{id}.execute-api.{region}.amazonaws.com`);
/// ministack serves the same APIs under a path of its one port.
pub fn stack(place: &Place, outputs: &[(String, String)]) -> Outcome<Stack> {
    let output = |key: &str| {
        outputs
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.clone())
            .ok_or_else(|| failure(format!("infra/template.yaml has no output {key}.")))
    };
    let api = api_id(&output("ApiUrl")?)?;
    let live_output = output("LiveUrl")?;
    let live = api_id(&live_output)?;
    let stage = live_output
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or("prod");
    let port = place.aws_port;
    Ok(Stack {
        api_url: format!("{}/_aws/execute-api/{api}/$default", place.endpoint()),
        live_url: format!("ws://127.0.0.1:{port}/_aws/execute-api/{live}/{stage}"),
        user_pool_id: output("UserPoolId")?,
        client_id: output("UserPoolClientId")?,
        table: output("TableName")?,
    })
}

/// ministack stores an HTTP API's CORS configuration from CloudFormation under keys it does not
/// read, so that every preflight is refused; set by a call of its own it works.
pub fn close(place: &Place, stack: &Stack) -> Outcome {
    let id = stack.api_url.rsplit('/').nth(1).unwrap_or_default();
    let origins = place.allowed_origins().replace(',', "\",\"");
    let cors = format!(
        "{{\"AllowOrigins\":[\"{origins}\"],\
         \"AllowMethods\":[\"GET\",\"POST\",\"PUT\",\"DELETE\",\"OPTIONS\"],\
         \"AllowHeaders\":[\"authorization\",\"content-type\"],\
         \"ExposeHeaders\":[\"link\",\"retry-after\",\"date\"],\"MaxAge\":600}}"
    );
    let arguments = [
        "apigatewayv2",
        "update-api",
        "--api-id",
        id,
        "--cors-configuration",
        &cors,
    ];
    aws::call(place, &arguments).map(drop)
}

/// The template's parameter with a function's key in the code bucket.
pub fn key_parameter(function: &str) -> String {
    let mut letters = function.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    format!("{}{}CodeKey", first.unwrap_or_default(), letters.as_str())
}

/// The id in `https://{id}.execute-api.{region}.amazonaws.com/…`.
fn api_id(url: &str) -> Outcome<String> {
    url.split_once("://")
        .and_then(|(_, rest)| rest.split_once(".execute-api."))
        .map(|(id, _)| id.to_owned())
        .ok_or_else(|| failure(format!("The address {url} names no API.")))
}
