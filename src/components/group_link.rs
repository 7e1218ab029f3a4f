//! One conversation in the list.

use std::sync::Arc;

use cruddur_contract::GroupRow;
use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::reactive::{Derived, attribute, memo, text};
use crate::components::time_text::BriefTime;
use crate::html::{Node, varying, view};
use crate::pages::place::{Place, group_path};

/// The whole row is the link; its name begins with the other person's.
#[component(transparent)]
pub fn GroupLink(
    /// The conversation.
    group: Derived<Option<Arc<GroupRow>>>,
    /// What the page shows.
    place: Derived<Place>,
) -> Node {
    let is_open = memo(move || {
        let uuid = group.get().map(|group| group.uuid.clone());
        uuid.is_some_and(|uuid| place.get() == Place::Group(uuid))
    });
    let of = move |read: fn(&GroupRow) -> String| {
        text(move || group.with(|group| group.as_deref().map(read).unwrap_or_default()))
    };
    let who = move || {
        group.with(|group| {
            group
                .as_deref()
                .map(|group| (group.display_name.clone(), group.handle.clone()))
        })
    };
    let avatar = varying(who, |who| {
        let (name, handle) = who.clone()?;
        Some(view! { <Avatar name=name handle=handle/> })
    });
    let at = move || group.with(|group| group.as_deref().map(|group| group.created_at));
    let time = varying(at, |at| at.map(|at| view! { <BriefTime at=at/> }));
    view! {
        <a class="group" href=of(|group| group_path(&group.uuid))
            aria-current=attribute(move || is_open.get().then(|| "page".to_owned()))>
            {avatar}
            <span class="group-name"><bdi>{of(|group| group.display_name.clone())}</bdi></span>
            {time}
            <span class="group-preview" dir="auto">{of(|group| one_line(&group.message))}</span>
        </a>
    }
}

/// The beginning of a text in one line; the rest would be cut off anyway.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().take(120));
        if line.len() > 120 {
            break;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(one_line(" a\n\n b\tc "), "a b c");
        assert!(one_line(&"long ".repeat(1000)).len() < 200);
        assert_eq!(one_line(&"ü".repeat(1000)).chars().count(), 120);
    }
}
