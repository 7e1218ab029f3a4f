//! What a row of a list shows of a message.

use unicode_segmentation::UnicodeSegmentation;

/// The longest preview, in Unicode scalar values: four bytes each at most, so that a row stays below the 1,024 bytes of
/// one write unit.
const MAX_CHARS: usize = 120;

/// The beginning of a text, cut between what people see as characters. One that is longer than the preview by itself
/// is cut within.
pub fn preview(text: &str) -> String {
    let mut short = String::new();
    let mut length = 0;
    for character in text.graphemes(true) {
        length += character.chars().count();
        if length > MAX_CHARS {
            break;
        }
        short.push_str(character);
    }
    if short.is_empty() {
        short = text.chars().take(MAX_CHARS).collect();
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_its_own_preview() {
        for text in ["", "hello", &"x".repeat(MAX_CHARS)] {
            assert_eq!(preview(text), text);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters_and_not_within() {
        assert_eq!(preview(&"é".repeat(400)), "é".repeat(MAX_CHARS));
        // Seven scalar values each.
        let family = "👩\u{200D}👩\u{200D}👧\u{200D}👦";
        assert_eq!(preview(&family.repeat(50)), family.repeat(17));
        let piled = format!("a{}", "\u{301}".repeat(300));
        assert_eq!(preview(&piled).chars().count(), MAX_CHARS);
    }
}
