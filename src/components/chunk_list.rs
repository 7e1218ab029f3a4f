//! The chunks of a transcript in the document.
//!
//! A list of its own: Leptos' keyed list also moves elements whose order stays, and what is moved loses
//! the focus and the selection.

use leptos::html::Div;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

use crate::components::reactive::effect;
use crate::components::transcript_window::{CHUNK, Part};

struct Shown {
    part: Part,
    element: HtmlElement,
    // The rows go with it.
    _rows: Option<UnmountHandle<AnyViewState>>,
}

/// Keeps these parts in an element, in their order, and touches none that stays. `rows` gives the rows of
/// a chunk.
pub fn show_parts(
    list: NodeRef<Div>,
    parts: Memo<Vec<Part>>,
    rows: impl Fn(u32) -> AnyView + Copy + 'static,
) {
    let owner = Owner::current().unwrap_or_default();
    let mut shown = Vec::<Shown>::new();
    effect(move || {
        let (Some(list), parts) = (list.get(), parts.get()) else {
            return;
        };
        let mut before = std::mem::take(&mut shown).into_iter().peekable();
        let mut gone = Vec::new();
        for part in &parts {
            let stays = |old: &Shown| parts.iter().any(|part| part.chunk == old.part.chunk);
            gone.extend(std::iter::from_fn(|| before.next_if(|old| !stays(old))));
            let same = before.next_if(|old| old.part.chunk == part.chunk);
            shown.extend(match same {
                Some(same) if same.part == *part => Some(same),
                Some(same) => owner.with(|| fill(same.element, *part, rows)),
                None => document().create_element("div").ok().and_then(|new| {
                    let next = before.peek().map(|next| &**next.element);
                    list.insert_before(&new, next).ok()?;
                    owner.with(|| fill(new.unchecked_into(), *part, rows))
                }),
            });
        }
        // After all that is new is there: a document that is low for a moment would lose its place.
        for gone in gone.into_iter().chain(before) {
            gone.element.remove();
        }
    });
}

/// Makes an element room, or puts the rows of a chunk into it.
fn fill(
    element: HtmlElement,
    part: Part,
    rows: impl Fn(u32) -> AnyView + 'static,
) -> Option<Shown> {
    let has_rows = part.room == 0;
    let (name, class, height) = if has_rows {
        (part.chunk.to_string(), "chunk", String::new())
    } else {
        let height = format!("calc({}px / 64)", part.room);
        (String::new(), "", height)
    };
    element.set_class_name(class);
    element.set_attribute(CHUNK, &name).ok()?;
    element.style().set_property("height", &height).ok()?;
    let parent = element.clone();
    let rows = has_rows.then(|| mount_to(parent, move || rows(part.chunk)));
    Some(Shown {
        part,
        element,
        _rows: rows,
    })
}
