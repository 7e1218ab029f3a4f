//! ministack, the local AWS services: one process on loopback, IAM enforced.

use std::fs::{self, File};
use std::net::TcpListener;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::http;
use super::place::Place;
use crate::failure::{AtPath, Outcome, failure, interrupted};
use crate::paths;
use crate::process::{Running, end_group};
use crate::serve::port_failure;
use crate::step::{log_file, seconds};
use crate::stop;

/// Saving its state at the end may take this long.
const PATIENCE: Duration = Duration::from_secs(20);
/// It is ready within about four seconds; a busy machine takes longer.
const READY_WITHIN: Duration = Duration::from_secs(90);

/// A running ministack.
pub struct Services {
    running: Running,
    place: Place,
}

impl Services {
    /// Starts it and waits until it answers.
    pub fn start(place: &Place) -> Outcome<Self> {
        let started = Instant::now();
        println!(
            "… Local AWS services (ministack) on port {}",
            place.aws_port
        );
        TcpListener::bind(("127.0.0.1", place.aws_port))
            .map_err(|error| port_failure(place.aws_port, &error))?;
        let running = Running::start(&mut command(place)?, PATIENCE)?;
        let pid_file = pid_file(place);
        fs::write(&pid_file, running.pid().to_string()).at("write", &pid_file)?;
        let mut services = Self {
            running,
            place: place.clone(),
        };
        services.wait_until_ready(started)?;
        println!("✓ Local AWS services ({})", seconds(started.elapsed()));
        Ok(services)
    }

    /// An error once it has ended by itself.
    pub fn check(&mut self) -> Outcome {
        match self.running.ended() {
            None => Ok(()),
            Some(_) => Err(failure(format!(
                "ministack ended by itself: see .local/log/ministack-{}.log.",
                self.place.name
            ))),
        }
    }

    fn wait_until_ready(&mut self, started: Instant) -> Outcome {
        let healthy =
            |port| http::get(port, "/_ministack/health").is_some_and(|(status, _)| status == 200);
        while !healthy(self.place.aws_port) {
            self.check()?;
            if stop::asked() {
                return Err(interrupted());
            }
            if started.elapsed() > READY_WITHIN {
                return Err(failure(format!(
                    "ministack did not answer within {}: see .local/log/ministack-{}.log.",
                    seconds(READY_WITHIN),
                    self.place.name
                )));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        self.running.end();
        let _ = fs::remove_file(pid_file(&self.place));
    }
}

fn command(place: &Place) -> Outcome<Command> {
    let log = log_file(&format!("ministack-{}", place.name))?;
    let out = File::create(&log).at("write", &log)?;
    let err = out.try_clone().at("write", &log)?;
    // Lambda unpacks into the temporary folder and leaves its folders there.
    let temporary = place.folder("tmp");
    let _ = fs::remove_dir_all(&temporary);
    for folder in [&temporary, &place.folder("state"), &place.folder("s3")] {
        fs::create_dir_all(folder).at("create", folder)?;
    }
    let keeps = if place.keeps_state { "1" } else { "0" };
    let mut command = Command::new(paths::venv("ministack"));
    command
        .current_dir(place.folder(""))
        .env("AUTH", "true")
        .env("BIND_HOST", "127.0.0.1")
        .env("GATEWAY_PORT", place.aws_port.to_string())
        .env("IOT_MTLS_ENABLED", "0")
        .env("SFTP_ENABLED", "0")
        .env("PERSIST_STATE", keeps)
        .env("STATE_DIR", place.folder("state"))
        .env("S3_DATA_DIR", place.folder("s3"))
        .env("S3_PERSIST", keeps)
        .env("TMPDIR", &temporary)
        .stdout(out)
        .stderr(err);
    Ok(command)
}

fn pid_file(place: &Place) -> std::path::PathBuf {
    place.folder("ministack.pid")
}

/// A run that was killed leaves its ministack behind; only the very process of this folder's
/// environment is ended.
pub fn end_leftover(place: &Place) {
    let file = pid_file(place);
    let Some(pid) = fs::read_to_string(&file)
        .ok()
        .and_then(|text| text.trim().parse::<u32>().ok())
    else {
        return;
    };
    let is_ours = || {
        let ours = paths::local("venv");
        fs::read(format!("/proc/{pid}/cmdline"))
            .is_ok_and(|line| String::from_utf8_lossy(&line).contains(&*ours.to_string_lossy()))
    };
    if is_ours() {
        println!("  ending the ministack that an earlier run left (process {pid})");
        end_group(pid, PATIENCE, || !is_ours());
    }
    let _ = fs::remove_file(&file);
}
