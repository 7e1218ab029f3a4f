//! `src/boot.js` as browsers get it: without comments and indentation, a quarter of its bytes on the
//! wire. Trunk's own minifier does not know today's JavaScript and leaves it as it is.

use std::fs;

use super::generated;
use crate::failure::{AtPath, Outcome};
use crate::paths;

/// Writes it where index.html has trunk look for it.
pub fn strip() -> Outcome {
    let file = paths::at("src/boot.js");
    let source = fs::read_to_string(&file).at("read", &file)?;
    generated::write("boot.js", &stripped(&source))
}

/// Whole lines only, so that no string is ever touched: there, comments stand on lines of their own and
/// no text of more than one line begins like one.
fn stripped(source: &str) -> String {
    let mut text = String::new();
    for line in source.lines().map(str::trim) {
        if !(line.is_empty() || line.starts_with("//") || line.starts_with("/**")) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_nothing_else() {
        let source = "// Why.\n/** What. */\nf(() => {\n  // Here.\n  g(\"https://x\");\n\n});\n";
        assert_eq!(stripped(source), "f(() => {\ng(\"https://x\");\n});\n");
    }

    #[test]
    fn the_real_one_keeps_no_comment_and_has_none_of_several_lines() {
        let source = fs::read_to_string(paths::at("src/boot.js")).expect("src/boot.js");
        let text = stripped(&source);
        assert!(text.contains("createPolicy"));
        assert!(!text.contains("/*") && !text.contains("\n//"));
    }
}
