//! Parts of a page that come and go as a whole. Each lies between two comments.

use leptos::prelude::*;
use leptos::web_sys;

use super::{IntoNode, Node, follow};

/// A part that is made of what `read` tells, and made anew only when that is something else.
pub fn varying<T: PartialEq + 'static, V: IntoNode>(
    read: impl Fn() -> T + 'static,
    make: impl Fn(&T) -> V + 'static,
) -> Node {
    let mut before = None;
    part(Box::new(move |place| {
        let now = Some(read());
        if now != before {
            before = now;
            if let Some(now) = &before {
                place.renew(&mut |parent| untrack(|| make(now).add_to(parent)));
            }
        }
    }))
}

/// A part that is there while `when` holds.
pub fn shown<V: IntoNode>(
    when: impl Fn() -> bool + 'static,
    make: impl Fn() -> V + 'static,
) -> Node {
    varying(when, move |holds| holds.then(&make))
}

/// One part while `when` holds, else the other.
pub fn either(
    when: impl Fn() -> bool + 'static,
    make: impl Fn() -> Node + 'static,
    otherwise: impl Fn() -> Node + 'static,
) -> Node {
    varying(when, move |holds| if *holds { make() } else { otherwise() })
}

/// Where a part is, and what belongs to what stands there.
struct Place {
    start: web_sys::Node,
    end: web_sys::Node,
    /// Whose part it is.
    outer: Owner,
    /// Of what stands there now.
    inner: Owner,
}

impl Place {
    fn renew(&mut self, fill: &mut dyn FnMut(&web_sys::Node)) {
        // By word, not by letting it go: what was made under an owner may hold it.
        self.inner.cleanup();
        self.inner = self.outer.with(Owner::new);
        let new: web_sys::Node = document().create_document_fragment().into();
        self.inner.with(|| fill(&new));
        while let Some(old) = self.start.next_sibling().filter(|old| *old != self.end) {
            take_out(&old);
        }
        if let Some(parent) = self.end.parent_node() {
            // Refused only where a node would be within itself.
            let _ = parent.insert_before(&new, Some(&self.end));
        }
    }
}

fn part(mut update: Box<dyn FnMut(&mut Place)>) -> Node {
    let whole: web_sys::Node = document().create_document_fragment().into();
    let outer = Owner::current().unwrap_or_default();
    let mut place = Place {
        start: mark(&whole),
        end: mark(&whole),
        inner: outer.with(Owner::new),
        outer,
    };
    follow(move || update(&mut place));
    Node(whole)
}

/// A comment that marks a place.
pub(super) fn mark(parent: &web_sys::Node) -> web_sys::Node {
    let mark: web_sys::Node = document().create_comment("").into();
    let _ = parent.append_child(&mark);
    mark
}

/// Removes these two nodes and all between them.
pub(super) fn remove(first: &web_sys::Node, last: &web_sys::Node) {
    while let Some(next) = first.next_sibling().filter(|_| first != last) {
        let was_last = next == *last;
        take_out(&next);
        if was_last {
            break;
        }
    }
    take_out(first);
}

fn take_out(node: &web_sys::Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}
