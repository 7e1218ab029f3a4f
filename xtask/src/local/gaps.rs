//! All that ministack cannot do from the template, in one place, each with its reason. Nothing here
//! is needed on AWS.

use std::fs;

use serde_json::Value;

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

/// ministack stores how far the stream function has read, but not the stream: after a restart the
/// new stream begins at 0, and every record up to the old position would pass unread. Sets the stored
/// positions back to 0; `false` when the state is not of the known form.
pub fn rewind_streams(place: &Place) -> bool {
    let file = place.folder("state/lambda.json");
    let Some(mut state) = fs::read_to_string(&file)
        .ok()
        .and_then(|text| serde_json::from_str::<Value>(&text).ok())
    else {
        return false;
    };
    let positions = "/payload/dynamodb_stream_positions/data";
    let Some(positions) = state.pointer_mut(positions).and_then(Value::as_object_mut) else {
        return false;
    };
    for position in positions.values_mut() {
        *position = Value::from(0);
    }
    fs::write(&file, state.to_string()).is_ok()
}
