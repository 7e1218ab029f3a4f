//! The back end into a local system: code to S3, `infra/template.yaml` to CloudFormation, as on
//! AWS.

use std::time::Instant;

use serde_json::Value;

use super::aws;
use super::functions::Function;
use super::gaps;
use super::http;
use super::place::Place;
use super::stack::Stack;
use crate::failure::{Outcome, failure};
use crate::paths;
use crate::stamp::Stamp;
use crate::step::seconds;
use crate::stop;

/// The name of the stack, on AWS too unless one chooses another.
const STACK: &str = "cruddur";
/// The bucket that holds the functions' code.
const BUCKET: &str = "cruddur-code";

/// Deploys unless these very functions and this very template are what runs there.
pub fn run(place: &Place, functions: &[Function], kept: bool) -> Outcome {
    let template = paths::at("infra/template.yaml");
    let keys: Vec<&str> = functions
        .iter()
        .map(|function| function.key.as_str())
        .collect();
    let origins = place.allowed_origins();
    let texts = [keys.as_slice(), &[origins.as_str()]].concat();
    let stamp = Stamp::of(&format!("deploy-{}", place.name), &texts, &[template])?;
    if kept && stamp.is_done() {
        println!("✓ The back end is deployed");
        return Ok(());
    }
    stamp.forget();
    let started = Instant::now();
    println!("… The back end, deployed from infra/template.yaml");
    upload(place, functions, kept)?;
    create_or_update(place, functions, kept)?;
    let stack = gaps::stack(place, &outputs(place)?)?;
    gaps::close(place, &stack)?;
    stack.write(place)?;
    println!(
        "✓ The back end is deployed ({})",
        seconds(started.elapsed())
    );
    stamp.done()
}

/// Whether the state that ministack restored still serves: the API answers through its function.
pub fn still_answers(place: &Place) -> bool {
    let Ok(stack) = Stack::read(place) else {
        return false;
    };
    let base = stack.api_url.strip_prefix(&place.endpoint());
    base.is_some_and(|base| {
        http::status(place.aws_port, &format!("{base}/api/health-check")) == Some(200)
    })
}

fn upload(place: &Place, functions: &[Function], kept: bool) -> Outcome {
    if !kept {
        aws::call(place, &["s3api", "create-bucket", "--bucket", BUCKET])?;
    }
    for function in functions {
        stop::check()?;
        let zip = function.zip.to_string_lossy();
        aws::call(
            place,
            &[
                "s3api",
                "put-object",
                "--bucket",
                BUCKET,
                "--key",
                &function.key,
                "--body",
                &zip,
            ],
        )?;
    }
    Ok(())
}

fn create_or_update(place: &Place, functions: &[Function], kept: bool) -> Outcome {
    let template = format!("file://{}", paths::at("infra/template.yaml").display());
    let mut parameters = vec![
        parameter("Local", "true"),
        parameter("CodeBucket", BUCKET),
        // A comma inside a parameter's value is escaped for aws-cli's shorthand.
        parameter(
            "AllowedOrigins",
            &place.allowed_origins().replace(',', "\\,"),
        ),
    ];
    for function in functions {
        parameters.push(parameter(
            &gaps::key_parameter(function.name),
            &function.key,
        ));
    }
    let (verb, waiter) = if kept {
        ("update-stack", "stack-update-complete")
    } else {
        ("create-stack", "stack-create-complete")
    };
    let mut arguments = vec![
        "cloudformation",
        verb,
        "--stack-name",
        STACK,
        "--template-body",
        &template,
        "--capabilities",
        "CAPABILITY_IAM",
        "CAPABILITY_NAMED_IAM",
        "--parameters",
    ];
    arguments.extend(parameters.iter().map(String::as_str));
    aws::call(place, &arguments)?;
    stop::check()?;
    aws::call(
        place,
        &["cloudformation", "wait", waiter, "--stack-name", STACK],
    )
    .map(drop)
    .map_err(|error| failure(format!("{error} {}", why(place))))
}

fn parameter(key: &str, value: &str) -> String {
    format!("ParameterKey={key},ParameterValue={value}")
}

/// CloudFormation's own word on why a resource failed.
fn why(place: &Place) -> String {
    let events = aws::call(
        place,
        &[
            "cloudformation",
            "describe-stack-events",
            "--stack-name",
            STACK,
        ],
    );
    let events = events.unwrap_or_default();
    let reasons = events["StackEvents"].as_array().into_iter().flatten();
    reasons
        .filter(|event| {
            event["ResourceStatus"]
                .as_str()
                .unwrap_or("")
                .ends_with("FAILED")
        })
        .map(|event| {
            format!(
                "{}: {}.",
                event["LogicalResourceId"], event["ResourceStatusReason"]
            )
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The stack's outputs: key and value.
fn outputs(place: &Place) -> Outcome<Vec<(String, String)>> {
    let stacks = aws::call(
        place,
        &["cloudformation", "describe-stacks", "--stack-name", STACK],
    )?;
    let outputs = stacks["Stacks"][0]["Outputs"].as_array();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(outputs
        .into_iter()
        .flatten()
        .map(|output| (text(&output["OutputKey"]), text(&output["OutputValue"])))
        .collect())
}
