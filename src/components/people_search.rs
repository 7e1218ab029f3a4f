//! Finding somebody to write to.

use cruddur_contract::Person;
use cruddur_contract::group::MAX_MEMBERS;
use cruddur_contract::person::same_handle;
use cruddur_engine::view::{SessionView, Trouble};
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;

use crate::components::conversation_header::BackLink;
use crate::components::people_results::{PeopleResults, option_id};
use crate::components::picked_people::PickedPeople;
use crate::components::start_group::StartGroup;
use crate::components::status_line::StatusLine;
use crate::i18n::{en, groups};
use crate::platform::dom;
use crate::routes::new_path;
use crate::runtime::{navigate, use_app};

/// A search field and the people found. The focus comes to the field, in place of the heading, and stays there; the
/// arrow keys choose, Enter opens (the pattern of a combobox with a listbox). Space, or the box beside a name, picks
/// several people for a group; Enter picks too, once somebody is.
#[component]
pub fn PeopleSearch() -> impl IntoView {
    let picked = RwSignal::new(Vec::<Person>::new());
    let open = Callback::new(|handle: String| navigate(&new_path(&handle), false));
    view! {
        <section class="people" aria-label=en::NEW_MESSAGE>
            <header class="pane-header">
                <BackLink/>
                <h1 class="pane-title">{en::NEW_MESSAGE}</h1>
            </header>
            <PeoplePicker picked=picked on_open=open>
                <StartGroup picked=picked on_open=open/>
            </PeoplePicker>
            <StatusLine/>
        </section>
    }
}

