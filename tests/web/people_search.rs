//! The people search as a combobox.

use cruddur::components::people_search::PeopleSearch;
use cruddur_contract::Person;
use cruddur_engine::view::PeopleView;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::type_into;
use crate::support::{Mounted, eventually, frame, me, press};

const FIELD: &str = "[role=combobox]";

/// The search with so many people found, in a pane that shows a few of them.
async fn found(count: usize) -> Mounted {
    let mounted = Mounted::mount(
        |signals| signals.session.set(me()),
        || view! { <div style:height="300px" style:overflow="auto"><PeopleSearch/></div> },
    );
    frame().await;
    type_into(&mounted.find(FIELD), "p");
    let people = (0..count).map(|n| Person {
        uuid: format!("u{n}").into(),
        handle: format!("p{n}"),
        display_name: format!("Person {n}"),
    });
    mounted.signals.people.set(PeopleView {
        query: "p".into(),
        people: Some(people.collect()),
        ..PeopleView::default()
    });
    eventually("the people", || {
        mounted.count("[role=option]") as usize == count
    })
    .await;
    mounted
}

fn attribute(mounted: &Mounted, name: &str) -> Option<String> {
    mounted.find(FIELD).get_attribute(name)
}

/// Whether the option is inside of the pane that scrolls.
fn is_in_view(mounted: &Mounted, selector: &str) -> bool {
    let pane = mounted
        .host
        .first_element_child()
        .expect("the pane")
        .get_bounding_client_rect();
    let option = mounted.find(selector).get_bounding_client_rect();
    option.top() >= pane.top() && option.bottom() <= pane.bottom() + 1.0
}

#[wasm_bindgen_test]
async fn the_option_that_the_arrow_keys_choose_is_in_view() {
    let mounted = found(30).await;
    let field = mounted.find(FIELD);
    for n in 0..30 {
        press(&field, "ArrowDown");
        let option = format!("#person-{n}");
        let chosen = || attribute(&mounted, "aria-activedescendant").unwrap_or_default();
        eventually("the choice", || format!("#{}", chosen()) == option).await;
        eventually(&option, || is_in_view(&mounted, &option)).await;
    }
    press(&field, "ArrowDown");
    eventually("round", || is_in_view(&mounted, "#person-0")).await;
}

#[wasm_bindgen_test]
async fn the_field_is_a_combobox_that_says_whether_there_is_a_list() {
    let mounted = found(2).await;
    let expanded = || attribute(&mounted, "aria-expanded");
    assert_eq!(expanded().as_deref(), Some("true"));
    assert_eq!(
        attribute(&mounted, "aria-autocomplete").as_deref(),
        Some("list")
    );
    assert_eq!(
        attribute(&mounted, "aria-controls").as_deref(),
        Some("people-found")
    );
    assert!(mounted.try_find("#people-found[role=listbox]").is_some());
    mounted.signals.people.set(PeopleView {
        query: "p".into(),
        people: Some(Vec::new()),
        ..PeopleView::default()
    });
    eventually("no list", || expanded().as_deref() == Some("false")).await;
}
