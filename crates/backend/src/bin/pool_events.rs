//! Lambda function `pool-events`: API calls at the user pool that end sessions.

use cruddur_backend::clients::Account;
use cruddur_backend::pool_events::PoolEvents;
use cruddur_backend::push::Gateway;
use cruddur_backend::table::Table;
use cruddur_backend::{clock, environment, log};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::start();
    let account = Account::from_environment()?;
    let pool_events = &PoolEvents {
        table: Table::new(account.dynamodb(), environment::required("TABLE")?),
        gateway: Gateway::new(account.connections(&environment::required("LIVE_ENDPOINT")?)),
    };
    let handle = |event: LambdaEvent<Value>| async move {
        pool_events
            .handle(event.payload, clock::now_micros())
            .await?;
        Ok::<_, Error>(())
    };
    lambda_runtime::run(service_fn(handle)).await
}
