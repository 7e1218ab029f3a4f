//! Runs a tool: its output goes to `.local/log/<name>.log`, the console gets plain lines with the
//! time it takes, so that a person and a CI log can follow.

use std::fs::File;
use std::io::{BufRead, BufReader, PipeReader, Write};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{AtPath, Outcome, failure, interrupted};
use crate::paths;
use crate::process::Running;
use crate::stop;

/// How often a long step prints its progress.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(20);
/// How many lines of the log a failed step shows, of its end and of what its failed tests say.
const TAIL: usize = 40;
/// Test runners of Rust write this above what the failed tests say.
const FAILURES: &str = "failures:";

/// Which lines of the tool's output also go to the console.
pub type Echo = fn(&str) -> bool;

/// A tool that is about to run.
pub struct Step {
    name: String,
    says: String,
    command: Command,
    echo: Echo,
}

/// What a tool wrote, and how it ended.
pub struct Finished {
    /// Whether the exit code was 0.
    pub ok: bool,
    /// All lines of its output, standard error included.
    pub lines: Vec<String>,
    /// The file with the output.
    pub log: PathBuf,
}

impl Step {
    /// `name` is the log's file name; `says` is what the console shows.
    pub fn new(name: &str, says: &str, command: Command) -> Self {
        Self {
            name: name.to_owned(),
            says: says.to_owned(),
            command,
            echo: |_| false,
        }
    }

    /// Shows these lines on the console while the tool runs.
    pub fn echo(mut self, echo: Echo) -> Self {
        self.echo = echo;
        self
    }

    /// Runs the tool; a failing exit is a failure that names the log.
    pub fn run(self) -> Outcome<Vec<String>> {
        let says = self.says.clone();
        let finished = self.finish()?;
        expect_ok(&says, &finished)?;
        Ok(finished.lines)
    }

    /// Runs the tool to its end, whatever the exit code is.
    pub fn finish(mut self) -> Outcome<Finished> {
        stop::check()?;
        let started = Instant::now();
        println!("… {}", self.says);
        let log = log_file(&self.name)?;
        let (reader, writer) =
            std::io::pipe().map_err(|error| failure(format!("No pipe: {error}.")))?;
        let stderr = writer
            .try_clone()
            .map_err(|error| failure(format!("No pipe: {error}.")))?;
        self.command.stdout(writer).stderr(stderr);
        let mut running = Running::start(&mut self.command, Duration::from_secs(5))?;
        // The command holds the pipe's other end: without this the reader would never see its end.
        self.command = Command::new("true");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let collector = collect(reader, log.clone(), self.echo, Arc::clone(&seen))?;
        let ok = self.wait(&mut running, started, &seen)?;
        running.end();
        let _ = collector.join();
        let mark = if ok { "✓" } else { "✗" };
        println!("{mark} {} ({})", self.says, seconds(started.elapsed()));
        let lines = seen
            .lock()
            .map(|mut lines| std::mem::take(&mut *lines))
            .unwrap_or_default();
        Ok(Finished { ok, lines, log })
    }

    fn wait(
        &self,
        running: &mut Running,
        started: Instant,
        seen: &Mutex<Vec<String>>,
    ) -> Outcome<bool> {
        let mut next = PROGRESS_INTERVAL;
        loop {
            if let Some(status) = running.ended() {
                return Ok(status.success());
            }
            if stop::asked() {
                running.end();
                return Err(interrupted());
            }
            if started.elapsed() >= next {
                next += PROGRESS_INTERVAL;
                let last = seen.lock().ok().and_then(|lines| lines.last().cloned());
                println!(
                    "  {} {}: {}",
                    seconds(started.elapsed()),
                    self.name,
                    short(&last.unwrap_or_default())
                );
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A tool that failed is a failure; what its failed tests say and the end of its output are shown.
pub fn expect_ok(says: &str, finished: &Finished) -> Outcome {
    if finished.ok {
        return Ok(());
    }
    for line in relevant(&finished.lines) {
        println!("  | {line}");
    }
    let log = finished.log.strip_prefix(paths::root());
    Err(failure(format!(
        "Failed: {says}. The whole output is in {}.",
        log.unwrap_or(&finished.log).display()
    )))
}

/// The lines that show why it failed: after the tests in a browser come all of the page's console lines.
fn relevant(lines: &[String]) -> impl Iterator<Item = &String> {
    let end = lines.len().saturating_sub(TAIL);
    let first = lines.iter().take(end).position(|line| line == FAILURES);
    let said = first.map_or(end..end, |first| first..end.min(first + TAIL));
    lines[said].iter().chain(&lines[end..])
}

/// Runs a quick tool silently and gives what it printed, or nothing when it failed.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(std::process::Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The log of a step, emptied.
pub fn log_file(name: &str) -> Outcome<PathBuf> {
    let folder = paths::local("log");
    std::fs::create_dir_all(&folder).at("create", &folder)?;
    let path = folder.join(format!("{name}.log"));
    File::create(&path).at("write", &path)?;
    Ok(path)
}

/// A time for people: `0.4 s`, `12 s`, `2 min 05 s`.
pub fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    match whole {
        0..10 => format!("{:.1} s", time.as_secs_f32()),
        10..100 => format!("{whole} s"),
        _ => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

fn collect(
    reader: PipeReader,
    log: PathBuf,
    echo: Echo,
    seen: Arc<Mutex<Vec<String>>>,
) -> Outcome<thread::JoinHandle<()>> {
    let mut file = File::create(&log).at("write", &log)?;
    Ok(thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0) {
            let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            let _ = writeln!(file, "{line}");
            if echo(&line) {
                println!("  {line}");
            }
            if let Ok(mut lines) = seen.lock() {
                lines.push(line);
            }
            bytes.clear();
        }
    }))
}

fn short(line: &str) -> String {
    line.trim().chars().take(90).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_like_speech() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(12)), "12 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn a_step_gives_both_streams_and_the_exit_code() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let finished = Step::new("test-step", "a test", command)
            .finish()
            .expect("ran");
        assert!(!finished.ok);
        assert_eq!(finished.lines, ["out", "err"]);
    }

    #[test]
    fn failed_tests_are_shown_though_much_output_follows_and_no_line_twice() {
        let lines: Vec<String> = ["running", FAILURES, "expected 1, got 2"]
            .into_iter()
            .map(str::to_owned)
            .chain((0..100).map(|n| format!("console {n}")))
            .collect();
        let shown: Vec<&String> = relevant(&lines).collect();
        assert_eq!(shown.len(), 2 * TAIL);
        assert_eq!(shown[..2], [FAILURES, "expected 1, got 2"]);
        assert_eq!(shown.last().map(|line| line.as_str()), Some("console 99"));
        let short = relevant(&lines[..10]);
        assert_eq!(short.count(), 10);
    }
}
