//! Signing out while messages are unsent.

use leptos::prelude::*;

use crate::components::question::Question;
use crate::i18n::en;
use crate::runtime::use_app;

/// Asks whether the unsent messages may go. Stay comes first and has the focus.
#[component]
pub fn LeaveQuestion() -> impl IntoView {
    let app = use_app();
    let unsent = Memo::new(move |_| app.notices.with(|notices| notices.leaving));
    let what = Signal::derive(move || en::unsent_messages(unsent.get()));
    let leave = Signal::derive(move || en::sign_out_anyway(unsent.get()));
    let on_answer = Callback::new(move |leaves| app.answer_sign_out(leaves));
    view! {
        <Show when=move || { unsent.get() > 0 }>
            <Question
                id="leave-heading"
                heading=en::SIGN_OUT_QUESTION
                what=what
                back=en::STAY
                go_on=leave
                go_on_class="button button--danger"
                on_answer=on_answer
            />
        </Show>
    }
}
