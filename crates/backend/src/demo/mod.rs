//! Demo data for local use: people through Cognito's API, conversations through the same table
//! module as the functions use, with the clock passed in. A second run changes nothing.

mod arguments;
mod big;
mod conversation;
mod people;
mod script;

use crate::clients::Account;
use crate::pool::Pool;
use crate::table::Table;
use arguments::Arguments;
use cruddur_contract::Person;

/// Why the demo data could not be created completely.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("{0}. Usage: {usage}", usage = arguments::USAGE)]
    Usage(String),
    /// The user pool refused.
    #[error("the user pool refused {operation}: {reason}")]
    Pool {
        operation: &'static str,
        reason: String,
    },
    /// A person's handle is somebody else's, or is malformed.
    #[error("the handle {0} cannot be had")]
    Handle(String),
    #[error(transparent)]
    Table(#[from] crate::table::TableError),
    /// A message was not accepted.
    #[error(transparent)]
    Send(#[from] crate::table::SendError),
    /// The room for everybody was not accepted.
    #[error(transparent)]
    Group(#[from] crate::table::GroupError),
}

/// The people: handle, display name.
const PEOPLE: [(&str, &str); 3] = [
    ("andrewbrown", "Andrew Brown"),
    ("bayko", "Andrew Bayko"),
    ("londo", "Londo Mollari"),
];
/// Who else is in the room for everybody. The last one has the conversation of 10,000 messages with andrewbrown.
const OTHERS: [(&str, &str); 9] = [
    ("delenn", "Delenn"),
    ("gkar", "G'Kar"),
    ("ivanova", "Susan Ivanova"),
    ("garibaldi", "Michael Garibaldi"),
    ("franklin", "Stephen Franklin"),
    ("marcus", "Marcus Cole"),
    ("lennier", "Lennier"),
    ("zathras", "Zathras"),
    ("vir", "Vir Cotto"),
];
/// Its title.
const ROOM: &str = "Everybody";

/// Runs the program with these arguments.
///
/// # Errors
/// [`DemoError`], a sentence for the person who typed the command.
pub async fn run(arguments: &[String]) -> Result<(), DemoError> {
    let arguments = Arguments::read(arguments)?;
    let account = Account::local(arguments.endpoint.clone());
    let table = Table::new(account.dynamodb(), arguments.table.as_str());
    let pool = Pool::new(account.cognito(), arguments.pool.as_str());
    let person = async |(handle, name)| {
        people::ensure(&pool, &table, handle, name, &arguments.password).await
    };
    let [andrew, bayko, londo] = [
        person(PEOPLE[0]).await?,
        person(PEOPLE[1]).await?,
        person(PEOPLE[2]).await?,
    ];
    let mut others = Vec::with_capacity(OTHERS.len());
    for other in OTHERS {
        others.push(person(other).await?);
    }
    let everybody: Vec<&Person> = [&andrew, &bayko, &londo]
        .into_iter()
        .chain(&others)
        .collect();
    let lines = script::read(script::EVERYBODY, crate::clock::now_micros());
    conversation::fill_group(&table, &everybody, ROOM, lines).await?;
    // Bayko and londo have no conversation of their own, so that people can try out a first message.
    for (other, text) in [
        (&bayko, script::ANDREW_BAYKO),
        (&londo, script::ANDREW_LONDO),
    ] {
        let lines = script::read(text, crate::clock::now_micros());
        conversation::fill(&table, [&andrew, other], lines).await?;
    }
    if let (true, Some(vir)) = (arguments.big, others.last()) {
        let lines = big::lines(crate::clock::now_micros());
        conversation::fill(&table, [&andrew, vir], lines).await?;
    }
    Ok(())
}

/// One line of progress.
fn say(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    // A closed pipe must not end the program: progress is optional.
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}
