//! The people who are picked for a group.

use cruddur_contract::Person;
use leptos::prelude::*;

use crate::components::people_search::FIELD_ID;
use crate::components::person_name::PersonName;
use crate::i18n::groups;
use crate::platform::dom;

/// A button for each of them, which takes them out again; the focus goes back to the field.
#[component]
pub fn PickedPeople(
    /// Who is picked, in the order in which they were.
    picked: RwSignal<Vec<Person>>,
) -> impl IntoView {
    let take_out = move |person: &Person| {
        picked.update(|picked| picked.retain(|known| known.uuid != person.uuid));
        dom::focus_id(FIELD_ID);
    };
    let count = Signal::derive(move || match picked.with(Vec::len) {
        0 => String::new(),
        n => groups::chosen(n),
    });
    view! {
        <p class="visually-hidden" role="status" prop:textContent=count></p>
        <Show when=move || picked.with(|picked| !picked.is_empty())>
            <ul class="picked" aria-label=groups::CHOSEN_PEOPLE>
                <For each=move || picked.get() key=|person| person.uuid.clone() let:person>
                    <li>
                        <button
                            type="button"
                            class="chip"
                            aria-label=groups::remove(&person.display_name)
                            on:click={
                                let person = person.clone();
                                move |_| take_out(&person)
                            }
                        >
                            <PersonName name=person.display_name.clone()/>
                            <span aria-hidden="true">"×"</span>
                        </button>
                    </li>
                </For>
            </ul>
        </Show>
    }
}
