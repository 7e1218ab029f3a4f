//! Elements.

use leptos::prelude::*;
use leptos::tachys::html::event::EventDescriptor;
use leptos::web_sys::{self, Event, HtmlElement, HtmlInputElement};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::{IntoAttribute, IntoNode, Node, NodeRef, follow};

/// An element, or a fragment of nodes, in the making. Each call adds to it and gives it back.
#[derive(Debug)]
pub struct Element(web_sys::Node);

const SVG: &str = "http://www.w3.org/2000/svg";

/// An HTML element.
pub fn element(tag: &'static str) -> Element {
    made(document().create_element(tag))
}

/// An element of a drawing.
pub fn svg(tag: &'static str) -> Element {
    made(document().create_element_ns(Some(SVG), tag))
}

/// Several nodes without an element around them.
pub fn fragment() -> Element {
    Element(document().create_document_fragment().into())
}

/// No node at all.
pub fn nothing() -> Node {
    fragment().into_node()
}

fn made(element: Result<web_sys::Element, wasm_bindgen::JsValue>) -> Element {
    // Refused only for a tag that is no name.
    element.map_or_else(|_| fragment(), |element| Element(element.into()))
}

impl Element {
    fn html(&self) -> &web_sys::Element {
        self.0.unchecked_ref()
    }

    /// Sets an attribute that stays as it is.
    pub fn set(self, name: &'static str, value: &str) -> Self {
        // Refused only for a name that is none.
        let _ = self.html().set_attribute(name, value);
        self
    }

    /// Sets an attribute that may follow signals.
    pub fn attribute(self, name: &'static str, value: impl IntoAttribute) -> Self {
        value.set(name, self.html());
        self
    }

    /// Has a class while something holds.
    pub fn class_while(self, class: &'static str, holds: impl Fn() -> bool + 'static) -> Self {
        let classes = self.html().class_list();
        follow(move || {
            let _ = classes.toggle_with_force(class, holds());
        });
        self
    }

    /// A style follows signals; an empty text is none. The policy of the page forbids the attribute.
    pub fn style(self, property: &'static str, value: impl Fn() -> String + 'static) -> Self {
        let element: &HtmlElement = self.0.unchecked_ref();
        let style = element.style();
        follow(move || {
            let _ = style.set_property(property, &value());
        });
        self
    }

    /// What stands in a field follows signals.
    pub fn value(self, value: impl Fn() -> String + 'static) -> Self {
        // A textarea has the same property.
        let field: HtmlInputElement = self.0.clone().unchecked_into();
        follow(move || {
            let value = value();
            if field.value() != value {
                field.set_value(&value);
            }
        });
        self
    }

    /// Hears an event for as long as the element lives.
    pub fn on<E: EventDescriptor>(
        self,
        event: E,
        mut hear: impl FnMut(E::EventType) + 'static,
    ) -> Self
    where
        E::EventType: JsCast,
    {
        self.hear(
            &event.name(),
            Box::new(move |event| hear(event.unchecked_into())),
        );
        self
    }

    fn hear(&self, name: &str, hear: Box<dyn FnMut(Event)>) {
        // The browser frees it together with the element.
        let hear = Closure::wrap(hear).into_js_value();
        let _ = self
            .0
            .add_event_listener_with_callback(name, hear.unchecked_ref());
    }

    /// Tells a reference which element it stands for.
    pub fn node_ref<E: JsCast>(self, node: NodeRef<E>) -> Self {
        node.load(self.html());
        self
    }

    /// Adds a child.
    pub fn child(self, child: impl IntoNode) -> Self {
        child.add_to(&self.0);
        self
    }

    /// Adds a node.
    pub fn append(self, child: Node) -> Self {
        child.add_to(&self.0);
        self
    }

    /// The finished element.
    pub fn into_node(self) -> Node {
        Node(self.0)
    }
}
