//! A sound for new messages: off unless the person has turned it on in this browser.

use leptos::prelude::*;

use crate::i18n::en;
use crate::platform::{focus, sound, time, web_storage};

const NAME: &str = "cruddur.sound";
const ON: &str = "on";
/// When a sound was last heard from one of the tabs, milliseconds since 1970.
const HEARD: &str = "cruddur.sound-at";
/// Of several messages, and of several tabs, one is heard.
const PAUSE: i64 = 2_000;

/// A new message came, in the open conversation or `elsewhere`. It is heard unless the person looks at it.
pub fn on_new_message(elsewhere: bool) {
    let is_on = || web_storage::read_local(NAME).as_deref() == Some(ON);
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

/// The setting. Turned on, it is heard at once.
#[component]
pub fn SoundSetting() -> impl IntoView {
    let on = RwSignal::new(web_storage::read_local(NAME).is_some());
    let change = move |_| {
        on.update(|on| *on = !*on);
        let is_on = on.get_untracked();
        web_storage::write_local(NAME, if is_on { ON } else { "" });
        if is_on {
            sound::chime();
        }
    };
    view! {
        <section class="setting">
            <label class="check">
                <input type="checkbox" prop:checked=on on:change=change/>
                {en::SOUND}
            </label>
        </section>
    }
}
