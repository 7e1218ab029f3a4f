//! Signing out while messages are unsent.

use leptos::prelude::*;

use crate::components::modal::Modal;
use crate::i18n::en;
use crate::runtime::use_app;

/// Asks whether the unsent messages may go. Stay comes first and has the focus.
#[component]
pub fn LeaveQuestion() -> impl IntoView {
    let app = use_app();
    let unsent = Memo::new(move |_| app.notices.with(|notices| notices.leaving));
    let what = Signal::derive(move || en::unsent_messages(unsent.get()));
    let leave = Signal::derive(move || en::sign_out_anyway(unsent.get()));
    view! {
        <Show when=move || { unsent.get() > 0 }>
            <Modal labelled_by="leave-heading" class="dialog" first="button">
                <form method="dialog" on:submit=move |ev| ev.prevent_default()>
                    <h2 id="leave-heading">{en::SIGN_OUT_QUESTION}</h2>
                    <p prop:textContent=what></p>
                    <div class="dialog-buttons">
                        <button type="button" class="button button--primary" on:click=move |_| app.answer_sign_out(false)>
                            {en::STAY}
                        </button>
                        <button
                            type="button"
                            class="button button--danger"
                            on:click=move |_| app.answer_sign_out(true)
                            prop:textContent=leave
                        ></button>
                    </div>
                </form>
            </Modal>
        </Show>
    }
}
