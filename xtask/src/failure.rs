//! The one error of this program: a sentence that says what happened and what to do.

use std::fmt;
use std::path::Path;

/// What a person reads when a command stops.
#[derive(Debug)]
pub struct Failure(String);

/// The result of a step.
pub type Outcome<T = ()> = Result<T, Failure>;

/// A failure with this sentence.
pub fn failure(sentence: impl Into<String>) -> Failure {
    Failure(sentence.into())
}

/// The sentence of a command that was stopped by Ctrl-C.
pub fn interrupted() -> Failure {
    failure("Stopped.")
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Turns a file error into a sentence that names the file.
pub trait AtPath<T> {
    /// `doing` is a verb, such as "read" or "write".
    fn at(self, doing: &str, path: &Path) -> Outcome<T>;
}

impl<T> AtPath<T> for std::io::Result<T> {
    fn at(self, doing: &str, path: &Path) -> Outcome<T> {
        self.map_err(|error| failure(format!("Could not {doing} {}: {error}.", path.display())))
    }
}
