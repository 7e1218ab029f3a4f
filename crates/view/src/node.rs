//! Elements, components, texts and blocks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use rstml::Infallible;
use rstml::node::{Node, NodeAttribute, NodeElement};
use syn::spanned::Spanned;

use crate::attribute;

/// Tags of the SVG namespace.
const SVG: [&str; 3] = ["svg", "path", "rect"];

/// All that stands in a `view!`: one node, or a fragment of several.
pub fn whole(nodes: &[Node<Infallible>]) -> TokenStream {
    match nodes {
        [Node::Element(element)] => single(element),
        nodes => {
            let children = children(nodes);
            quote! { ::cruddur::html::fragment() #children.into_node() }
        }
    }
}

fn single(element: &NodeElement<Infallible>) -> TokenStream {
    if is_component(element) {
        component(element)
    } else {
        let element = html(element);
        quote! { #element.into_node() }
    }
}

/// Calls that add these children.
fn children(nodes: &[Node<Infallible>]) -> TokenStream {
    nodes.iter().map(child).collect()
}

fn child(node: &Node<Infallible>) -> TokenStream {
    match node {
        Node::Element(element) => {
            let child = single(element);
            quote! { .append(#child) }
        }
        Node::Block(block) => quote! { .child(#[allow(unused_braces)] #block) },
        Node::Text(text) => {
            let text = &text.value;
            quote! { .child(#text) }
        }
        Node::Fragment(fragment) => children(&fragment.children),
        Node::Comment(_) => TokenStream::new(),
        other => {
            quote_spanned! { other.span() => .child(compile_error!("not known to this view!")) }
        }
    }
}

fn is_component(element: &NodeElement<Infallible>) -> bool {
    element
        .name()
        .to_string()
        .starts_with(|first: char| first.is_ascii_uppercase())
}

fn html(element: &NodeElement<Infallible>) -> TokenStream {
    let tag = element.name().to_string();
    let make = if SVG.contains(&tag.as_str()) {
        quote! { svg }
    } else {
        quote! { element }
    };
    let attributes: TokenStream = element
        .attributes()
        .iter()
        .map(attribute::of_element)
        .collect();
    let children = children(&element.children);
    quote! { ::cruddur::html::#make(#tag) #attributes #children }
}

/// As Leptos' own macro calls a component. What the component reads while it is made is not followed.
fn component(element: &NodeElement<Infallible>) -> TokenStream {
    let name = element.name();
    let props: TokenStream = element
        .attributes()
        .iter()
        .map(|attribute| match attribute {
            NodeAttribute::Attribute(attribute) => attribute::prop(attribute),
            NodeAttribute::Block(block) => {
                quote_spanned! { block.span() => compile_error!("a property needs a name") }
            }
        })
        .collect();
    quote_spanned! { name.span() =>
        ::cruddur::html::untracked(|| ::leptos::component::component_view(
            #name,
            ::leptos::component::component_props_builder(&#name) #props .build(),
        ))
    }
}
