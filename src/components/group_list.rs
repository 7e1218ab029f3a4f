//! The rows of the list of conversations, as far as they are in the document.

use cruddur_contract::GroupId;
use leptos::either::Either;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{Element, FocusEvent, HtmlElement};
use leptos_use::{use_event_listener, use_resize_observer};
use wasm_bindgen::JsCast;

use crate::components::group_link::GroupLink;
use crate::components::group_window::{GroupWindow, Item, Viewport, near_rows};
use crate::components::new_group::NewGroup;
use crate::components::stable_order::stable_order;
use crate::routes::Place;
use crate::runtime::use_app;

/// Holds the id of a row's conversation.
const ID: &str = "data-group";

/// A link per conversation, newest first.
#[component]
pub fn GroupList(
    /// What the page shows.
    place: Memo<Place>,
    /// The element that scrolls.
    scrolls: NodeRef<html::Div>,
) -> impl IntoView {
    let app = use_app();
    let list = NodeRef::<html::Ul>::new();
    let viewport = use_viewport(scrolls, list);
    let held = RwSignal::new(None::<GroupId>);
    let count = Memo::new(move |_| app.group_order.with(Vec::len));
    let near = Memo::new(move |_| near_rows(viewport.get(), count.get()));
    let window = Memo::new(move |_| {
        app.group_order.with(|order| {
            let held = held.with(|held| order.iter().position(|id| Some(id) == held.as_ref()));
            near.with(|near| GroupWindow::new(order, near, held))
        })
    });
    let items = stable_order(Memo::new(move |_| {
        window.with(|window| window.items.clone())
    }));
    let open = Selector::new(move || place.with(Place::group_id));
    let row = move |id: GroupId| {
        let (open, this) = (open.clone(), Some(id.clone()));
        let is_open = Signal::derive(move || open.selected(&this));
        view! {
            <li data-group=id.as_str().to_owned()><GroupLink group=app.group(&id) is_open=is_open/></li>
        }
    };
    let space = Memo::new(move |_| window.with(|window| window.space));
    let height = move |rows: usize| rows as f64 * viewport.with(|viewport| viewport.pitch);
    // The gap to the next row is the grid's.
    let between = move || format!("calc({}px - var(--group-gap))", height(space.get().between));
    let before = move || format!("{}px", height(space.get().before));
    let after = move || format!("{}px", height(space.get().after));
    view! {
        <NewGroup place=place/>
        <ul
            class="group-list"
            node_ref=list
            style:padding-block-start=before
            style:padding-block-end=after
            on:focusin=move |ev| held.set(row_of(&ev))
            on:focusout=move |_| held.set(None)
        >
            <For each=move || items.get() key=Item::clone let:item>
                {match item {
                    Item::Row(id) => Either::Left(row(id)),
                    Item::Space => Either::Right(view! { <li aria-hidden="true" style:height=between></li> }),
                }}
            </For>
        </ul>
    }
}

/// The row that an event of the focus is in.
fn row_of(ev: &FocusEvent) -> Option<GroupId> {
    let target = ev.target()?.dyn_into::<Element>().ok()?;
    let row = target.closest(&format!("[{ID}]")).ok()??;
    row.get_attribute(ID).map(GroupId::from)
}

/// Where the list is scrolled to: measured when it scrolls, and when it or its rows get another size.
fn use_viewport(scrolls: NodeRef<html::Div>, list: NodeRef<html::Ul>) -> Memo<Viewport> {
    let viewport = RwSignal::new(Viewport {
        top: 0.0,
        height: 0.0,
        pitch: 0.0,
    });
    let measure = move || {
        if let (Some(scrolls), Some(list)) = (scrolls.get_untracked(), list.get_untracked())
            && let Some(now) = measured(&scrolls, &list)
        {
            viewport.set(now);
        }
    };
    let _ = use_event_listener(scrolls, ev::scroll, move |_| measure());
    use_resize_observer(scrolls, move |_, _| measure());
    use_resize_observer(list, move |_, _| measure());
    Memo::new(move |_| viewport.get())
}

/// `None` while there are no two rows beside each other, or the list is not shown.
fn measured(scrolls: &HtmlElement, list: &HtmlElement) -> Option<Viewport> {
    let row = list.query_selector(&format!("[{ID}] + [{ID}]")).ok()??;
    let before = row.previous_element_sibling()?.get_bounding_client_rect();
    let pitch = row.get_bounding_client_rect().top() - before.top();
    let frame = scrolls.get_bounding_client_rect();
    (pitch > 0.0 && frame.height() > 0.0).then(|| Viewport {
        top: frame.top() - list.get_bounding_client_rect().top(),
        height: frame.height(),
        pitch,
    })
}
