//! Adding people to a group.

use cruddur_contract::Person;
use cruddur_contract::person::same_handle;
use cruddur_engine::view::{GroupTask, TaskState};
use leptos::prelude::*;

use crate::components::group_details::{CLOSE_ID, OpenGroup};
use crate::components::people_search::{FIELD_ID, PeoplePicker};
use crate::i18n::groups;
use crate::platform::dom;
use crate::runtime::use_app;

/// A button that opens the people search, without those who are members.
#[component]
pub fn AddPeople(group: OpenGroup) -> impl IntoView {
    let app = use_app();
    let is_open = RwSignal::new(false);
    let picked = RwSignal::new(Vec::<Person>::new());
    let open = move |_| {
        is_open.set(true);
        request_animation_frame(|| dom::focus_id(FIELD_ID));
    };
    let is_member = Callback::new(move |handle: String| {
        group.details.with(|details| {
            let members = details.iter().flat_map(|details| &details.members);
            members
                .into_iter()
                .any(|one| same_handle(&one.handle, &handle))
        })
    });
    let add = move |_| {
        let handles: Vec<String> = picked.with_untracked(|all| {
            let handles = all.iter().map(|person| person.handle.clone());
            handles.collect()
        });
        if !handles.is_empty() {
            app.add_to_group(handles);
        }
    };
    // Done.
    Effect::new(move |before: Option<Option<TaskState>>| {
        let state = group.state(&GroupTask::Add);
        if before == Some(Some(TaskState::Busy)) && state.is_none() {
            picked.set(Vec::new());
            is_open.set(false);
            dom::focus_id(CLOSE_ID);
        }
        state
    });
    let busy = move || group.is_busy(&GroupTask::Add).then_some("true");
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <button type="button" class="button" on:click=open>{groups::ADD_PEOPLE}</button>
            }
        >
            <section class="add-people" aria-label=groups::ADD_PEOPLE>
                <PeoplePicker picked=picked is_left_out=is_member>
                    {move || group.failed(&GroupTask::Add)}
                    <Show when=move || picked.with(|picked| !picked.is_empty())>
                        <button type="button" class="button button--primary" aria-disabled=busy on:click=add>
                            {groups::ADD}
                        </button>
                    </Show>
                </PeoplePicker>
            </section>
        </Show>
    }
}
