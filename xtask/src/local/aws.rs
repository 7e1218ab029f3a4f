//! aws-cli against a local system. The keys are ministack's root account; no file of the person
//! who runs this is read.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::place::Place;
use crate::failure::{Outcome, failure};
use crate::paths;

/// The region of all local systems.
pub const REGION: &str = "us-east-1";

/// Runs `aws <arguments>`; gives the JSON it prints, or null when it prints nothing.
pub fn call(place: &Place, arguments: &[&str]) -> Outcome<Value> {
    let output = command(place)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failure(format!("Could not start aws-cli: {error}.")))?;
    if !output.status.success() {
        return Err(failure(format!(
            "Failed: aws {}: {}",
            arguments
                .iter()
                .take(2)
                .copied()
                .collect::<Vec<_>>()
                .join(" "),
            String::from_utf8_lossy(&output.stderr).trim()
        )));
    }
    Ok(serde_json::from_slice(&output.stdout).unwrap_or(Value::Null))
}

fn command(place: &Place) -> Command {
    let mut command = Command::new(paths::venv("aws"));
    credentials(&mut command);
    command
        .args(["--output", "json", "--endpoint-url", &place.endpoint()])
        .env_remove("AWS_PROFILE")
        .env_remove("AWS_SESSION_TOKEN")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_PAGER", "");
    command
}

/// Ministack's root keys and region.
pub fn credentials(command: &mut Command) {
    command
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_DEFAULT_REGION", REGION)
        .env("AWS_REGION", REGION);
}
