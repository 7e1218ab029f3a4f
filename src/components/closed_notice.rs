//! In place of a conversation that the person is in no more.

use cruddur_engine::view::ClosedView;
use leptos::prelude::*;

use crate::components::status_line::StatusLine;
use crate::i18n::{en, groups};
use crate::platform::{dom, focus};
use crate::routes::href;

const NOTICE_ID: &str = "closed-notice";

/// Says so, shows what was written here and nobody got, and where to go. Whoever was typing here has lost the field:
/// the focus comes to the sentence.
#[component]
pub fn ClosedNotice(
    /// How it was closed.
    closed: Memo<Option<ClosedView>>,
) -> impl IntoView {
    let sentence = Signal::derive(move || match closed.get() {
        Some(ClosedView { left: true, .. }) => groups::YOU_LEFT,
        _ => groups::YOU_WERE_REMOVED,
    });
    let unsent = Memo::new(move |_| closed.get().map(|it| it.unsent).unwrap_or_default());
    Effect::new(|| {
        request_animation_frame(|| {
            if focus::focused().is_none() {
                dom::focus_id(NOTICE_ID);
            }
        });
    });
    view! {
        <div class="log-frame">
            <div class="notice closed-notice">
                <p id=NOTICE_ID role="alert" tabindex="-1" prop:textContent=sentence></p>
                <Show when=move || unsent.with(|unsent| !unsent.is_empty())>
                    <p>{groups::NOT_SENT_HERE}</p>
                    <ul class="unsent">
                        {move || unsent.get().into_iter().map(|text| view! {
                            <li dir="auto" translate="no" prop:textContent=text></li>
                        }).collect_view()}
                    </ul>
                </Show>
                <a class="button" href=href("/messages")>{en::BACK_TO_MESSAGES}</a>
            </div>
            <StatusLine/>
        </div>
    }
}
