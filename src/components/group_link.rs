//! One conversation in the list.

use cruddur_contract::GroupRow;
use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::person_name::PersonName;
use crate::components::time_text::BriefTime;
use crate::i18n::en;
use crate::routes::{group_path, href};
use crate::runtime::RowSignal;

/// The whole row is the link; its name begins with the other person's. It renders nothing once the
/// conversation is gone from the list.
#[component]
pub fn GroupLink(
    /// The conversation.
    group: RowSignal<GroupRow>,
    /// Whether it is the one on screen.
    is_open: Signal<bool>,
) -> impl IntoView {
    move || {
        group.get().map(|group| {
            view! {
                <a
                    class="group"
                    href=href(&group_path(&group.uuid))
                    aria-current=move || is_open.get().then_some("page")
                >
                    <Avatar name=group.display_name.clone() handle=group.handle.clone()/>
                    <span class="group-name"><PersonName name=group.display_name.clone()/></span>
                    <BriefTime at=group.created_at/>
                    <span class="group-preview" dir="auto" prop:textContent=preview(&group.message)></span>
                </a>
            }
        })
    }
}

/// Only a deleted message has no text.
fn preview(text: &str) -> String {
    if text.is_empty() {
        en::MESSAGE_DELETED.to_owned()
    } else {
        one_line(text)
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
        assert_eq!(preview(" a\n\n b\tc "), "a b c");
        assert_eq!(preview(""), "Message deleted");
        assert!(one_line(&"long ".repeat(1000)).len() < 200);
        assert_eq!(one_line(&"ü".repeat(1000)).chars().count(), 120);
    }
}
