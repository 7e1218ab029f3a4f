//! What a person can send to whoever helps: where the app runs, how it stands, and the trace. No text of a
//! person's is in it (`cruddur_engine::trace`).

use std::cell::OnceCell;
use std::fmt::Write;

use cruddur_contract::Timestamp;
use cruddur_contract::config::AppConfig;
use cruddur_engine::trace::TraceEntry;

use super::driver::Driver;
use crate::platform::{console, page, time};

thread_local! {
    // For the panic hook, which gets nothing else.
    static DRIVER: OnceCell<&'static Driver> = const { OnceCell::new() };
}

/// Lets the panic hook find the driver.
pub(super) fn provide(driver: &'static Driver) {
    DRIVER.with(|known| {
        // A page starts one driver.
        let _ = known.set(driver);
    });
}

/// The diagnostics of a page that has panicked there; `message`: the panic's, if it is a literal. A composed
/// message may quote what a person wrote. Whatever was borrowed at the panic is left out.
pub fn diagnostics_of_panic(place: &str, message: Option<&'static str>) -> String {
    let mut text = DRIVER.with(|driver| match driver.get() {
        Some(driver) => driver.diagnostics(),
        None => environment(),
    });
    text.push_str(&panic_line(place, message));
    text
}

impl Driver {
    /// Adds an entry to the trace, and prints it where the address says `?trace`.
    pub(super) fn note(&self, entry: TraceEntry) {
        if self.prints_trace {
            console::info(&entry.to_string());
        }
        self.trace.borrow_mut().push(entry);
    }

    /// Where the app runs, how it stands, and the trace.
    pub(super) fn diagnostics(&self) -> String {
        let mut text = environment();
        text.push_str(&hosts(&self.config));
        // Writing into a String cannot fail.
        if let Ok(engine) = self.engine.try_borrow() {
            let _ = write!(text, "{}", engine.summary());
        }
        if let Ok(trace) = self.trace.try_borrow() {
            let _ = write!(
                text,
                "trace, in seconds since the page was opened:\n{trace}"
            );
        }
        text
    }
}

fn environment() -> String {
    let now = Timestamp::from_micros(time::wall() * 1000).unwrap_or(Timestamp::EPOCH);
    let age = time::mono();
    format!(
        "cruddur: {} {}\ntime: {now}, {}.{:03} s after the page was opened\nbrowser: {}\nlanguage: {}\nonline: {}\n",
        env!("CARGO_PKG_VERSION"),
        page::script_name(),
        age / 1000,
        age % 1000,
        page::agent(),
        page::language(),
        if page::is_online() { "yes" } else { "no" },
    )
}

fn hosts(config: &AppConfig) -> String {
    format!(
        "hosts: api {}, live {}, cognito {}\n",
        host(&config.api_url),
        config.live_url.as_deref().map_or("none", host),
        host(&config.cognito.endpoint),
    )
}

/// The host of an address, with its port.
fn host(url: &str) -> &str {
    let behind_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = behind_scheme.split(['/', '?', '#']).next();
    authority.map_or("", |text| text.rsplit('@').next().unwrap_or(text))
}

fn panic_line(place: &str, message: Option<&'static str>) -> String {
    let message = message.unwrap_or("(a composed message, left out)");
    format!("panic: {}: {message}\n", in_crate(place))
}

/// A place in the sources; in those of a dependency without the folders of the machine that compiled them.
fn in_crate(place: &str) -> &str {
    let behind_registry = place.split_once("/registry/src/");
    let behind_index = behind_registry.and_then(|(_, rest)| rest.split_once('/'));
    behind_index.map_or(place, |(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_its_place_and_a_literal_message() {
        let here = "src/runtime/driver.rs:12:5";
        assert_eq!(
            panic_line(here, Some("the row is there")),
            "panic: src/runtime/driver.rs:12:5: the row is there\n"
        );
        assert_eq!(
            panic_line(here, None),
            "panic: src/runtime/driver.rs:12:5: (a composed message, left out)\n"
        );
    }

    #[test]
    fn a_message_that_quotes_something_is_no_literal() {
        let caught = |panic: fn(&str)| {
            let result = std::panic::catch_unwind(move || panic("written by a person"));
            let payload = result.expect_err("it panics");
            payload.downcast_ref::<&'static str>().copied()
        };
        assert_eq!(caught(|text| panic!("no {text}")), None);
        assert_eq!(caught(|text| assert_eq!(text, "x")), None);
        assert_eq!(
            caught(|text| assert!(text.parse::<u8>().expect("a number") > 0)),
            None
        );
        assert_eq!(caught(|_| panic!("a literal")), Some("a literal"));
    }

    #[test]
    fn a_place_does_not_name_folders_of_the_machine_that_compiled() {
        let index = "/home/ann/.cargo/registry/src/index.crates.io-1949cf8c";
        for (place, said) in [
            ("src/main.rs:1:2", "src/main.rs:1:2"),
            (
                &format!("{index}/gloo-net-0.7.0/src/error.rs:40:23"),
                "gloo-net-0.7.0/src/error.rs:40:23",
            ),
            (
                "/rustc/0123/library/core/src/option.rs:1:2",
                "/rustc/0123/library/core/src/option.rs:1:2",
            ),
        ] {
            assert_eq!(in_crate(place), said);
        }
    }

    #[test]
    fn of_an_address_only_the_host_is_said() {
        for (url, said) in [
            ("https://api.example.com", "api.example.com"),
            ("http://localhost:3000/prod?key=1", "localhost:3000"),
            ("wss://ann:secret@live.example.com/x", "live.example.com"),
            ("", ""),
        ] {
            assert_eq!(host(url), said);
        }
    }
}
