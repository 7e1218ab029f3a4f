//! What views are made of, and how Leptos shows it.

use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::web_sys;

/// A part of the document that was made and is not in it yet: an element, a text, or a fragment of
/// several nodes.
#[derive(Debug)]
pub struct Node(pub(super) web_sys::Node);

/// The nodes that Leptos has put into the document. The first and the last of them stay what they are.
#[derive(Debug)]
pub struct Mounted(Vec<web_sys::Node>);

impl Render for Node {
    type State = Mounted;

    fn build(self) -> Mounted {
        let is_fragment = self.0.node_type() == web_sys::Node::DOCUMENT_FRAGMENT_NODE;
        let first = if is_fragment {
            self.0.first_child()
        } else {
            Some(self.0)
        };
        let mut nodes: Vec<web_sys::Node> = Vec::new();
        let mut next = first;
        while let Some(node) = next {
            next = node.next_sibling();
            nodes.push(node);
        }
        Mounted(nodes)
    }

    fn rebuild(self, state: &mut Mounted) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl Mountable for Mounted {
    fn unmount(&mut self) {
        if let [first, .., last] | [first @ last] = self.0.as_slice() {
            super::part::remove(first, last);
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        for node in &self.0 {
            // Refused only where a node would be within itself.
            let _ = parent.insert_before(node, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let place = self.0.first();
        let parent = place.and_then(web_sys::Node::parent_element);
        if let Some(parent) = &parent {
            child.mount(parent, place);
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<types::Element> {
        Vec::new()
    }
}

leptos::tachys::no_attrs!(Node);

/// Only [`Render`] is ever used: pages are made in the browser, none is rendered on a server.
impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        _cursor: &Cursor,
        _position: &PositionState,
    ) -> Mounted {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
