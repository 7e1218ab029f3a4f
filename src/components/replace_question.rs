//! Signing in over the page of another person who has unsent messages.

use cruddur_engine::view::Replacing;
use leptos::prelude::*;

use crate::components::modal::Modal;
use crate::i18n::en;
use crate::runtime::use_app;

/// Asks whether to take the place of the person whose page it is. Their messages stay stored for them. Cancel comes
/// first and has the focus.
#[component]
pub fn ReplaceQuestion() -> impl IntoView {
    let app = use_app();
    let question = Memo::new(move |_| app.notices.with(|notices| notices.replacing.clone()));
    let words = move |word: fn(&Replacing) -> String| {
        Signal::derive(move || question.with(|it| it.as_ref().map(word).unwrap_or_default()))
    };
    let heading = words(|it| en::replace_question(&it.newcomer));
    let what = words(|it| en::messages_left_behind(it.unsent, &it.owner));
    let go_on = words(|it| en::sign_in_as(&it.newcomer));
    view! {
        <Show when=move || question.with(Option::is_some)>
            <Modal labelled_by="replace-heading" class="dialog" first="button">
                <form method="dialog" on:submit=move |ev| ev.prevent_default()>
                    <h2 id="replace-heading" prop:textContent=heading></h2>
                    <p prop:textContent=what></p>
                    <div class="dialog-buttons">
                        <button type="button" class="button button--primary" on:click=move |_| app.answer_replace(false)>
                            {en::CANCEL}
                        </button>
                        <button
                            type="button"
                            class="button button--quiet"
                            on:click=move |_| app.answer_replace(true)
                            prop:textContent=go_on
                        ></button>
                    </div>
                </form>
            </Modal>
        </Show>
    }
}
