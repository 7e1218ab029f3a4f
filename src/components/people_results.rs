//! What a people search found.

use cruddur_contract::Person;
use cruddur_engine::view::Trouble;
use leptos::ev::MouseEvent;
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
    /// Who is picked for a group.
    picked: RwSignal<Vec<Person>>,
    /// Called with the person whose row was pressed.
    on_act: Callback<Person>,
    /// Called with the person whose box was pressed.
    on_toggle: Callback<Person>,
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
            aria-multiselectable="true"
            aria-busy=move || busy.get().to_string()
        >
            <ForEnumerate
                each=move || people.get().unwrap_or_default()
                key=|person| (person.uuid.clone(), person.handle.clone(), person.display_name.clone())
                children=move |at, person| {
                    view! { <PersonOption at=at person=person chosen=chosen picked=picked on_act=on_act on_toggle=on_toggle/> }
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
    picked: RwSignal<Vec<Person>>,
    on_act: Callback<Person>,
    on_toggle: Callback<Person>,
) -> impl IntoView {
    let id = person.uuid.clone();
    let is_picked = Memo::new(move |_| picked.with(|all| all.iter().any(|one| one.uuid == id)));
    let (acted, toggled) = (person.clone(), person.clone());
    let on_box = move |ev: MouseEvent| {
        ev.stop_propagation();
        on_toggle.run(toggled.clone());
    };
    let beside = handle_beside(&person.display_name, &person.handle);
    view! {
        <li
            id=move || option_id(at.get())
            class="person"
            role="option"
            aria-selected=move || (chosen.get() == Some(at.get())).to_string()
            aria-checked=move || is_picked.get().to_string()
            on:click=move |_| on_act.run(acted.clone())
        >
            <Avatar name=person.display_name.clone() handle=person.handle.clone()/>
            <span class="person-name"><PersonName name=person.display_name/></span>
            <AtHandle handle=beside class="person-handle"/>
            <span class="person-box" aria-hidden="true" on:click=on_box></span>
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
