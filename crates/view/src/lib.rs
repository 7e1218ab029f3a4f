//! The `view!` macro of the app.
//!
//! It takes the syntax of Leptos' `view!`, as far as this app uses it, and writes calls of
//! `::cruddur::html`, where an element is one type whatever its tag, attributes and children are. Leptos'
//! own macro makes a type of each element, which is a copy of its code in the bundle.
//!
//! | written | means |
//! |---|---|
//! | `<p class="x" title=title>` | an element; a value is a text, or changes by itself (`IntoAttribute`) |
//! | `class:busy=busy` | the class is there while the closure or signal holds |
//! | `style:height=height` | a style follows a closure, set as the content security policy allows it |
//! | `prop:value=value` | what stands in a field follows a closure |
//! | `on:click=handler` | hears an event of `leptos::ev` |
//! | `node_ref=node` | a `NodeRef` that is filled |
//! | `{child}` `"text"` | any `IntoNode` |
//! | `<Avatar name=name/>` | a component of Leptos (`#[component(transparent)]`) that makes a `Node` |

mod attribute;
mod node;

use proc_macro::TokenStream;

/// Makes a `::cruddur::html::Node` of what looks like HTML.
#[proc_macro]
pub fn view(input: TokenStream) -> TokenStream {
    rstml::parse2(input.into())
        .map_or_else(syn::Error::into_compile_error, |nodes| node::whole(&nodes))
        .into()
}
