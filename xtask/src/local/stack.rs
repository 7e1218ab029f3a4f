//! What a deployed system is called: the outputs of the CloudFormation stack.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use super::place::Place;
use crate::failure::{AtPath, Outcome, failure};

/// A CloudFormation stack's outputs by their keys.
pub type Outputs = BTreeMap<String, String>;

/// One output; the template must have it.
pub fn output(outputs: &Outputs, key: &str) -> Outcome<String> {
    let value = outputs.get(key).cloned();
    value.ok_or_else(|| failure(format!("infra/template.yaml has no output {key}.")))
}

/// Addresses and ids of a deployed back end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    /// Base of the REST API, as a browser uses it.
    pub api_url: String,
    /// Base of the live socket, as a browser uses it.
    pub live_url: String,
    /// The Cognito user pool.
    pub user_pool_id: String,
    /// Its public client.
    pub client_id: String,
    /// The DynamoDB table.
    pub table: String,
}

impl Stack {
    /// From the outputs of the template.
    pub fn from_outputs(outputs: &Outputs) -> Outcome<Self> {
        Ok(Self {
            api_url: output(outputs, "ApiUrl")?,
            live_url: output(outputs, "LiveUrl")?,
            user_pool_id: output(outputs, "UserPoolId")?,
            client_id: output(outputs, "UserPoolClientId")?,
            table: output(outputs, "TableName")?,
        })
    }

    /// Writes `stack.json` for the tests and `config.json` for the app.
    pub fn write(&self, place: &Place) -> Outcome {
        let stack = json!({
            "endpoint": place.endpoint(),
            "origin": format!("http://localhost:{}", place.web_port),
            "api_url": self.api_url,
            "live_url": self.live_url,
            "user_pool_id": self.user_pool_id,
            "client_id": self.client_id,
            "table": self.table,
        });
        let config = json!({
            "brand": "Cruddur",
            "cognito": {
                "user_pool_id": self.user_pool_id,
                "client_id": self.client_id,
                "endpoint": place.endpoint(),
            },
            "api_url": self.api_url,
            "live_url": self.live_url,
            "poll_seconds": 15,
        });
        for (file, value) in [(place.config_file(), config), (place.stack_file(), stack)] {
            fs::write(&file, format!("{value:#}\n")).at("write", &file)?;
        }
        Ok(())
    }

    /// What an earlier start wrote.
    pub fn read(place: &Place) -> Outcome<Self> {
        let file = place.stack_file();
        let text = fs::read_to_string(&file).at("read", &file)?;
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        let text = |key: &str| {
            value[key].as_str().map(str::to_owned).ok_or_else(|| {
                failure(format!(
                    "{} has no {key}: start with --fresh.",
                    file.display()
                ))
            })
        };
        Ok(Self {
            api_url: text("api_url")?,
            live_url: text("live_url")?,
            user_pool_id: text("user_pool_id")?,
            client_id: text("client_id")?,
            table: text("table")?,
        })
    }
}
