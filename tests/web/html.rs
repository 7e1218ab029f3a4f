//! How views become elements: what stays, what goes, what is written.

use std::cell::Cell;
use std::rc::Rc;

use cruddur::html::{self, Computed, Node, State, varying, view};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Stage, frame};

async fn stage(view: impl FnOnce() -> Node + 'static) -> Stage {
    let stage = Stage::mount(|_| {}, view);
    frame().await;
    stage
}

fn rows_of(keys: RwSignal<Vec<&'static str>>) -> Node {
    let keys = move || keys.get().into_iter().map(str::to_owned).collect();
    html::rows(keys, |key| {
        view! { <button data-key=key.clone()>{key}</button>"," }
    })
}

#[wasm_bindgen_test]
async fn a_row_that_stays_is_the_same_element_and_keeps_the_focus() {
    let keys = RwSignal::new(vec!["b", "c"]);
    let stage = stage(move || view! { <div>{rows_of(keys)}<i>"end"</i></div> }).await;
    let kept = stage.find("[data-key=c]");
    let _ = kept.focus();
    for (now, shown) in [
        (vec!["a0", "a1", "b", "c"], "a0,a1,b,c,end"),
        (vec!["c"], "c,end"),
        (vec!["d", "c", "e", "b"], "d,c,e,b,end"),
        (vec!["b", "e", "c", "d"], "b,e,c,d,end"),
    ] {
        keys.set(now);
        frame().await;
        assert_eq!(stage.host.text_content().as_deref(), Some(shown));
        assert_eq!(stage.find("[data-key=c]"), kept);
    }
    let _ = kept.focus();
    keys.set(vec!["x", "y", "b", "c", "d"]);
    frame().await;
    assert_eq!(document().active_element().as_ref(), Some(kept.as_ref()));
    keys.set(Vec::new());
    frame().await;
    assert_eq!(stage.host.text_content().as_deref(), Some("end"));
}

/// A part that tells how many of it there are.
fn counted(count: StoredValue<i32>, inner: impl Fn() -> Node + Clone + 'static) -> Node {
    count.update_value(|count| *count += 1);
    on_cleanup(move || {
        count.try_update_value(|count| *count -= 1);
    });
    // A part within, which holds the owner of this one.
    varying(|| (), move |()| inner())
}

#[wasm_bindgen_test]
async fn what_belongs_to_a_row_or_a_part_ends_with_it_however_deep() {
    let keys = RwSignal::new(vec!["a", "b"]);
    let shows = RwSignal::new(true);
    let outer = Owner::new();
    let (rows, parts) = outer.with(|| (StoredValue::new(0), StoredValue::new(0)));
    let _stage = stage(move || {
        let names = move || keys.get().into_iter().map(str::to_owned).collect();
        let list = move || {
            html::rows(names, move |key| {
                let key = key.clone();
                counted(rows, move || view! { <p>{key.clone()}</p> })
            })
        };
        html::shown(move || shows.get(), move || counted(parts, list))
    })
    .await;
    assert_eq!((rows.get_value(), parts.get_value()), (2, 1));
    keys.set(vec!["b", "c"]);
    frame().await;
    assert_eq!((rows.get_value(), parts.get_value()), (2, 1));
    shows.set(false);
    frame().await;
    assert_eq!((rows.get_value(), parts.get_value()), (0, 0));
}

#[wasm_bindgen_test]
async fn a_part_is_made_anew_only_when_what_it_is_made_of_is_another() {
    let number = RwSignal::new(1);
    let inner = State::new("one".to_owned());
    let made = Rc::new(Cell::new(0));
    let count = Rc::clone(&made);
    let stage = stage(move || {
        let is_odd = move || number.get() % 2 == 1;
        let part = varying(is_odd, move |odd| {
            count.set(count.get() + 1);
            // Read while the part is made: not what it is made of.
            let first = inner.get();
            odd.then(|| view! { <b title=first>{inner}</b><i></i> })
        });
        view! { <p>"<"{part}">"</p> }
    })
    .await;
    let text = || stage.host.text_content().unwrap_or_default();
    assert_eq!((text().as_str(), made.get()), ("<one>", 1));
    number.set(3);
    inner.set("two".to_owned());
    frame().await;
    assert_eq!((text().as_str(), made.get()), ("<two>", 1));
    number.set(2);
    frame().await;
    assert_eq!((text().as_str(), made.get()), ("<>", 2));
    number.set(1);
    inner.set("three".to_owned());
    frame().await;
    assert_eq!((text().as_str(), made.get()), ("<three>", 3));
}

#[wasm_bindgen_test]
async fn texts_and_attributes_follow_signals_and_hostile_texts_stay_texts() {
    let value = RwSignal::new(None::<String>);
    let stage = stage(move || {
        let computed = move || Computed::new(move || value.get().map(Into::into));
        view! {
            <div class="a" class:b=move || value.get().is_some() title=computed()>
                <input id="field" prop:value=|| "typed".to_owned() required/>
                {computed()}
            </div>
        }
    })
    .await;
    let element = |selector: &str| stage.find(selector);
    assert_eq!(element("div").get_attribute("title"), None);
    assert_eq!(element("div").class_name(), "a");
    assert_eq!(
        element("input").get_attribute("required").as_deref(),
        Some("")
    );
    let hostile = "<img src=x onerror=alert(1)>\"'";
    value.set(Some(hostile.to_owned()));
    frame().await;
    assert_eq!(
        element("div.b").get_attribute("title").as_deref(),
        Some(hostile)
    );
    assert_eq!(stage.host.text_content().as_deref(), Some(hostile));
    assert_eq!(stage.count("img"), 0);
    value.set(None);
    frame().await;
    assert_eq!(element("div").get_attribute("title"), None);
    assert_eq!(element("div").class_name(), "a");
}
