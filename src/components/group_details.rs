//! Looking after a group: its name, who is in it, leaving it.

use cruddur_contract::GroupId;
use cruddur_contract::group::MAX_TITLE_CHARS;
use cruddur_engine::view::{ConversationKey, GroupDetails, GroupTask, TaskState};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::add_people::AddPeople;
use crate::components::error_box::ErrorBox;
use crate::components::group_members::GroupMembers;
use crate::components::icons::PeopleIcon;
use crate::components::modal::Modal;
use crate::components::question::Question;
use crate::i18n::{faults, groups};
use crate::platform::dom;
use crate::runtime::{App, use_app};

const BUTTON_ID: &str = "details-button";
const HEADING_ID: &str = "details-heading";
const TITLE_ID: &str = "group-title";
/// The `id` of the button that closes the dialog: the focus goes there when what had it is gone.
pub const CLOSE_ID: &str = "details-close";

/// Once the question over the dialog is gone: until then nothing below it can have the focus.
pub fn focus_after_question() {
    request_animation_frame(|| dom::focus_id(CLOSE_ID));
}

/// The open group, and where its tasks stand.
#[derive(Clone, Copy)]
pub struct OpenGroup {
    app: App,
    pub details: Memo<Option<GroupDetails>>,
    id: Memo<Option<GroupId>>,
}

impl OpenGroup {
    fn new(app: App) -> Self {
        Self {
            app,
            details: Memo::new(move |_| app.conversation.with(|view| view.as_ref()?.group.clone())),
            id: Memo::new(move |_| {
                app.conversation.with(|view| match &view.as_ref()?.key {
                    ConversationKey::Group(group) => Some(group.clone()),
                    ConversationKey::New(_) => None,
                })
            }),
        }
    }

    /// Where a task stands. Reactive.
    pub fn state(self, task: &GroupTask) -> Option<TaskState> {
        let id = self.id.get();
        self.app
            .tasks
            .with(|tasks| tasks.state(id.as_ref(), task).cloned())
    }

    pub fn is_busy(self, task: &GroupTask) -> bool {
        self.state(task) == Some(TaskState::Busy)
    }

    /// Why a task was not done.
    pub fn failed(self, task: &GroupTask) -> Option<impl IntoView + use<>> {
        match self.state(task) {
            Some(TaskState::Failed(trouble)) => {
                Some(view! { <ErrorBox sentence=faults::trouble_sentence(&trouble)/> })
            }
            _ => None,
        }
    }
}

/// The button in the header, and its dialog; nothing for the conversation of two.
#[component]
pub fn DetailsButton() -> impl IntoView {
    let app = use_app();
    let group = OpenGroup::new(app);
    let is_group = Memo::new(move |_| group.details.with(Option::is_some));
    let is_open = RwSignal::new(false);
    let close = Callback::new(move |()| {
        is_open.set(false);
        app.dismiss_group_tasks();
        // While a dialog is open, nothing outside of it can have the focus.
        request_animation_frame(|| dom::focus_id(BUTTON_ID));
    });
    // Another conversation, or one that is closed now.
    Effect::new(move |before: Option<Option<GroupId>>| {
        let id = group.id.get().filter(|_| is_group.get());
        if before.is_some_and(|before| before != id) {
            is_open.set(false);
        }
        id
    });
    view! {
        <Show when=move || is_group.get()>
            <button
                type="button"
                class="icon-button"
                id=BUTTON_ID
                aria-haspopup="dialog"
                aria-label=groups::CONVERSATION_DETAILS
                on:click=move |_| is_open.set(true)
            >
                <PeopleIcon/>
            </button>
            <Show when=move || is_open.get()>
                <DetailsDialog group=group on_close=close/>
            </Show>
        </Show>
    }
}

#[component]
fn DetailsDialog(group: OpenGroup, on_close: Callback<()>) -> impl IntoView {
    view! {
        <Modal labelled_by=HEADING_ID class="dialog details" first=".details-close" on_escape=on_close>
            <div class="details-parts">
                <div class="details-top">
                    <h2 id=HEADING_ID>{groups::CONVERSATION_DETAILS}</h2>
                    <button
                        type="button"
                        id=CLOSE_ID
                        class="button button--quiet details-close"
                        on:click=move |_| on_close.run(())
                    >
                        {groups::CLOSE}
                    </button>
                </div>
                <TitleForm group=group/>
                <GroupMembers group=group/>
                <AddPeople group=group/>
                <Leave group=group/>
            </div>
        </Modal>
    }
}

#[component]
fn TitleForm(group: OpenGroup) -> impl IntoView {
    let app = use_app();
    let title = move || {
        let title = group.details.get().and_then(|details| details.title);
        title.unwrap_or_default()
    };
    let on_submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        app.title_group(dom::value_of(TITLE_ID));
    };
    let busy = move || group.is_busy(&GroupTask::Title).then_some("true");
    view! {
        <form class="field" novalidate on:submit=on_submit>
            <label for=TITLE_ID>{groups::GROUP_NAME}</label>
            <div class="field-with-button">
                <input
                    id=TITLE_ID
                    type="text"
                    name="title"
                    autocomplete="off"
                    dir="auto"
                    maxlength=MAX_TITLE_CHARS.to_string()
                    prop:value=title
                />
                <button type="submit" class="button button--quiet" aria-disabled=busy>{groups::SAVE}</button>
            </div>
            {move || group.failed(&GroupTask::Title)}
        </form>
    }
}

#[component]
fn Leave(group: OpenGroup) -> impl IntoView {
    let app = use_app();
    let asks = RwSignal::new(false);
    let on_answer = Callback::new(move |leaves| {
        asks.set(false);
        focus_after_question();
        if leaves {
            app.leave_group();
        }
    });
    let busy = move || group.is_busy(&GroupTask::Leave).then_some("true");
    view! {
        {move || group.failed(&GroupTask::Leave)}
        <button
            type="button"
            class="button button--danger"
            aria-disabled=busy
            on:click=move |_| asks.set(true)
        >
            {groups::LEAVE}
        </button>
        <Show when=move || asks.get()>
            <Question
                id="leave-group-heading"
                heading=groups::LEAVE_QUESTION
                what=Signal::stored(groups::LEAVING_MEANS.to_owned())
                back=groups::CANCEL
                go_on=Signal::stored(groups::LEAVE.to_owned())
                go_on_class="button button--danger"
                on_answer=on_answer
            />
        </Show>
    }
}
