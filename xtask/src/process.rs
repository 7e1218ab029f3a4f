//! Child processes: each leads its own process group, so that ending one ends all it started.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::failure::{Outcome, failure};

/// A running child; it is ended, with everything it started, when this is dropped.
pub struct Running {
    child: Child,
    /// How long the child gets between SIGTERM and SIGKILL.
    patience: Duration,
}

impl Running {
    /// Starts a command as the leader of a new process group, without standard input.
    pub fn start(command: &mut Command, patience: Duration) -> Outcome<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| {
                failure(format!(
                    "Could not start {name}: {error}. Run `cargo xtask setup` to install it."
                ))
            })?;
        Ok(Self { child, patience })
    }

    /// The process id, which is also the id of its group.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The exit status once the child has ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Asks the group to end, waits, then kills what is left of it.
    pub fn end(&mut self) {
        end_group(self.pid(), self.patience, || {
            self.child.try_wait().ok().flatten().is_some()
        });
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// SIGTERM to a process group, SIGKILL once its leader ended or `patience` is over: a worker that
/// outlives its leader (ministack's Lambda processes do, for seconds) is not left behind.
pub fn end_group(leader: u32, patience: Duration, mut leader_ended: impl FnMut() -> bool) {
    let Ok(group) = i32::try_from(leader) else {
        return;
    };
    let _ = killpg(Pid::from_raw(group), Signal::SIGTERM);
    let deadline = Instant::now() + patience;
    while !leader_ended() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(20));
    }
    let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
}
