//! The setting of the sound for new messages.

use leptos::prelude::*;

use crate::i18n::en;
use crate::runtime::sound;

/// A checkbox.
#[component]
pub fn SoundSetting() -> impl IntoView {
    let on = RwSignal::new(sound::is_on());
    let change = move |_| {
        on.update(|on| *on = !*on);
        sound::turn(on.get_untracked());
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
