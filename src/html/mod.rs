//! How views become elements.
//!
//! Leptos brings signals, effects, owners, components and the router; what they draw goes through here.
//! An element is made at once, as one type whatever its tag, attributes and children are ([`Element`]);
//! what changes by itself is an effect of the owner it was made under ([`follow`]); a part of a page that
//! comes and goes lies between two comments ([`varying`]); a list keeps the rows it has ([`rows`]).
//! Leptos' own views are a type of each element and attribute, each with code of its own to build,
//! rebuild, mount and drop it: 40 kB of the bundle (docs/architecture.md, "Views").
//!
//! Nothing here takes HTML as text: texts become text nodes, values become attributes.

mod attribute;
mod child;
mod derived;
mod element;
mod node;
mod part;
mod rows;
mod state;

use leptos::prelude::{RenderEffect, on_cleanup, untrack};

pub use attribute::{Computed, IntoAttribute};
pub use child::IntoNode;
pub use cruddur_view::view;
pub use derived::{Derived, memo, memo_with};
pub use element::{Element, element, fragment, nothing, svg};
pub use node::Node;
pub use part::{either, shown, varying};
pub use rows::rows;
pub use state::{Callback, Fixed, NodeRef, State};

/// Runs at once, and again whenever a signal it read has changed, until the present owner goes.
pub fn follow(run: impl FnMut() + 'static) {
    boxed_follow(Box::new(run));
}

fn boxed_follow(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    on_cleanup(move || drop(effect));
}

/// What a component reads while it is made is not followed by whoever shows it.
pub fn untracked(make: impl FnOnce() -> Node) -> Node {
    untrack(make)
}
