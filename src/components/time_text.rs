//! A time as words.

use cruddur_contract::Timestamp;
use leptos::prelude::*;

use crate::components::reactive::text;
use crate::html::{Node, view};
use crate::platform::clock_text;
use crate::runtime::use_app;

/// The clock time of a message; the whole date on hover.
#[component(transparent)]
pub fn ClockTime(
    /// When.
    at: Timestamp,
) -> Node {
    let millis = at.millis();
    view! {
        <time class="time" datetime=clock_text::machine(millis) title=clock_text::full(millis)>
            {clock_text::clock(millis)}
        </time>
    }
}

/// The time of a conversation's last message, as short as its age allows; ticks with the app's clock.
#[component(transparent)]
pub fn BriefTime(
    /// When.
    at: Timestamp,
) -> Node {
    let now = use_app().now;
    let millis = at.millis();
    let words = text(move || clock_text::brief(millis, now.get()));
    view! {
        <time class="time" datetime=clock_text::machine(millis) title=clock_text::full(millis)>{words}</time>
    }
}
