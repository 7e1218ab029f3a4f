//! Lambda function `http`: the REST routes.

use cruddur_backend::clients::Account;
use cruddur_backend::http::{Api, Settings};
use cruddur_backend::pool::Pool;
use cruddur_backend::push::Gateway;
use cruddur_backend::table::Table;
use cruddur_backend::{environment, log};
use lambda_http::{Error, Request, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::start();
    let account = Account::from_environment()?;
    let settings = Settings {
        client_id: environment::required("CLIENT_ID")?,
        brand: environment::required("BRAND")?,
    };
    let table = Table::new(account.dynamodb(), environment::required("TABLE")?);
    let pool = Pool::new(account.cognito(), environment::required("USER_POOL_ID")?);
    let gateway = Gateway::new(account.connections(&environment::required("LIVE_ENDPOINT")?));
    let api = &Api::new(table, pool, gateway, settings);
    let handle = |request: Request| async move { Ok::<_, Error>(api.handle(request).await) };
    lambda_http::run(service_fn(handle)).await
}
