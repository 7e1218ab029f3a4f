//! `regex` for `aws-cognito-srp`, which uses it for one replacement. `regex-lite` does the same with 158 kB
//! less in the bundle (brotli 11, measured). A patch cannot name a crate of another name, hence this shim.
//! The two differ in Unicode classes only: here `\d` is ASCII, as in a Cognito timestamp.

pub use regex_lite::*;
