//! A question that must be answered before anything else goes on.

use leptos::prelude::*;

use crate::components::modal::Modal;

/// Asks whether to go on. The way back comes first and has the focus.
#[component]
pub fn Question(
    /// The `id` of the heading.
    id: &'static str,
    /// The question.
    #[prop(into)]
    heading: Signal<String>,
    /// What going on means.
    what: Signal<String>,
    /// The button that changes nothing.
    back: &'static str,
    /// The button that goes on.
    go_on: Signal<String>,
    /// How that button looks.
    go_on_class: &'static str,
    /// Called with whether to go on.
    on_answer: Callback<bool>,
) -> impl IntoView {
    view! {
        <Modal labelled_by=id class="dialog" first="button">
            <form method="dialog" on:submit=move |ev| ev.prevent_default()>
                <h2 id=id prop:textContent=heading></h2>
                <p prop:textContent=what></p>
                <div class="dialog-buttons">
                    <button type="button" class="button button--primary" on:click=move |_| on_answer.run(false)>
                        {back}
                    </button>
                    <button
                        type="button"
                        class=go_on_class
                        on:click=move |_| on_answer.run(true)
                        prop:textContent=go_on
                    ></button>
                </div>
            </form>
        </Modal>
    }
}
