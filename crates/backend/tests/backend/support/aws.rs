//! The system from the inside, through the back end's own modules.

use std::future::Future;

use cruddur_backend::clients::Account;
use cruddur_backend::push::Gateway;
use cruddur_backend::stream::{Repairs, Stream};
use cruddur_backend::table::Table;

use super::stack::{name, stack};

/// Runs async code in a test.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(work)
}

/// The owner's account.
pub fn account() -> Account {
    Account::local(stack().endpoint.clone())
}

/// The table.
pub fn table() -> Table {
    Table::new(account().dynamodb(), stack().table.as_str())
}

/// What the stream function works with.
pub fn stream() -> Stream {
    let endpoint = stack().live_url.replacen("ws", "http", 1);
    Stream {
        table: table(),
        gateway: Gateway::new(account().connections(&endpoint)),
        repairs: Repairs::new(account().sqs(), repair_queue()),
    }
}

/// The address of the queue of repairs.
pub fn repair_queue() -> String {
    format!("{}/000000000000/{}-repairs", stack().endpoint, name())
}
