//! Lambda function `stream`: the table's stream of new messages, and the queue of repairs.

use cruddur_backend::clients::Account;
use cruddur_backend::push::Gateway;
use cruddur_backend::stream::{Repairs, Stream};
use cruddur_backend::table::Table;
use cruddur_backend::{clock, environment, log};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::start();
    let account = Account::from_environment()?;
    let stream = &Stream {
        table: Table::new(account.dynamodb(), environment::required("TABLE")?),
        gateway: Gateway::new(account.connections(&environment::required("LIVE_ENDPOINT")?)),
        repairs: Repairs::new(account.sqs(), environment::required("REPAIR_QUEUE_URL")?),
    };
    let handle = |event: LambdaEvent<Value>| async move {
        let answer = stream.receive(event.payload, clock::now_micros()).await?;
        Ok::<_, Error>(answer)
    };
    lambda_runtime::run(service_fn(handle)).await
}
