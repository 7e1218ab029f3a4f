//! The deployed system, as `cargo xtask test backend` describes it.

use std::sync::OnceLock;

use serde::Deserialize;

/// Where everything is.
#[derive(Clone, Debug, Deserialize)]
pub struct Stack {
    /// The AWS services.
    pub endpoint: String,
    /// Base of the REST routes.
    pub api_url: String,
    /// Where sockets are opened.
    pub live_url: String,
    /// The user pool.
    pub user_pool_id: String,
    /// Its app client.
    pub client_id: String,
    /// The table.
    pub table: String,
}

/// The system under test.
pub fn stack() -> &'static Stack {
    static STACK: OnceLock<Stack> = OnceLock::new();
    STACK.get_or_init(|| {
        let file = std::env::var("CRUDDUR_STACK").unwrap_or_else(|_| {
            panic!("no CRUDDUR_STACK: run these tests with `cargo xtask test backend`")
        });
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
    })
}

/// The prefix of all the stack's names.
pub fn name() -> &'static str {
    stack()
        .table
        .strip_suffix("-conversations")
        .expect("the table is named after the stack")
}
