//! The command line.

use super::DemoError;

/// Usage of the program.
pub const USAGE: &str =
    "demo --endpoint URL --pool USER_POOL_ID --table NAME --password TEXT [--big]";

/// The parsed command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Where the AWS services are.
    pub endpoint: String,
    pub pool: String,
    pub table: String,
    /// The password of all demo accounts.
    pub password: String,
    /// Whether to create the conversation of 10,000 messages.
    pub big: bool,
}

impl Arguments {
    /// Reads them.
    ///
    /// # Errors
    /// [`DemoError::Usage`] says what is missing or unknown.
    pub fn read(words: &[String]) -> Result<Self, DemoError> {
        let mut read = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let field = match word.as_str() {
                "--big" => {
                    read.big = true;
                    continue;
                }
                "--endpoint" => &mut read.endpoint,
                "--pool" => &mut read.pool,
                "--table" => &mut read.table,
                "--password" => &mut read.password,
                other => return Err(DemoError::Usage(format!("{other} is unknown"))),
            };
            let missing = || DemoError::Usage(format!("{word} needs a value"));
            *field = words.next().cloned().ok_or_else(missing)?;
        }
        for (name, value) in [
            ("--endpoint", &read.endpoint),
            ("--pool", &read.pool),
            ("--table", &read.table),
            ("--password", &read.password),
        ] {
            if value.is_empty() {
                return Err(DemoError::Usage(format!("{name} is missing")));
            }
        }
        Ok(read)
    }
}
