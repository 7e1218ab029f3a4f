//! What can stand in an element.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::web_sys;

use super::{Computed, Derived, Node, State};

/// What can stand in an element: texts, nodes, several or none of them.
pub trait IntoNode {
    /// Puts it behind what is there.
    fn add_to(self, parent: &web_sys::Node);
}

fn add(parent: &web_sys::Node, child: &web_sys::Node) {
    // Refused only where a node would be within itself.
    let _ = parent.append_child(child);
}

impl IntoNode for Node {
    fn add_to(self, parent: &web_sys::Node) {
        add(parent, &self.0);
    }
}

impl IntoNode for &str {
    fn add_to(self, parent: &web_sys::Node) {
        add(parent, &document().create_text_node(self));
    }
}

impl IntoNode for String {
    fn add_to(self, parent: &web_sys::Node) {
        self.as_str().add_to(parent);
    }
}

impl IntoNode for Computed {
    fn add_to(self, parent: &web_sys::Node) {
        let text = document().create_text_node("");
        add(parent, &text);
        self.written(move |words| text.set_data(words.unwrap_or_default()));
    }
}

macro_rules! signals {
    ($($signal:ty)*) => {
        $(impl IntoNode for $signal {
            fn add_to(self, parent: &web_sys::Node) {
                Computed::new(move || Some(self.get().into())).add_to(parent);
            }
        })*
    };
}

signals!(Derived<String> State<String>);

impl IntoNode for () {
    fn add_to(self, _parent: &web_sys::Node) {}
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn add_to(self, parent: &web_sys::Node) {
        if let Some(child) = self {
            child.add_to(parent);
        }
    }
}

impl<T: IntoNode> IntoNode for Vec<T> {
    fn add_to(self, parent: &web_sys::Node) {
        for child in self {
            child.add_to(parent);
        }
    }
}

impl<A: IntoNode, B: IntoNode> IntoNode for Either<A, B> {
    fn add_to(self, parent: &web_sys::Node) {
        match self {
            Self::Left(child) => child.add_to(parent),
            Self::Right(child) => child.add_to(parent),
        }
    }
}
