//! Attributes of elements, properties of components.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use rstml::node::{KeyedAttribute, NodeAttribute};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit};

/// A call that sets an attribute, by its prefix.
pub fn of_element(attribute: &NodeAttribute) -> TokenStream {
    let attribute = match attribute {
        NodeAttribute::Attribute(attribute) => attribute,
        NodeAttribute::Block(block) => {
            return quote_spanned! { block.span() => .child(compile_error!("an attribute needs a name")) };
        }
    };
    let name = attribute.key.to_string();
    let value = value(attribute);
    match name.split_once(':') {
        // Not among the events Leptos knows.
        Some(("on", "cancel")) => {
            quote! { .on(::leptos::ev::Custom::<::leptos::ev::Event>::new("cancel"), #value) }
        }
        Some(("on", event)) => {
            let event = Ident::new(event, attribute.key.span());
            quote! { .on(::leptos::ev::#event, #value) }
        }
        Some(("class", class)) => quote! { .class_while(#class, #value) },
        Some(("style", property)) => quote! { .style(#property, #value) },
        Some(("prop", "value")) => quote! { .value(#value) },
        Some(_) => {
            quote_spanned! { attribute.key.span() => .child(compile_error!("not known to this view!")) }
        }
        None if name == "node_ref" => quote! { .node_ref(#value) },
        None if is_text(attribute) => quote! { .set(#name, #value) },
        None => quote! { .attribute(#name, #value) },
    }
}

/// A call that sets a component's property.
pub fn prop(attribute: &KeyedAttribute) -> TokenStream {
    let name = &attribute.key;
    match attribute.value() {
        Some(value) => quote! { .#name(#[allow(unused_braces)] { #value }) },
        None => quote! { .#name(#name) },
    }
}

/// What is written behind `=`; an attribute without is there, and empty.
fn value(attribute: &KeyedAttribute) -> TokenStream {
    attribute
        .value()
        .map_or_else(|| quote! { "" }, |value| quote! { #value })
}

fn is_text(attribute: &KeyedAttribute) -> bool {
    matches!(
        attribute.value(),
        None | Some(Expr::Lit(ExprLit {
            lit: Lit::Str(_),
            ..
        }))
    )
}
