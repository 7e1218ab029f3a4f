//! What a source file does that its layer may not.

use super::paths::named;
use super::sources::Source;
use super::table::Layer;
use super::words::{MARKUP, mentions, words};

/// Each breach as a sentence.
pub fn breaches(layer: &Layer, source: &Source) -> Vec<String> {
    let place = source.file.display();
    let file = match syn::parse_file(&source.text) {
        Ok(file) => file,
        Err(error) => return vec![format!("{place} cannot be read: {error}")],
    };
    let mut found = Vec::new();
    for named in named(&file, &source.scope) {
        if !may_name(layer, &named.path) {
            let (line, path) = (named.line, named.path);
            found.push(format!("{place}:{line} names {path}: not in its row"));
        }
    }
    let tokens = source.text.parse().unwrap_or_default();
    for (name, line) in mentions(tokens, &[layer.names, MARKUP].concat()) {
        found.push(format!("{place}:{line} names {name}: not from this layer"));
    }
    if !layer.words {
        for (text, line) in words(&file) {
            found.push(format!(
                "{place}:{line} says {text:?}: words belong to src/i18n"
            ));
        }
    }
    found
}

fn may_name(layer: &Layer, path: &str) -> bool {
    let below = |beginning: &str| {
        let rest = path.strip_prefix(beginning);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    let own = match layer.place.strip_prefix("src/") {
        Some(name) => format!("crate::{}", name.trim_end_matches(".rs")),
        None => "crate".to_owned(),
    };
    let is_allowed = below(&own)
        || layer
            .allowed
            .iter()
            .any(|list| list.iter().any(|one| below(one)));
    is_allowed && !layer.except.iter().any(|one| below(one))
}
