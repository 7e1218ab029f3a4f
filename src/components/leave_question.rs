//! Signing out while messages are unsent.

use leptos::prelude::*;

use crate::components::modal::Modal;
use crate::components::reactive::{memo, text};
use crate::html::{Node, shown, view};
use crate::runtime::use_app;
use crate::text::en;

/// Asks whether the unsent messages may go. Stay comes first and has the focus.
#[component(transparent)]
pub fn LeaveQuestion() -> Node {
    let app = use_app();
    let unsent = memo(move || app.notices.with(|notices| notices.leaving));
    shown(
        move || unsent.get() > 0,
        move || {
            let words = view! {
                <form method="dialog" on:submit=move |ev| ev.prevent_default()>
                    <h2 id="leave-heading">{en::SIGN_OUT_QUESTION}</h2>
                    <p>{text(move || en::unsent_messages(unsent.get()))}</p>
                    <div class="dialog-buttons">
                        <button type="button" class="button button--primary" on:click=move |_| app.answer_sign_out(false)>{en::STAY}</button>
                        <button type="button" class="button button--danger" on:click=move |_| app.answer_sign_out(true)>
                            {text(move || en::sign_out_anyway(unsent.get()))}
                        </button>
                    </div>
                </form>
            };
            view! { <Modal labelled_by="leave-heading" class="dialog" first="button" children=words/> }
        },
    )
}
