//! `regex-lite` under the name of `regex`.
//!
//! `aws-cognito-srp` needs a regular expression once, to drop the leading zero of a day. The full
//! `regex` crate with its Unicode tables adds 158 kB (brotli 11, measured) to the bundle;
//! `regex-lite` offers the same calls. Classes such as `\d` are ASCII here, which is what the
//! Cognito timestamp wants.

pub use regex_lite::*;
