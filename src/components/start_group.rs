//! Starting a conversation with those who are picked.

use cruddur_contract::Person;
use cruddur_contract::group::{MAX_MEMBERS, MAX_TITLE_CHARS};
use cruddur_engine::view::{GroupTask, TaskState};
use leptos::prelude::*;

use crate::components::error_box::ErrorBox;
use crate::i18n::{faults, groups};
use crate::platform::dom;
use crate::runtime::use_app;

/// The `id` of the field for the group's name.
const NAME_ID: &str = "group-name";

/// The group's name, once there are two others, and the button. One other person alone is no group.
#[component]
pub fn StartGroup(
    /// Who is picked.
    picked: RwSignal<Vec<Person>>,
    /// Opens the conversation with the person of this handle.
    on_open: Callback<String>,
) -> impl IntoView {
    let app = use_app();
    app.dismiss_group_tasks();
    let count = Memo::new(move |_| picked.with(Vec::len));
    let state = Memo::new(move |_| {
        app.tasks
            .with(|tasks| tasks.state(None, &GroupTask::Start).cloned())
    });
    let busy = move || state.get() == Some(TaskState::Busy);
    let start = move || {
        let people = picked.get_untracked();
        match people.as_slice() {
            [] => {}
            [person] => on_open.run(person.handle.to_ascii_lowercase()),
            people => {
                let handles = people.iter().map(|person| person.handle.clone());
                app.start_group(handles.collect(), dom::value_of(NAME_ID));
            }
        }
    };
    let failed = move || match state.get() {
        Some(TaskState::Failed(trouble)) => {
            Some(view! { <ErrorBox sentence=faults::trouble_sentence(&trouble)/> })
        }
        _ => None,
    };
    view! {
        <Show when=move || { count.get() > 0 || state.with(Option::is_some) }>
            <form class="start-group" novalidate on:submit=move |ev| { ev.prevent_default(); start(); }>
                <Show when=move || { count.get() > 1 }>
                    <div class="field">
                        <label for=NAME_ID>{groups::GROUP_NAME}</label>
                        <input id=NAME_ID type="text" name="group-name" autocomplete="off" maxlength=MAX_TITLE_CHARS.to_string()/>
                    </div>
                </Show>
                {move || (count.get() + 1 >= MAX_MEMBERS).then_some(view! { <p>{groups::GROUP_IS_FULL}</p> })}
                {failed}
                <button
                    type="submit"
                    class="button button--primary"
                    aria-disabled=move || busy().then_some("true")
                >
                    {groups::START_CONVERSATION}
                </button>
            </form>
        </Show>
    }
}
