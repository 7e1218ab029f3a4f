//! Every path that a source file names outside its tests, in full: `use` declarations, paths in code, and
//! paths among the tokens of macros such as `view!`.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItemFn, Item, ItemMod, ItemUse, Macro, UseTree};

/// A path and the line that names it, such as `crate::runtime::Session` or `std::fmt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub path: String,
    pub line: usize,
}

/// Where a file stands, which decides what its paths mean.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Its module, from its crate's root.
    pub module: Vec<String>,
    /// The names of the crates that it can name.
    pub crates: HashSet<String>,
    /// The name under which the crate's programs know its library.
    pub library: String,
}

/// The paths of a file.
pub fn named(file: &syn::File, scope: &Scope) -> Vec<Named> {
    let mut imports = Imports {
        scope: scope.clone(),
        found: Vec::new(),
        names: HashMap::new(),
    };
    imports.visit_file(file);
    let mut mentions = Mentions {
        imports: &imports,
        scope: scope.clone(),
        found: Vec::new(),
    };
    mentions.visit_file(file);
    let mut found = mentions.found;
    found.extend(imports.found);
    found
}

/// Whether an item is compiled for tests only.
pub fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg_test = |list: &syn::MetaList| list.tokens.to_string() == "test";
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.meta.require_list().is_ok_and(is_cfg_test)
    })
}

/// The attributes of the items that can be marked as tests.
pub fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        _ => &[],
    }
}

/// What a file imports, and under which names.
struct Imports {
    scope: Scope,
    found: Vec<Named>,
    names: HashMap<String, Vec<String>>,
}

impl Imports {
    fn add(&mut self, tree: &UseTree, mut prefix: Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.add(&path.tree, prefix);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add(tree, prefix.clone());
                }
            }
            UseTree::Glob(glob) => self.record(None, prefix, glob.span().start().line),
            UseTree::Name(name) => {
                if name.ident != "self" {
                    prefix.push(name.ident.to_string());
                }
                let known = prefix.last().cloned();
                self.record(known, prefix, name.span().start().line);
            }
            UseTree::Rename(rename) => {
                if rename.ident != "self" {
                    prefix.push(rename.ident.to_string());
                }
                let known = Some(rename.rename.to_string());
                self.record(known, prefix, rename.span().start().line);
            }
        }
    }

    fn record(&mut self, known: Option<String>, path: Vec<String>, line: usize) {
        let Some(path) = self.scope.absolute(&path) else {
            return;
        };
        if let Some(known) = known {
            self.names.insert(known, path.clone());
        }
        self.found.push(Named {
            path: path.join("::"),
            line,
        });
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let name = item.ident.to_string();
        let own = ["self".to_owned(), name.clone()];
        let own = self.scope.absolute(&own).unwrap_or_default();
        self.names.insert(name.clone(), own);
        self.scope.module.push(name);
        visit::visit_item_mod(self, item);
        self.scope.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add(&item.tree, Vec::new());
    }
}

/// What a file names in its code.
struct Mentions<'a> {
    imports: &'a Imports,
    scope: Scope,
    found: Vec<Named>,
}

impl Mentions<'_> {
    fn add(&mut self, path: &[String], line: usize) {
        let Some(first) = path.first().filter(|_| path.len() > 1) else {
            return;
        };
        let path = if let Some(imported) = self.imports.names.get(first) {
            let rest = path[1..].iter().cloned();
            Some(imported.iter().cloned().chain(rest).collect())
        } else if self.scope.is_rooted(first) {
            self.scope.absolute(path)
        } else {
            // A type's own name, a generic's, or `str::` and the like.
            None
        };
        self.found.extend(path.map(|path: Vec<String>| Named {
            path: path.join("::"),
            line,
        }));
    }

    /// Macros may take anything: a path is what looks like one.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                TokenTree::Ident(first) => {
                    let mut path = vec![first.to_string()];
                    while let Some(next) = segment(&tokens, at + 1) {
                        path.push(next);
                        at += 3;
                    }
                    self.add(&path, first.span().start().line);
                }
                _ => {}
            }
            at += 1;
        }
    }
}

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.scope.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.scope.module.pop();
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter();
        let names: Vec<String> = segments.map(|segment| segment.ident.to_string()).collect();
        self.add(&names, path.span().start().line);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        visit::visit_macro(self, call);
        self.add_tokens(call.tokens.clone());
    }
}

/// The name after `::` at this place.
fn segment(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at..at + 3)? {
        [
            TokenTree::Punct(one),
            TokenTree::Punct(two),
            TokenTree::Ident(name),
        ] if one.as_char() == ':' && one.spacing() == Spacing::Joint && two.as_char() == ':' => {
            Some(name.to_string())
        }
        _ => None,
    }
}

impl Scope {
    /// Whether a path that begins so says by itself where it leads.
    fn is_rooted(&self, first: &str) -> bool {
        matches!(first, "crate" | "self" | "super")
            || first == self.library
            || self.crates.contains(first)
    }

    /// A path from the root of its crate, or with the name of another crate at its front. A crate's programs
    /// and its library count as one. A name that is neither relative nor a dependency is a module or a type
    /// of the file itself.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let mut base = self.module.clone();
        let mut rest = path;
        match rest.first()?.as_str() {
            "self" => rest = &rest[1..],
            first if first == "crate" || first == self.library => {
                base.clear();
                rest = &rest[1..];
            }
            first if self.crates.contains(first) => return Some(path.to_vec()),
            _ => {}
        }
        while rest.first().is_some_and(|segment| segment == "super") {
            base.pop();
            rest = &rest[1..];
        }
        let root = std::iter::once("crate".to_owned());
        Some(root.chain(base).chain(rest.iter().cloned()).collect())
    }
}
