//! Whether a text shows anything.

/// Default_Ignorable_Code_Point: Unicode 17.0, DerivedCoreProperties.txt. Unassigned code points of these blocks
/// are included there already.
const DEFAULT_IGNORABLE: &[(char, char)] = &[
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFF8}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// A letter of braille without a dot.
const BRAILLE_BLANK: char = '\u{2800}';

/// Whether a text has a character that shows: not only White_Space, Default_Ignorable_Code_Point, controls
/// and the braille blank.
pub fn has_visible(text: &str) -> bool {
    text.chars().any(is_visible)
}

fn is_visible(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || c == BRAILLE_BLANK || is_ignorable(c))
}

/// Whether a character is never drawn (Default_Ignorable_Code_Point).
pub fn is_ignorable(c: char) -> bool {
    let holds = |(first, last): &(char, char)| (*first..=*last).contains(&c);
    DEFAULT_IGNORABLE.iter().any(holds)
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointSetData;
    use icu_properties::props::{DefaultIgnorableCodePoint, WhiteSpace};

    use super::*;

    #[test]
    fn every_ignorable_code_point_white_space_and_the_braille_blank_show_nothing() {
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        let space = CodePointSetData::new::<WhiteSpace>();
        for c in '\0'..=char::MAX {
            let shows_nothing =
                ignorable.contains(c) || space.contains(c) || c.is_control() || c == BRAILLE_BLANK;
            assert_eq!(
                has_visible(c.encode_utf8(&mut [0; 4])),
                !shows_nothing,
                "{c:?}"
            );
        }
    }

    #[test]
    fn one_visible_character_is_enough() {
        let nothing = "\u{200B} \u{3164}\n\u{2800}\u{E0020}\u{7}";
        assert!(!has_visible(nothing));
        for shown in ["a", "\u{301}", "👋🏽", "⠁", "क्‍ष"] {
            assert!(
                has_visible(&format!("{nothing}{shown}{nothing}")),
                "{shown}"
            );
        }
        assert!(!has_visible(""));
    }
}
