//! `fake-server`: the fake server over HTTP and WebSocket, for the end-to-end tests.
//!
//! Prints its addresses as one line of JSON, then serves until its standard input closes, so that it never
//! outlives the tests. `POST /control` takes a [`control::Command`]. Whose an access token is the real Cognito
//! says.

mod callers;
mod control;
mod live;
mod presence;
mod serve;
mod state;

use std::io::{Read, Write};
use std::net::Ipv4Addr;

use clap::Parser;
use cruddur_fake_server::Mode;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::LocalSet;

#[derive(Parser)]
#[command(about = "A fake Cruddur server for end-to-end tests")]
struct Arguments {
    /// Which part of the contract it speaks
    #[arg(long, value_enum)]
    mode: ModeName,
    /// The address of Cognito
    #[arg(long)]
    cognito: String,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum ModeName {
    Seed,
    Full,
}

impl From<ModeName> for Mode {
    fn from(name: ModeName) -> Self {
        match name {
            ModeName::Seed => Self::Seed,
            ModeName::Full => Self::Full,
        }
    }
}

fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let tasks = LocalSet::new();
    tasks.block_on(&runtime, run(arguments))
}

async fn run(arguments: Arguments) -> std::io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let state = state::State::new(arguments.mode.into(), arguments.cognito);
    tokio::task::spawn_local(serve::accept(listener, state));
    let addresses = json!({
        "api_url": format!("http://{address}"),
        "live_url": format!("ws://{address}{}", serve::LIVE),
        "control_url": format!("http://{address}{}", serve::CONTROL),
    });
    writeln!(std::io::stdout(), "{addresses}")?;
    // An error is an end as well: the sender is dropped.
    let _ = input_closed().await;
    Ok(())
}

fn input_closed() -> oneshot::Receiver<()> {
    let (sender, closed) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        sender.send(())
    });
    closed
}
