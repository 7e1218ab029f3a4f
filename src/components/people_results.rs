//! What a people search found.

use cruddur_contract::Person;
use cruddur_engine::view::Trouble;
use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::error_box::ErrorBox;
use crate::components::person_name::{AtHandle, PersonName, handle_beside};
use crate::i18n::{en, faults};
use crate::runtime::use_app;

/// By fewer letters servers find a whole username only (docs/backend.md, "Finding people").
const MIN_LETTERS: usize = 3;

/// The `id` of the option at a place.
pub fn option_id(at: usize) -> String {
    format!("person-{at}")
}

/// A sentence on how the search stands, and the people found.
#[component]
pub fn PeopleResults(
    /// What is typed.
    query: RwSignal<String>,
    /// Who was found; `None` while nothing was asked or answered.
    people: Memo<Option<Vec<Person>>>,
    /// Which of them the arrow keys have chosen.
    chosen: RwSignal<Option<usize>>,
    /// Called with the handle of a person who was picked.
    on_open: Callback<String>,
) -> impl IntoView {
    let app = use_app();
    let busy = Memo::new(move |_| app.people.with(|view| view.busy));
    let trouble = Memo::new(move |_| app.people.with(|view| view.trouble.clone()));
    let sentence = Signal::derive(move || {
        sentence(
            &query.get(),
            busy.get(),
            people.get().as_deref(),
            trouble.get().as_ref(),
        )
    });
    let failed = move || {
        let trouble = trouble
            .get()
            .filter(|trouble| *trouble != Trouble::NotFound)?;
        Some(view! {
            <ErrorBox
                sentence=faults::trouble_sentence(&trouble)
                on_retry=move |()| app.search_people(query.get_untracked())
            />
        })
    };
    view! {
        <p id="people-status" class="people-status" aria-live="polite" prop:textContent=sentence></p>
        {failed}
        <ul
            id="people-found"
            class="people-found"
            role="listbox"
            aria-label=en::PEOPLE
            aria-busy=move || busy.get().to_string()
        >
            <ForEnumerate
                each=move || people.get().unwrap_or_default()
                key=|person| (person.uuid.clone(), person.handle.clone(), person.display_name.clone())
                children=move |at, person| {
                    view! { <PersonOption at=at person=person chosen=chosen on_open=on_open/> }
                }
            />
        </ul>
    }
}

#[component]
fn PersonOption(
    at: ReadSignal<usize>,
    person: Person,
    chosen: RwSignal<Option<usize>>,
    on_open: Callback<String>,
) -> impl IntoView {
    let handle = person.handle.to_ascii_lowercase();
    let beside = handle_beside(&person.display_name, &person.handle);
    view! {
        <li
            id=move || option_id(at.get())
            class="person"
            role="option"
            aria-selected=move || (chosen.get() == Some(at.get())).to_string()
            on:click=move |_| on_open.run(handle.clone())
        >
            <Avatar name=person.display_name.clone() handle=person.handle.clone()/>
            <span class="person-name"><PersonName name=person.display_name/></span>
            <AtHandle handle=beside class="person-handle"/>
        </li>
    }
}

/// How the search stands.
fn sentence(
    query: &str,
    busy: bool,
    people: Option<&[Person]>,
    trouble: Option<&Trouble>,
) -> String {
    let query = query.trim();
    match (trouble, people) {
        (Some(Trouble::NotFound), _) => en::NO_SEARCH_HERE.to_owned(),
        (Some(_), _) => String::new(),
        _ if query.is_empty() => en::FIND_PEOPLE_HINT.to_owned(),
        _ if busy => en::SEARCHING.to_owned(),
        (None, Some([])) if query.chars().count() < MIN_LETTERS => en::SEARCH_NEEDS_MORE.to_owned(),
        (None, Some([])) => en::nobody_found(query),
        (None, Some(found)) => en::people_found(found.len()),
        (None, None) => en::SEARCHING.to_owned(),
    }
}
