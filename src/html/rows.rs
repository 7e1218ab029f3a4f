//! Lists whose rows keep their place, focus and state.

use std::collections::VecDeque;

use leptos::prelude::*;
use leptos::web_sys;

use super::part::{mark, remove};
use super::{IntoNode, Node, follow};

struct Row {
    key: String,
    first: web_sys::Node,
    last: web_sys::Node,
    /// Everything that belongs to the row ends with it.
    owner: Owner,
}

/// A row a key, in the keys' order. A row is made when its key comes, moved only if its neighbours
/// change their order around it, and goes with its key. Keys are unique.
pub fn rows(
    keys: impl Fn() -> Vec<String> + 'static,
    make: impl Fn(String) -> Node + 'static,
) -> Node {
    boxed_rows(Box::new(keys), Box::new(make))
}

fn boxed_rows(keys: Box<dyn Fn() -> Vec<String>>, make: Box<dyn Fn(String) -> Node>) -> Node {
    let whole: web_sys::Node = document().create_document_fragment().into();
    let end = mark(&whole);
    // Not that of the effect below, which ends with each run.
    let owner = Owner::current().unwrap_or_default();
    let mut present = VecDeque::<Row>::new();
    follow(move || {
        let keys = keys();
        let mut old = std::mem::take(&mut present);
        for key in keys {
            let row = take(&mut old, &key).or_else(|| owner.with(|| new_row(key, &make)));
            present.extend(row);
        }
        place(&present, &old, &end);
        // Last, so that the document is never shorter meanwhile and keeps its scroll position.
        for row in old {
            row.owner.cleanup();
            remove(&row.first, &row.last);
        }
    });
    Node(whole)
}

/// The row of that key, out of those there were.
fn take(old: &mut VecDeque<Row>, key: &str) -> Option<Row> {
    if old.front().is_some_and(|row| row.key == key) {
        return old.pop_front();
    }
    let at = old.iter().position(|row| row.key == key)?;
    old.remove(at)
}

fn new_row(key: String, make: &dyn Fn(String) -> Node) -> Option<Row> {
    let owner = Owner::new();
    let whole: web_sys::Node = document().create_document_fragment().into();
    owner.with(|| untrack(|| make(key.clone()))).add_to(&whole);
    Some(Row {
        key,
        first: whole.first_child()?,
        last: whole.last_child()?,
        owner,
    })
}

/// From the last to the first: what stands before its neighbour already stays untouched.
fn place(rows: &VecDeque<Row>, gone: &VecDeque<Row>, end: &web_sys::Node) {
    let Some(parent) = end.parent_node() else {
        return;
    };
    let mut before = end.clone();
    for row in rows.iter().rev() {
        if neighbour(row, gone).as_ref() != Some(&before) {
            let mut next = Some(row.first.clone());
            while let Some(node) = next {
                next = node.next_sibling().filter(|_| node != row.last);
                let _ = parent.insert_before(&node, Some(&before));
            }
        }
        before = row.first.clone();
    }
}

/// What stands behind a row, but for rows that are about to go.
fn neighbour(row: &Row, gone: &VecDeque<Row>) -> Option<web_sys::Node> {
    let mut next = row.last.next_sibling();
    while let Some(going) = gone.iter().find(|row| next.as_ref() == Some(&row.first)) {
        next = going.last.next_sibling();
    }
    next
}
