//! Lambda function `mail`: the user pool's trigger for custom messages.

use cruddur_backend::{environment, log, mail};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::start();
    let brand = &environment::required("BRAND")?;
    let handle = |event: LambdaEvent<Value>| async move {
        Ok::<_, Error>(mail::worded(event.payload, brand))
    };
    lambda_runtime::run(service_fn(handle)).await
}
