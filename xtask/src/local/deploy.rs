//! The back end into a local system: code to S3, `infra/template.yaml` to CloudFormation, as on
//! AWS.

use std::time::Instant;

use serde_json::Value;

use super::aws;
use super::functions::Function;
use super::gaps;
use super::http;
use super::place::Place;
use super::stack::{Outputs, Stack};
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
    create_or_update(place, functions)?;
    let outputs = outputs(place)?;
    gaps::set_cors(place, &outputs)?;
    Stack::from_outputs(&outputs)?.write(place)?;
    println!(
        "✓ The back end is deployed ({})",
        seconds(started.elapsed())
    );
    stamp.done()
}

/// Whether the deployed API answers, through its gateway and by its own function's code.
pub fn answers(place: &Place) -> bool {
    let Ok(stack) = Stack::read(place) else {
        return false;
    };
    let Some(base) = stack.api_url.strip_prefix(&place.endpoint()) else {
        return false;
    };
    http::get(place.aws_port, &format!("{base}/api/health-check"))
        .is_some_and(|(status, body)| status == 200 && body.contains("\"success\""))
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

/// `deploy` makes a change set, carries it out and waits; nothing to change is no failure.
fn create_or_update(place: &Place, functions: &[Function]) -> Outcome {
    let template = paths::at("infra/template.yaml");
    let template = template.to_string_lossy();
    let mut parameters = vec![
        format!("LocalHost=127.0.0.1:{}", place.aws_port),
        format!("AllowedOrigins={}", place.allowed_origins()),
        format!("CodeBucket={BUCKET}"),
    ];
    for function in functions {
        parameters.push(format!("{}={}", function.key_parameter, function.key));
    }
    let mut arguments = vec!["cloudformation", "deploy", "--stack-name", STACK];
    arguments.extend([
        "--template-file",
        &template,
        "--capabilities",
        "CAPABILITY_IAM",
    ]);
    arguments.extend(["--no-fail-on-empty-changeset", "--parameter-overrides"]);
    arguments.extend(parameters.iter().map(String::as_str));
    aws::call(place, &arguments).map(drop).map_err(|error| {
        let advice = "After a change of the template, `--fresh` starts over.";
        failure(format!("{error} {} {advice}", why(place)))
    })
}

/// CloudFormation's reason for a failed resource.
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

/// The stack's outputs by their keys.
fn outputs(place: &Place) -> Outcome<Outputs> {
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
