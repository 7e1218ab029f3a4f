//! What a people search found.

use cruddur_contract::Person;
use cruddur_engine::view::Trouble;
use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::error_box::ErrorBox;
use crate::components::reactive::{Derived, flag, memo, text};
use crate::html::{Callback, Node, State, varying, view};
use crate::runtime::use_app;
use crate::text::{en, faults};

/// The `id` of the option at a place.
pub fn option_id(at: usize) -> String {
    format!("person-{at}")
}

/// A sentence on how the search stands, and the people found.
#[component(transparent)]
pub fn PeopleResults(
    /// What is typed.
    query: State<String>,
    /// Who was found; `None` while nothing was asked or answered.
    people: Derived<Option<Vec<Person>>>,
    /// Which of them the arrow keys have chosen.
    chosen: State<Option<usize>>,
    /// Called with the handle of a person who was picked.
    on_open: Callback<String>,
) -> Node {
    let app = use_app();
    let busy = memo(move || app.people.with(|view| view.busy));
    let sentence = text(move || {
        sentence(
            &query.get(),
            busy.get(),
            people.get().as_deref(),
            app.people.with(|view| view.trouble.clone()).as_ref(),
        )
    });
    let trouble = move || app.people.with(|view| view.trouble.clone());
    let failed = varying(trouble, move |trouble| {
        let trouble = trouble
            .as_ref()
            .filter(|trouble| **trouble != Trouble::NotFound)?;
        Some(view! {
            <ErrorBox sentence=faults::trouble_sentence(trouble) on_retry=move |()| app.search_people(query.get_untracked())/>
        })
    });
    let found = move || people.get().unwrap_or_default();
    let options = varying(found, move |found| {
        let option = |(at, person): (usize, &Person)| {
            view! { <PersonOption at=at person=person.clone() chosen=chosen on_open=on_open/> }
        };
        found.iter().enumerate().map(option).collect::<Vec<_>>()
    });
    view! {
        <p id="people-status" class="people-status" aria-live="polite">{sentence}</p>
        {failed}
        <ul id="people-found" class="people-found" role="listbox" aria-label=en::PEOPLE aria-busy=flag(move || busy.get())>
            {options}
        </ul>
    }
}

#[component(transparent)]
fn PersonOption(
    at: usize,
    person: Person,
    chosen: State<Option<usize>>,
    on_open: Callback<String>,
) -> Node {
    let selected = flag(move || chosen.get() == Some(at));
    let handle = person.handle.to_ascii_lowercase();
    view! {
        <li
            id=option_id(at)
            class="person"
            role="option"
            aria-selected=selected
            on:click=move |_| on_open.run(handle.clone())
        >
            <Avatar name=person.display_name.clone() handle=person.handle.clone()/>
            <span class="person-name"><bdi>{person.display_name}</bdi></span>
            <span class="person-handle">{format!("@{}", person.handle)}</span>
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
        (None, Some([])) => en::nobody_found(query),
        (None, Some(found)) => en::people_found(found.len()),
        (None, None) => en::SEARCHING.to_owned(),
    }
}
