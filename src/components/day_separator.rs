//! The line between two days.

use cruddur_contract::Timestamp;
use leptos::prelude::*;

use crate::components::reactive::text;
use crate::html::{Node, view};
use crate::platform::clock_text;
use crate::runtime::use_app;

/// A heading in the middle of a line, one level below the conversation's: "Today", "Yesterday" or the date; changes at midnight.
#[component(transparent)]
pub fn DaySeparator(
    /// Any time of that day.
    at: Timestamp,
) -> Node {
    let now = use_app().now;
    let words = text(move || clock_text::day(at.millis(), now.get()));
    view! { <h2 class="day">{words}</h2> }
}
