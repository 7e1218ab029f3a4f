//! The line between two days.

use cruddur_contract::Timestamp;
use leptos::prelude::*;

use crate::i18n::clock_text;
use crate::runtime::use_app;

/// A heading in the middle of a line, one level below the conversation's: "Today", "Yesterday" or the date; changes at midnight.
#[component]
pub fn DaySeparator(
    /// Any time of that day.
    at: Timestamp,
) -> impl IntoView {
    let now = use_app().now;
    let words = Signal::derive(move || clock_text::day(at.millis(), now.get()));
    view! { <h2 class="day" prop:textContent=words></h2> }
}
