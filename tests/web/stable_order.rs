//! Lists whose order changes: what stays, what moves, what goes.

use cruddur::components::stable_order::stable_order;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, frame};

async fn mounted<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Mounted {
    let mounted = Mounted::mount(|_| {}, view);
    frame().await;
    mounted
}

fn list(keys: RwSignal<Vec<&'static str>>) -> impl IntoView {
    let order = stable_order(Memo::new(move |_| keys.get()));
    view! {
        <div>
            <For each=move || order.get() key=|key| *key let:key>
                <button data-key=key>{key}</button>
                ","
            </For>
            <i>"end"</i>
        </div>
    }
}

#[wasm_bindgen_test]
async fn a_row_that_stays_is_the_same_element() {
    let keys = RwSignal::new(vec!["b", "c"]);
    let mounted = mounted(move || list(keys)).await;
    let staying = mounted.find("[data-key=c]");
    for (now, shown) in [
        (vec!["a0", "a1", "b", "c"], "a0,a1,b,c,end"),
        (vec!["c"], "c,end"),
        (vec!["d", "c", "e", "b"], "d,c,e,b,end"),
        (vec!["d", "e", "b", "c", "f"], "d,e,b,c,f,end"),
    ] {
        let moves = now == ["d", "e", "b", "c", "f"];
        keys.set(now);
        frame().await;
        assert_eq!(mounted.host.text_content().as_deref(), Some(shown));
        // Of rows that change their order the fewest are created again: here c, and not e and b.
        assert_eq!(mounted.find("[data-key=c]") == staying, !moves);
    }
    keys.set(Vec::new());
    frame().await;
    assert_eq!(mounted.host.text_content().as_deref(), Some("end"));
}

#[wasm_bindgen_test]
async fn rows_keep_the_focus_when_several_come_in_before_them() {
    let keys = RwSignal::new(vec!["b", "c", "d"]);
    let mounted = mounted(move || list(keys)).await;
    let focused = mounted.find("[data-key=b]");
    let _ = focused.focus();
    for now in [
        vec!["a0", "a1", "a2", "b", "c", "d"],
        vec!["a2", "b", "x", "y", "z", "c", "d", "e"],
    ] {
        keys.set(now);
        frame().await;
        assert_eq!(document().active_element().as_ref(), Some(focused.as_ref()));
    }
    assert_eq!(
        mounted.host.text_content().as_deref(),
        Some("a2,b,x,y,z,c,d,e,end")
    );
}

#[wasm_bindgen_test]
async fn rows_keep_the_focus_when_another_moves_to_the_top() {
    let keys = RwSignal::new(vec!["a", "b", "c", "d"]);
    let mounted = mounted(move || list(keys)).await;
    for key in ["a", "b", "c"] {
        let focused = mounted.find(&format!("[data-key={key}]"));
        let _ = focused.focus();
        keys.set(vec!["d", "a", "b", "c"]);
        frame().await;
        assert_eq!(document().active_element().as_ref(), Some(focused.as_ref()));
        keys.set(vec!["a", "b", "c", "d"]);
        frame().await;
        assert_eq!(document().active_element().as_ref(), Some(focused.as_ref()));
    }
}

#[wasm_bindgen_test]
async fn an_order_that_changes_again_before_it_is_shown_ends_right() {
    let keys = RwSignal::new(vec!["d"]);
    let mounted = mounted(move || list(keys)).await;
    keys.set(vec!["a", "b", "c", "d"]);
    leptos::task::tick().await;
    keys.set(vec!["x", "d", "b"]);
    leptos::task::tick().await;
    keys.set(vec!["b", "y", "d", "a"]);
    frame().await;
    assert_eq!(mounted.host.text_content().as_deref(), Some("b,y,d,a,end"));
}
