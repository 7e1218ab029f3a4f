//! Finding somebody to write to.

use cruddur_contract::Person;
use cruddur_contract::person::same_handle;
use cruddur_engine::view::{SessionView, Trouble};
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;

use crate::components::conversation_header::BackLink;
use crate::components::people_results::{PeopleResults, option_id};
use crate::components::status_line::StatusLine;
use crate::i18n::en;
use crate::platform::dom;
use crate::routes::new_path;
use crate::runtime::{navigate, use_app};

/// A search field and the people found. The focus comes to the field, in place of the heading, and stays there; the
/// arrow keys choose, Enter opens (the pattern of a combobox with a listbox).
#[component]
pub fn PeopleSearch() -> impl IntoView {
    let app = use_app();
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<usize>);
    let open = Callback::new(|handle: String| navigate(&new_path(&handle), false));
    // Who was found last is not what the empty field asks for.
    app.search_people(String::new());
    let people = Memo::new(move |_| {
        let empty = query.with(|query| query.trim().is_empty());
        let found = app
            .people
            .with(|view| view.people.clone().filter(|_| !empty))?;
        let me = app.session.with(own_handle);
        Some(
            found
                .into_iter()
                .filter(|person| !same_handle(&person.handle, &me))
                .collect::<Vec<_>>(),
        )
    });
    Effect::new(move || {
        people.with(|_| ());
        chosen.set(None);
    });
    Effect::new(move || {
        if let Some(at) = chosen.get() {
            dom::scroll_to_id(&option_id(at));
        }
    });
    view! {
        <section class="people" aria-label=en::NEW_MESSAGE>
            <header class="pane-header">
                <BackLink/>
                <h1 class="pane-title">{en::NEW_MESSAGE}</h1>
            </header>
            <SearchField query=query people=people chosen=chosen on_open=open/>
            <PeopleResults query=query people=people chosen=chosen on_open=open/>
            <StatusLine/>
        </section>
    }
}

/// Nobody writes to themselves.
fn own_handle(session: &SessionView) -> String {
    session.me().map(|me| me.handle.clone()).unwrap_or_default()
}

#[component]
fn SearchField(
    query: RwSignal<String>,
    people: Memo<Option<Vec<Person>>>,
    chosen: RwSignal<Option<usize>>,
    on_open: Callback<String>,
) -> impl IntoView {
    let app = use_app();
    let waits = RwSignal::new(false);
    let enter = enter(query, people, chosen, waits, on_open);
    let on_input = move |ev| {
        waits.set(false);
        query.set(event_target_value(&ev));
        app.search_people(query.get_untracked());
    };
    let expanded =
        move || people.with(|people| people.as_ref().is_some_and(|found| !found.is_empty()));
    let on_keydown = move |ev: KeyboardEvent| {
        if ev.is_composing() || ev.key_code() == 229 {
            return;
        }
        let count = people.with_untracked(|people| people.as_ref().map_or(0, Vec::len));
        let moved = moved(chosen.get_untracked(), &ev.key(), count);
        if moved != chosen.get_untracked() {
            ev.prevent_default();
            chosen.set(moved);
        }
        if ev.key() == "Enter" {
            ev.prevent_default();
            enter();
        }
    };
    view! {
        <div class="field people-field">
            <label for="people-query">{en::FIND_PEOPLE}</label>
            <input
                id="people-query"
                type="text"
                name="people"
                role="combobox"
                inputmode="search"
                data-page-heading=""
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
                aria-autocomplete="list"
                aria-controls="people-found"
                aria-expanded=move || expanded().to_string()
                aria-describedby="people-status"
                aria-activedescendant=move || chosen.get().map(option_id)
                prop:value=move || query.get()
                on:input=on_input
                on:keydown=on_keydown
            />
        </div>
    }
}

/// What Enter does: opens a conversation, or `waits` for the answer to what is typed.
fn enter(
    query: RwSignal<String>,
    people: Memo<Option<Vec<Person>>>,
    chosen: RwSignal<Option<usize>>,
    waits: RwSignal<bool>,
    on_open: Callback<String>,
) -> impl Fn() + Copy {
    let app = use_app();
    let enter = move || {
        let busy = app.people.with_untracked(|view| view.busy);
        waits.set(busy);
        if busy {
            return;
        }
        let found = people.get_untracked().unwrap_or_default();
        let no_search = app
            .people
            .with_untracked(|view| view.trouble == Some(Trouble::NotFound));
        let typed = query.get_untracked();
        if let Some(handle) = target(&typed, &found, chosen.get_untracked(), no_search) {
            on_open.run(handle);
        }
    };
    Effect::new(move || {
        let busy = app.people.with(|view| view.busy);
        if !busy && waits.get_untracked() {
            enter();
        }
    });
    enter
}

/// Where a key moves the choice.
fn moved(chosen: Option<usize>, key: &str, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match (key, chosen) {
        ("ArrowDown", None) => Some(0),
        ("ArrowDown", Some(at)) => Some(if at < last { at + 1 } else { 0 }),
        ("ArrowUp", None | Some(0)) => Some(last),
        ("ArrowUp", Some(at)) => Some(at - 1),
        ("Escape", _) => None,
        (_, chosen) => chosen,
    }
}

/// Whose conversation Enter opens: the chosen person's, the only one's, the one's whose handle was
/// typed; where there is no search, the typed handle's.
fn target(query: &str, found: &[Person], chosen: Option<usize>, no_search: bool) -> Option<String> {
    let typed = query.trim().trim_start_matches('@').to_ascii_lowercase();
    let person = chosen
        .and_then(|at| found.get(at))
        .or_else(|| {
            found
                .iter()
                .find(|person| person.handle.to_ascii_lowercase() == typed)
        })
        .or(if let [only] = found { Some(only) } else { None });
    match person {
        Some(person) => Some(person.handle.to_ascii_lowercase()),
        None => (no_search && !typed.is_empty()).then_some(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(handle: &str) -> Person {
        Person {
            uuid: handle.into(),
            handle: handle.into(),
            display_name: handle.into(),
        }
    }

    #[test]
    fn arrows_go_round() {
        assert_eq!(moved(None, "ArrowDown", 2), Some(0));
        assert_eq!(moved(Some(1), "ArrowDown", 2), Some(0));
        assert_eq!(moved(None, "ArrowUp", 2), Some(1));
        assert_eq!(moved(Some(0), "ArrowUp", 2), Some(1));
        assert_eq!(moved(Some(1), "x", 2), Some(1));
        assert_eq!(moved(Some(1), "Escape", 2), None);
        assert_eq!(moved(None, "ArrowDown", 0), None);
    }

    #[test]
    fn enter_opens_the_chosen_the_exact_or_the_only_person() {
        let both = [person("Lon"), person("londo")];
        assert_eq!(target("lo", &both, Some(1), false), Some("londo".into()));
        assert_eq!(target("@LON", &both, None, false), Some("lon".into()));
        assert_eq!(target("lo", &both, None, false), None);
        assert_eq!(target("lo", &both[1..], None, false), Some("londo".into()));
        assert_eq!(target(" @Lo ", &[], None, true), Some("lo".into()));
        assert_eq!(target("lo", &[], None, false), None);
        assert_eq!(target("", &[], None, true), None);
    }
}
