//! One stylesheet out of many files: trunk does not follow `@import`, and many requests would cost
//! a first visit more than the bytes do. `style/main.css` lists the files; order is its order.

use std::fs;

use super::generated;
use crate::failure::{AtPath, Outcome, failure};
use crate::paths;

/// Replaces every `@import "file.css" layer(name);` line of `style/main.css` by that file.
pub fn concatenate() -> Outcome {
    let folder = paths::at("style");
    let main = folder.join("main.css");
    let source = fs::read_to_string(&main).at("read", &main)?;
    let joined = join(&source, |name| {
        let path = folder.join(name);
        fs::read_to_string(&path).at("read", &path)
    })?;
    generated::write("main.css", &joined)
}

fn join(source: &str, read: impl Fn(&str) -> Outcome<String>) -> Outcome<String> {
    let mut joined = String::new();
    for line in source.lines() {
        match import(line)? {
            None => joined.push_str(line),
            Some((file, None)) => joined.push_str(&read(file)?),
            Some((file, Some(layer))) => {
                joined.push_str(&format!("@layer {layer} {{\n{}\n}}", read(file)?));
            }
        }
        joined.push('\n');
    }
    Ok(joined)
}

/// The file and the layer of an `@import` line.
fn import(line: &str) -> Outcome<Option<(&str, Option<&str>)>> {
    let Some(rest) = line.trim().strip_prefix("@import") else {
        return Ok(None);
    };
    let fault = || {
        failure(format!(
            "style/main.css: write `@import \"file.css\" layer(name);`, one a line, not `{line}`."
        ))
    };
    let mut parts = rest.splitn(3, '"');
    let (Some(_), Some(file), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(fault());
    };
    let after = after.trim_start_matches(')').trim();
    let after = after.strip_suffix(';').ok_or_else(fault)?.trim();
    if after.is_empty() {
        return Ok(Some((file, None)));
    }
    let layer = after
        .strip_prefix("layer(")
        .and_then(|layer| layer.strip_suffix(')'))
        .ok_or_else(fault)?;
    Ok(Some((file, Some(layer))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(source: &str) -> Outcome<String> {
        join(source, |name| Ok(format!("/* {name} */")))
    }

    #[test]
    fn imports_are_replaced_in_place_and_layered() {
        let css = "@layer a, b;\n@import \"x.css\" layer(a);\n@import url(\"y.css\");\nbody {}";
        assert_eq!(
            joined(css).expect("css"),
            "@layer a, b;\n@layer a {\n/* x.css */\n}\n/* y.css */\nbody {}\n"
        );
    }

    #[test]
    fn an_import_it_cannot_follow_is_a_failure() {
        for line in [
            "@import x.css;",
            "@import \"x.css\" screen;",
            "@import \"x.css\" layer(a)",
        ] {
            assert!(joined(line).is_err(), "{line}");
        }
    }
}
