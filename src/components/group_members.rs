//! Who is in a group.

use cruddur_engine::view::{GroupTask, MemberView};
use leptos::prelude::*;

use crate::components::group_details::{OpenGroup, focus_after_question};
use crate::components::person_avatar::{OnlineWord, PersonAvatar, use_online};
use crate::components::person_name::{AtHandle, PersonName, handle_beside};
use crate::components::question::Question;
use crate::i18n::{en, groups};
use crate::runtime::use_app;

const HEADING_ID: &str = "members-heading";

/// The members in the order in which they joined. Who started the group can remove the others, and is asked first.
#[component]
pub fn GroupMembers(group: OpenGroup) -> impl IntoView {
    let app = use_app();
    let members = move || {
        let details = group.details.get().unwrap_or_default();
        let may_remove = details.is_creator;
        let all = details.members.into_iter();
        all.map(|member| {
            (
                may_remove && !member.is_me && !member.handle.is_empty(),
                member,
            )
        })
        .collect::<Vec<_>>()
    };
    let count = Signal::derive(move || {
        let count = group
            .details
            .with(|it| it.as_ref().map_or(0, |it| it.members.len()));
        en::people_in_group(count)
    });
    let removing = RwSignal::new(None::<MemberView>);
    let on_answer = Callback::new(move |removes| {
        let member = removing.get_untracked();
        removing.set(None);
        focus_after_question();
        if let Some(member) = member.filter(|_| removes) {
            app.remove_from_group(member.handle);
        }
    });
    let question = Signal::derive(move || {
        let name = removing.with(|it| it.as_ref().map(|it| it.display_name.clone()));
        groups::remove_question(&name.unwrap_or_default())
    });
    view! {
        <section class="members">
            <h3 id=HEADING_ID>{groups::MEMBERS}</h3>
            <p class="members-count" prop:textContent=count></p>
            <ul aria-labelledby=HEADING_ID>
                <For
                    each=members
                    key=|(may_remove, member)| (*may_remove, member.handle.clone(), member.display_name.clone())
                    let((may_remove, member))
                >
                    <Member group=group member=member may_remove=may_remove removing=removing/>
                </For>
            </ul>
            <Show when=move || removing.with(Option::is_some)>
                <Question
                    id="remove-heading"
                    heading=question
                    what=Signal::stored(groups::REMOVING_MEANS.to_owned())
                    back=groups::CANCEL
                    go_on=Signal::stored(groups::REMOVE.to_owned())
                    go_on_class="button button--danger"
                    on_answer=on_answer
                />
            </Show>
        </section>
    }
}

#[component]
fn Member(
    group: OpenGroup,
    member: MemberView,
    may_remove: bool,
    removing: RwSignal<Option<MemberView>>,
) -> impl IntoView {
    let task = GroupTask::Remove(member.handle.clone());
    let online = use_online(Some(member.user_uuid.clone()));
    let beside = handle_beside(&member.display_name, &member.handle);
    let about = match (member.is_creator, member.is_me) {
        (true, true) => format!("{}, {}", groups::CREATOR, groups::YOU),
        (true, false) => groups::CREATOR.to_owned(),
        (false, true) => groups::YOU.to_owned(),
        (false, false) => String::new(),
    };
    let button = may_remove.then(|| {
        let (task, member) = (task.clone(), member.clone());
        view! {
            <button
                type="button"
                class="button button--quiet button--small"
                aria-label=groups::remove(&member.display_name)
                aria-disabled=move || group.is_busy(&task).then_some("true")
                on:click=move |_| removing.set(Some(member.clone()))
            >
                {groups::REMOVE}
            </button>
        }
    });
    view! {
        <li class="member">
            <PersonAvatar name=member.display_name.clone() handle=member.handle.clone() online=online/>
            <span class="person-name"><PersonName name=member.display_name/><OnlineWord online=online/></span>
            <span class="person-handle">
                <AtHandle handle=beside/>
                " "
                {about}
            </span>
            {button}
            {move || group.failed(&task)}
        </li>
    }
}