/// The field, the people picked and those found. Between them stands what is done with those who are picked.
#[component]
pub fn PeoplePicker(
    /// Who is picked.
    picked: RwSignal<Vec<Person>>,
    /// Opens the conversation with the person of this handle; without it Enter only picks.
    #[prop(optional)]
    on_open: Option<Callback<String>>,
    /// Whether a person cannot be picked: they are in the group.
    #[prop(optional)]
    is_left_out: Option<Callback<String, bool>>,
    children: Children,
) -> impl IntoView {
    let app = use_app();
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<usize>);
    // Who was found last is not what the empty field asks for.
    app.search_people(String::new());
    let people = Memo::new(move |_| {
        let empty = query.with(|query| query.trim().is_empty());
        let found = app
            .people
            .with(|view| view.people.clone().filter(|_| !empty))?;
        let me = app.session.with(own_handle);
        let left_out = |handle: &str| {
            same_handle(handle, &me)
                || is_left_out.is_some_and(|left_out| left_out.run(handle.to_owned()))
        };
        let found = found.into_iter();
        Some(
            found
                .filter(|person| !left_out(&person.handle))
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
    let toggle = Callback::new(move |person: Person| {
        picked.update(|picked| toggle(picked, person));
        query.set(String::new());
        app.search_people(String::new());
        dom::focus_id(FIELD_ID);
    });
    let act = Callback::new(move |person: Person| match on_open {
        Some(open) if picked.with_untracked(Vec::is_empty) => {
            open.run(person.handle.to_ascii_lowercase());
        }
        _ => toggle.run(person),
    });
    let search = Search {
        query,
        people,
        chosen,
        picked,
        act,
        toggle,
        on_open,
    };
    view! {
        <PickedPeople picked=picked/>
        <SearchField search=search/>
        {children()}
        <PeopleResults query=query people=people chosen=chosen picked=picked on_act=act on_toggle=toggle/>
    }
}

/// The `id` of the field.
pub const FIELD_ID: &str = "people-query";

const HINT_ID: &str = "people-hint";

/// What the field works with.
#[derive(Clone, Copy)]
struct Search {
    query: RwSignal<String>,
    people: Memo<Option<Vec<Person>>>,
    chosen: RwSignal<Option<usize>>,
    picked: RwSignal<Vec<Person>>,
    act: Callback<Person>,
    toggle: Callback<Person>,
    on_open: Option<Callback<String>>,
}

/// Picks a person, or takes them out again. A group has room for so many.
fn toggle(picked: &mut Vec<Person>, person: Person) {
    let before = picked.len();
    picked.retain(|known| known.uuid != person.uuid);
    if picked.len() == before && before + 1 < MAX_MEMBERS {
        picked.push(person);
    }
}

/// Nobody writes to themselves.
fn own_handle(session: &SessionView) -> String {
    session.me().map(|me| me.handle.clone()).unwrap_or_default()
}

#[component]
fn SearchField(search: Search) -> impl IntoView {
    let app = use_app();
    let Search {
        query,
        people,
        chosen,
        ..
    } = search;
    let waits = RwSignal::new(false);
    let enter = enter(search, waits);
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
        match ev.key().as_str() {
            "Enter" => {
                ev.prevent_default();
                enter();
            }
            " " => {
                if let Some(person) = chosen_person(search) {
                    ev.prevent_default();
                    search.toggle.run(person);
                }
            }
            "Backspace" if query.with_untracked(String::is_empty) => {
                search.picked.update(|picked| drop(picked.pop()));
            }
            _ => {}
        }
    };
    view! {
        <div class="field people-field">
            <label for=FIELD_ID>{en::FIND_PEOPLE}</label>
            <input
                id=FIELD_ID
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
                aria-describedby=format!("people-status {HINT_ID}")
                aria-activedescendant=move || chosen.get().map(option_id)
                prop:value=move || query.get()
                on:input=on_input
                on:keydown=on_keydown
            />
            {search.on_open.is_some().then(|| view! { <p id=HINT_ID class="field-rule">{groups::SELECT_SEVERAL}</p> })}
        </div>
    }
}

/// The person that the arrow keys have chosen.
fn chosen_person(search: Search) -> Option<Person> {
    let at = search.chosen.get_untracked()?;
    search
        .people
        .with_untracked(|people| people.as_ref()?.get(at).cloned())
}

/// What Enter does: opens a conversation or picks a person, or `waits` for the answer to what is typed.
fn enter(search: Search, waits: RwSignal<bool>) -> impl Fn() + Copy {
    let app = use_app();
    let Search {
        query,
        people,
        chosen,
        act,
        on_open,
        ..
    } = search;
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
        match target(&typed, &found, chosen.get_untracked(), no_search) {
            Some(Target::Person(person)) => act.run(person),
            Some(Target::Handle(handle)) => {
                if let Some(open) = on_open {
                    open.run(handle);
                }
            }
            None => {}
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

/// Who is meant by Enter.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    Person(Person),
    /// Where there is no search.
    Handle(String),
}

/// Whom Enter means: the chosen person, the only one, the one whose handle was typed; where there is no search, whoever
/// has the typed handle.
fn target(query: &str, found: &[Person], chosen: Option<usize>, no_search: bool) -> Option<Target> {
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
        Some(person) => Some(Target::Person(person.clone())),
        None => (no_search && !typed.is_empty()).then_some(Target::Handle(typed)),
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
    fn enter_means_the_chosen_the_exact_or_the_only_person() {
        let both = [person("Lon"), person("londo")];
        let londo = Some(Target::Person(person("londo")));
        assert_eq!(target("lo", &both, Some(1), false), londo);
        assert_eq!(
            target("@LON", &both, None, false),
            Some(Target::Person(person("Lon")))
        );
        assert_eq!(target("lo", &both, None, false), None);
        assert_eq!(target("lo", &both[1..], None, false), londo);
        assert_eq!(
            target(" @Lo ", &[], None, true),
            Some(Target::Handle("lo".into()))
        );
        assert_eq!(target("lo", &[], None, false), None);
        assert_eq!(target("", &[], None, true), None);
    }

    #[test]
    fn a_person_is_picked_and_taken_out_again_and_a_group_has_31_others() {
        let mut picked = Vec::new();
        for n in 0..40 {
            toggle(&mut picked, person(&n.to_string()));
        }
        assert_eq!(picked.len(), 31);
        toggle(&mut picked, person("3"));
        assert_eq!(picked.len(), 30);
        assert!(!picked.contains(&person("3")));
    }
}
