//! Signing in over the page of another person who has unsent messages.

use cruddur_engine::view::Replacing;
use leptos::prelude::*;

use crate::components::question::Question;
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
    let on_answer = Callback::new(move |goes_on| app.answer_replace(goes_on));
    view! {
        <Show when=move || question.with(Option::is_some)>
            <Question
                id="replace-heading"
                heading=heading
                what=what
                back=en::CANCEL
                go_on=go_on
                go_on_class="button button--quiet"
                on_answer=on_answer
            />
        </Show>
    }
}
