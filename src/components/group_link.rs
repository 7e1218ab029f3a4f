//! One conversation in the list.

use cruddur_contract::GroupRow;
use leptos::either::Either;
use leptos::prelude::*;

use crate::components::avatar::GroupAvatar;
use crate::components::person_avatar::{OnlineWord, PersonAvatar, use_online};
use crate::components::person_name::PersonName;
use crate::components::time_text::BriefTime;
use crate::components::typing_line::{TypingText, use_typists};
use crate::components::unread_count::unread_pill;
use crate::i18n::{en, group_events, groups};
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
            let online = use_online(group.user_uuid.clone());
            let id = group.uuid.clone();
            let typists = use_typists(move || Some(id.clone()));
            let is_typing = move || typists.with(|names| !names.is_empty());
            let unread = group.unread_count.unwrap_or(0);
            let is_unread = unread > 0;
            view! {
                <a
                    class="group"
                    class:group--unread=is_unread
                    href=href(&group_path(&group.uuid))
                    aria-current=move || is_open.get().then_some("page")
                >
                    {avatar(&group, online)}
                    <span class="group-name"><PersonName name=name(&group)/><OnlineWord online=online/></span>
                    <BriefTime at=group.created_at/>
                    <span class="group-preview" class:group-preview--typing=is_typing dir="auto" prop:textContent=preview(&group)></span>
                    <TypingText typists=typists/>
                    {unread_pill(unread)}
                </a>
            }
        })
    }
}

fn avatar(group: &GroupRow, online: Signal<bool>) -> impl IntoView + use<> {
    let (name, handle) = (group.display_name.clone(), group.handle.clone());
    match group.is_of_two() {
        true => Either::Left(view! { <PersonAvatar name=name handle=handle online=online/> }),
        false => Either::Right(view! { <GroupAvatar handle=handle/> }),
    }
}

/// Who is left alone in a group without a title has nobody to call it by.
fn name(group: &GroupRow) -> String {
    match group.display_name.as_str() {
        "" => groups::ONLY_YOU.to_owned(),
        name => name.to_owned(),
    }
}

/// Only a deleted message has no text, and what happened to the group.
fn preview(group: &GroupRow) -> String {
    match group.last_system {
        Some(kind) => group_events::in_list(kind).to_owned(),
        None if group.message.is_empty() && group.last_message_uuid.is_some() => {
            en::MESSAGE_DELETED.to_owned()
        }
        None => one_line(&group.message),
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
    use cruddur_contract::message::SystemKind;

    use super::*;

    fn row(message: &str) -> GroupRow {
        GroupRow {
            uuid: "g".into(),
            display_name: "Bob".into(),
            handle: "bob".into(),
            message: message.into(),
            created_at: cruddur_contract::Timestamp::EPOCH,
            user_uuid: None,
            last_message_uuid: Some("m".into()),
            last_read_message_uuid: None,
            unread_count: None,
            read_version: None,
            title: None,
            members: None,
            member_count: None,
            created_by: None,
            last_system: None,
        }
    }

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(preview(&row(" a\n\n b\tc ")), "a b c");
        assert_eq!(preview(&row("")), "Message deleted");
        let empty = GroupRow {
            last_message_uuid: None,
            ..row("")
        };
        assert_eq!(preview(&empty), "");
        let joined = GroupRow {
            last_system: Some(SystemKind::Joined),
            ..row("")
        };
        assert_eq!(preview(&joined), "Somebody joined");
        assert!(one_line(&"long ".repeat(1000)).len() < 200);
        assert_eq!(one_line(&"ü".repeat(1000)).chars().count(), 120);
    }
}
