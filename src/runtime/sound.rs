//! A sound for new messages: off unless the person has turned it on in this browser.

use crate::platform::{focus, sound, time, web_storage};

const NAME: &str = "cruddur.sound";
const ON: &str = "on";
/// When a sound was last heard from one of the tabs, milliseconds since 1970.
const HEARD: &str = "cruddur.sound-at";
/// Of several messages, and of several tabs, one is heard.
const PAUSE: i64 = 2_000;

/// Whether it is turned on.
pub fn is_on() -> bool {
    web_storage::read_local(NAME).as_deref() == Some(ON)
}

/// Turns it on or off; turned on, it is heard at once.
pub fn turn(on: bool) {
    web_storage::write_local(NAME, if on { ON } else { "" });
    if on {
        sound::chime();
    }
}

/// A new message came, in the open conversation or `elsewhere`. It is heard unless the person looks at it.
pub fn on_new_message(elsewhere: bool) {
    if (elsewhere || !focus::has_attention()) && is_on() && is_quiet() {
        sound::chime();
    }
}

/// Whether nothing was heard for a while. From now on something was.
fn is_quiet() -> bool {
    let now = time::wall();
    let last = web_storage::read_local(HEARD).and_then(|at| at.parse::<i64>().ok());
    let quiet = last.is_none_or(|last| (now - last).abs() >= PAUSE);
    if quiet {
        web_storage::write_local(HEARD, &now.to_string());
    }
    quiet
}
