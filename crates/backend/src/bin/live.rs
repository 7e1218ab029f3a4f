//! Lambda function `live`: the WebSocket API's routes.

use aws_lambda_events::event::apigw::ApiGatewayWebsocketProxyRequest;
use cruddur_backend::clients::Account;
use cruddur_backend::live::Live;
use cruddur_backend::push::Gateway;
use cruddur_backend::table::Table;
use cruddur_backend::{clock, environment, log};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::start();
    let account = Account::from_environment()?;
    let live = &Live {
        table: Table::new(account.dynamodb(), environment::required("TABLE")?),
        gateway: Gateway::new(account.connections(&environment::required("LIVE_ENDPOINT")?)),
        allowed_origins: environment::list("ALLOWED_ORIGINS"),
    };
    let handle = |event: LambdaEvent<ApiGatewayWebsocketProxyRequest>| async move {
        let answer = live.handle(event.payload, clock::now_micros()).await;
        Ok::<Value, Error>(json!({ "statusCode": answer as u16 }))
    };
    lambda_runtime::run(service_fn(handle)).await
}
