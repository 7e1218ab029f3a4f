//! Lambda function `stream`: the table's stream of new messages.

use aws_lambda_events::event::dynamodb::Event;
use cruddur_backend::clients::Account;
use cruddur_backend::push::Gateway;
use cruddur_backend::stream::Stream;
use cruddur_backend::table::Table;
use cruddur_backend::{clock, environment, log};
use lambda_runtime::{Error, LambdaEvent, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::start();
    let account = Account::from_environment()?;
    let stream = &Stream {
        table: Table::new(account.dynamodb(), environment::required("TABLE")?),
        gateway: Gateway::new(account.connections(&environment::required("LIVE_ENDPOINT")?)),
    };
    let handle = |event: LambdaEvent<Event>| async move {
        Ok::<_, Error>(stream.handle(event.payload, clock::now_micros()).await)
    };
    lambda_runtime::run(service_fn(handle)).await
}
