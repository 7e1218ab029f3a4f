//! The commands a person types. `cargo xtask --help` explains them; docs/development.md has the details.

mod build;
mod cli;
mod dev;
mod failure;
mod fuzz;
mod headers;
mod local;
mod lock;
mod notices;
mod package;
mod paths;
mod process;
mod serve;
mod setup;
mod soak;
mod stamp;
mod step;
mod stop;
mod test;
mod toolchain;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    paths::program();
    let command = cli::Cli::parse().command;
    if let Err(failure) = stop::listen().and_then(|()| cli::run(command)) {
        let sentence = failure.to_string();
        if !sentence.is_empty() {
            eprintln!("{sentence}");
        }
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
