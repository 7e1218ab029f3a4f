//! Who is typing.

use cruddur_contract::GroupId;
use cruddur_engine::view::ConversationKey;
use leptos::prelude::*;

use crate::components::live_region::say;
use crate::i18n::presence;
use crate::runtime::use_app;

/// The names of those who are typing in a conversation.
pub fn use_typists(
    group: impl Fn() -> Option<GroupId> + Send + Sync + 'static,
) -> Memo<Vec<String>> {
    let state = use_app().presence;
    Memo::new(move |_| {
        let group = group();
        let typing = |group: &GroupId| state.with(|presence| presence.typing_in(group).to_vec());
        group.as_ref().map(typing).unwrap_or_default()
    })
}

/// "Ann is typing…" in one line; empty while nobody is.
#[component]
pub fn TypingText(
    /// Their names.
    typists: Memo<Vec<String>>,
) -> impl IntoView {
    let words = move || typists.with(|names| presence::typing(names));
    view! {
        <span class="typing" translate="no">
            <span class="typing-names" dir="auto" prop:textContent=move || words().0></span>
            <span class="typing-verb" prop:textContent=move || words().1></span>
        </span>
    }
}

/// Who is typing in the open conversation, in the place of the status line, which says nothing then. Assistive
/// technology is told once of each person for as long as the conversation is open.
#[component]
pub fn TypingLine() -> impl IntoView {
    let app = use_app();
    let open = Memo::new(move |_| {
        app.conversation
            .with(|view| match view.as_ref().map(|view| &view.key) {
                Some(ConversationKey::Group(group)) => Some(group.clone()),
                _ => None,
            })
    });
    let typists = use_typists(move || open.get());
    let spoken = RwSignal::new(String::new());
    Effect::new(move |before: Option<(Option<GroupId>, Vec<String>)>| {
        let open = open.get();
        let mut known = match before {
            Some((before, known)) if before == open => known,
            _ => Vec::new(),
        };
        let mut new = typists.get();
        new.retain(|name| !known.contains(name));
        if !new.is_empty() {
            let (who, what) = presence::typing(&new);
            say(spoken, format!("{who}{what}"));
            known.extend(new);
        }
        (open, known)
    });
    view! {
        <p class="typing-line"><TypingText typists=typists/></p>
        <div class="visually-hidden" aria-live="polite" prop:textContent=spoken></div>
    }
}
