//! Which conversations of the list are on screen: only of these the app asks who is online.

use std::time::Duration;

use cruddur_contract::GroupId;
use leptos::ev::scroll;
use leptos::html;
use leptos::prelude::*;

use crate::routes::Place;
use crate::runtime::use_app;

/// The list is looked at once in this time.
const PAUSE: Duration = Duration::from_millis(200);

/// Notes which rows can be seen whenever that may have changed: none while the list is not shown, and that nobody
/// looks while the page is hidden.
pub fn note_visible_groups(list: NodeRef<html::Div>, place: Memo<Place>) {
    let app = use_app();
    let planned = StoredValue::new(false);
    let look = move || {
        // The page may be gone by then.
        if planned.try_set_value(false).is_none() {
            let list = list.get_untracked();
            let visible = app
                .group_order
                .with_untracked(|order| list.map_or_else(Vec::new, |list| rows_of(&list, order)));
            app.look((!document().hidden()).then_some(visible));
        }
    };
    let soon = move || {
        if planned.try_update_value(|planned| !std::mem::replace(planned, true)) == Some(true) {
            set_timeout(look, PAUSE);
        }
    };
    Effect::new(move || {
        app.group_order.track();
        place.track();
        soon();
    });
    Effect::new(move || {
        if let Some(list) = list.get() {
            // Goes with its element.
            let _ = list.on(scroll, move |_| soon());
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| soon());
    let hidden = window_event_listener_untyped("visibilitychange", move |_| look());
    on_cleanup(move || {
        resized.remove();
        hidden.remove();
        app.look(None);
    });
}

/// The rows that can be seen. All are equally high, so their number tells where each is.
fn rows_of(list: &leptos::web_sys::HtmlDivElement, order: &[GroupId]) -> Vec<GroupId> {
    let rows = list.query_selector(".group-list").ok().flatten();
    let height = rows.map_or(0, |rows| rows.client_height()) / order.len().max(1) as i32;
    if height <= 0 {
        return Vec::new();
    }
    let first = list.scroll_top() / height;
    let end = (list.scroll_top() + list.client_height()) / height + 1;
    let range = usize::try_from(first).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
    let rows = order.iter().skip(range.start).take(range.len());
    rows.cloned().collect()
}
