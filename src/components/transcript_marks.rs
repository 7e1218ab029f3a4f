//! Where the reader stopped, and how far the others have read: marks between the rows of a transcript.

use cruddur_engine::view::{ConversationView, RowKey};
use leptos::prelude::*;

use crate::i18n::reads;
use crate::runtime::App;

/// Where the marks of a transcript stand: one derivation for all rows, because the conversation changes with each frame
/// and a mark seldom moves. A context.
#[derive(Clone, Copy)]
pub struct TranscriptMarks {
    first_unread: Memo<Option<RowKey>>,
    /// The row that others have read, and what is said of it.
    seen: Memo<Option<(RowKey, String)>>,
}

impl TranscriptMarks {
    /// Of the open conversation.
    pub fn new(app: App) -> Self {
        Self {
            first_unread: Memo::new(move |_| {
                app.conversation
                    .with(|view| view.as_ref()?.first_unread.clone())
            }),
            seen: Memo::new(move |_| app.conversation.with(|view| view.as_ref().and_then(seen))),
        }
    }

    /// The line above the first unread message, if it is this one, and what else stands there then.
    pub fn line_above<T: IntoView + 'static, F: Fn() -> T>(
        self,
        row: &RowKey,
        below_line: F,
    ) -> impl Fn() -> Option<AnyView> + use<T, F> {
        let row = row.clone();
        move || {
            let is_here = self.first_unread.with(|first| first.as_ref() == Some(&row));
            is_here.then(|| {
                view! {
                    <div class="day new-messages" role="separator" aria-label=reads::NEW_MESSAGES>
                        {reads::NEW_MESSAGES}
                    </div>
                    {below_line()}
                }
                .into_any()
            })
        }
    }

    /// Who has read it, below the last own message that others have read.
    pub fn seen_below(self, row: &RowKey) -> impl Fn() -> Option<AnyView> + use<> {
        let row = row.clone();
        move || {
            let words = self.seen.with(|seen| {
                let (at, words) = seen.as_ref()?;
                (*at == row).then(|| words.clone())
            });
            words.map(|words| view! { <p class="seen">{words}</p> }.into_any())
        }
    }
}

fn seen(view: &ConversationView) -> Option<(RowKey, String)> {
    let seen = view.seen.as_ref()?;
    let words = reads::seen(view.people.map(|_| seen.by));
    Some((seen.row.clone(), words))
}
