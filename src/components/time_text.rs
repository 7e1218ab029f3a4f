//! A time as words.

use cruddur_contract::Timestamp;
use leptos::prelude::*;

use crate::i18n::clock_text;
use crate::runtime::use_app;

/// The clock time of a message; the whole date on hover.
#[component]
pub fn ClockTime(
    /// When.
    at: Timestamp,
    /// Its classes.
    class: &'static str,
) -> impl IntoView {
    let millis = at.millis();
    view! {
        <time class=class datetime=clock_text::machine(millis) title=clock_text::full(millis)>
            {clock_text::clock(millis)}
        </time>
    }
}

/// The time of a conversation's last message, as short as its age allows; ticks with the app's clock.
#[component]
pub fn BriefTime(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    let now = use_app().now;
    let millis = at.millis();
    let words = Signal::derive(move || clock_text::brief(millis, now.get()));
    view! {
        <time class="time" datetime=clock_text::machine(millis) title=clock_text::full(millis) prop:textContent=words></time>
    }
}
