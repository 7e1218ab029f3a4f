//! Words that a person would read, written outside `src/i18n`; and markup made from text.

use proc_macro2::{TokenStream, TokenTree};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ExprMethodCall, Item, Lit, Macro};

use super::paths::{attributes, is_test};

/// Attributes that are shown or spoken.
const SPOKEN: [&str; 9] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
];

/// Names of keys, which events carry.
const KEYS: [&str; 9] = [
    "ArrowDown",
    "ArrowUp",
    "Backspace",
    "ContextMenu",
    "End",
    "Enter",
    "Escape",
    "Home",
    "Tab",
];

/// Ways to make markup from text: what people write reaches the page as text nodes only.
pub const MARKUP: &[&str] = &[
    "create_contextual_fragment",
    "innerHTML",
    "inner_html",
    "insert_adjacent_html",
    "outer_html",
    "parse_from_string",
    "set_inner_html",
    "set_outer_html",
];

/// The words of a file outside its tests, each with its line: text and spoken attributes in `view!`, and
/// every other literal that begins or ends like a sentence.
pub fn words(file: &syn::File) -> Vec<(String, usize)> {
    let mut words = Words::default();
    words.visit_file(file);
    words.found
}

/// Which of these names stand anywhere in a file, each with its line.
pub fn mentions(tokens: TokenStream, names: &[&str]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for token in tokens {
        let name = match &token {
            TokenTree::Group(group) => {
                found.extend(mentions(group.stream(), names));
                continue;
            }
            TokenTree::Ident(name) => name.to_string(),
            TokenTree::Literal(literal) => literal.to_string().trim_matches('"').to_owned(),
            TokenTree::Punct(_) => continue,
        };
        if names.contains(&name.as_str()) {
            found.push((name, token.span().start().line));
        }
    }
    found
}

#[derive(Default)]
struct Words {
    found: Vec<(String, usize)>,
}

impl Words {
    /// A literal anywhere: a word when it reads like one.
    fn literal(&mut self, text: &str, line: usize) {
        if reads_like_a_sentence(text) {
            self.found.push((text.to_owned(), line));
        }
    }

    /// A literal where a person sees or hears it: any letter is too much.
    fn shown(&mut self, text: &str, line: usize) {
        if text.chars().any(char::is_alphabetic) {
            self.found.push((text.to_owned(), line));
        }
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => {
                    self.shown(&text.value_string(), text.value.span().start().line);
                }
                Node::RawText(text) => {
                    self.shown(&text.to_string_best(), text.span().start().line);
                }
                Node::Element(element) => self.element(element),
                Node::Fragment(fragment) => self.nodes(&fragment.children),
                Node::Block(block) => {
                    if let Some(block) = block.try_block() {
                        self.visit_block(block);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: &NodeElement<rstml::Infallible>) {
        for attribute in element.attributes() {
            match attribute {
                NodeAttribute::Attribute(attribute) => self.attribute(attribute),
                NodeAttribute::Block(block) => {
                    if let Some(block) = block.try_block() {
                        self.visit_block(block);
                    }
                }
            }
        }
        self.nodes(element.children());
    }

    fn attribute(&mut self, attribute: &KeyedAttribute) {
        let Some(value) = attribute.value() else {
            return;
        };
        let key = attribute.key.to_string().replace(' ', "");
        let name = key.rsplit(':').next().unwrap_or_default();
        let is_spoken = SPOKEN.contains(&name);
        match attribute.value_literal_string() {
            Some(text) if is_spoken => self.shown(&text, value.span().start().line),
            _ => self.visit_expr(value),
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    let line = literal.span().start().line;
                    if let Lit::Str(text) = Lit::new(literal) {
                        self.literal(&text.value(), line);
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Words {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    // Documentation is made of attributes.
    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.literal(&text.value(), text.span().start().line);
    }

    // The message of a panic is for developers.
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if call.method == "expect" {
            self.visit_expr(&call.receiver);
        } else {
            visit::visit_expr_method_call(self, call);
        }
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let name = call.path.segments.last().map(|name| name.ident.to_string());
        match name.as_deref() {
            Some("view") => match rstml::parse2(call.tokens.clone()) {
                Ok(nodes) => self.nodes(&nodes),
                Err(error) => self
                    .found
                    .push((format!("view! that is not read: {error}"), 0)),
            },
            // The message of a panic again.
            Some("assert" | "debug_assert" | "unreachable") => {}
            _ => self.macro_arguments(call),
        }
    }
}

impl Words {
    /// Most macros take expressions (`format!`, `vec!`); of others the literals are looked at alone.
    fn macro_arguments(&mut self, call: &Macro) {
        type Arguments = syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>;
        match call.parse_body_with(Arguments::parse_terminated) {
            Ok(arguments) => arguments
                .iter()
                .for_each(|argument| self.visit_expr(argument)),
            Err(_) => self.tokens(call.tokens.clone()),
        }
    }
}

fn reads_like_a_sentence(text: &str) -> bool {
    if KEYS.contains(&text) {
        return false;
    }
    let mut chars = text.trim_start().chars();
    let begins = match (chars.next(), chars.next(), chars.next()) {
        (Some(first), Some(' '), Some(next)) => first.is_uppercase() && next.is_alphabetic(),
        (Some(first), Some(next), _) => first.is_uppercase() && next.is_lowercase(),
        _ => false,
    };
    let mut back = text.trim_end().chars().rev();
    let ends = text.trim().contains(' ')
        && back.next().is_some_and(|last| ".!?…".contains(last))
        && back.next().is_some_and(char::is_alphabetic);
    begins || ends
}
