//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::failure::Outcome;
use crate::serve::Site;
use crate::{build, dev, fuzz, headers, notices, package, paths, serve, setup, soak, test};

/// Everything one does with Cruddur Messages: run it, test it, build it.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Run the whole system at http://localhost:8080 with demo people; Ctrl-C stops it
    Dev {
        /// Delete what earlier starts stored
        #[arg(long)]
        fresh: bool,
        /// Add a conversation of 10,000 messages
        #[arg(long)]
        big: bool,
        /// Serve the present dist/ without building
        #[arg(long)]
        no_build: bool,
    },
    /// Run every check that must pass, or only the named parts
    Test {
        /// Parts to run; none means all
        parts: Vec<test::Part>,
        /// Do not ask for the list of known vulnerabilities, which is on GitHub
        #[arg(long)]
        offline: bool,
    },
    /// Let two people write to each other under random faults; fail when a message is lost or doubled
    Soak {
        /// How long, with faults
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=600))]
        minutes: u32,
        /// The seed of an earlier run, which prints it: the same choices again
        #[arg(long)]
        seed: Option<u32>,
        /// Use the present dist/ without building
        #[arg(long)]
        no_build: bool,
    },
    /// Fuzz the engine with hostile inputs, one target after the other
    Fuzz {
        /// Targets to run, as in fuzz/fuzz_targets; none means all
        targets: Vec<String>,
        /// How long each of them runs
        #[arg(long, default_value_t = 30)]
        seconds: u32,
    },
    /// Run the lint part of the tests alone
    Lint {
        /// Do not ask for the list of known vulnerabilities, which is on GitHub
        #[arg(long)]
        offline: bool,
    },
    /// Install everything the other commands need, and nothing else (they also do it themselves)
    Setup,
    /// Build the release of the app into dist/, with compressed copies
    Build {
        /// The path that the site is served below: it begins and ends with a slash
        #[arg(long, default_value = "/")]
        public_url: String,
    },
    /// Print the bytes of a first visit and fail above the budget
    Budget,
    /// Serve dist/ as the CDN would, with a config.json of your own
    Serve {
        /// The config.json that names the stack
        #[arg(long)]
        config: PathBuf,
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// The path that the site was built for (`build --public-url`)
        #[arg(long, default_value = "/")]
        public_url: String,
        /// The build, if it is not in dist/
        #[arg(long)]
        dist: Option<PathBuf>,
    },
    /// Write public/licences.txt anew, after a change of what the app is made of
    Notices,
    /// Build what is published of a release into target/package: site, bills of materials, checksums
    Package,
    /// Rebuild and serve at every change, on port 8081, beside a running `cargo xtask dev`
    Watch,
    /// Print the security headers for a config.json, to set them at a CDN
    Headers {
        /// The config.json that names the stack
        #[arg(long)]
        config: PathBuf,
        #[command(flatten)]
        options: headers::Options,
    },
}

/// Runs the command.
pub fn run(command: Command) -> Outcome {
    match command {
        Command::Dev {
            fresh,
            big,
            no_build,
        } => dev::run(fresh, big, !no_build),
        Command::Test { parts, offline } => test::run(&parts, offline),
        Command::Soak {
            minutes,
            seed,
            no_build,
        } => soak::run(minutes, seed, !no_build),
        Command::Fuzz { targets, seconds } => fuzz::run(&targets, seconds),
        Command::Lint { offline } => test::run(&[test::Part::Lint], offline),
        Command::Setup => setup::all(),
        Command::Build { public_url } => build::release_below(&public_url, &paths::dist()),
        Command::Budget => build::release().and_then(|()| build::budget::check()),
        Command::Serve {
            config,
            port,
            public_url,
            dist,
        } => {
            let dist = dist.unwrap_or_else(paths::dist);
            serve::until_stopped(port, Site::new(dist, config, &public_url)?)
        }
        Command::Notices => notices::write(),
        Command::Package => package::write(),
        Command::Watch => build::watch(),
        Command::Headers { config, options } => headers::print(&config, &options),
    }
}
