//! Combining marks that pile up: how many of them a character of a name may carry.

/// The most marks on one character. Two are written in Vietnamese, Thai, Arabic and pointed Hebrew; fifty cover
/// the lines above and below.
pub const MAX_MARKS: usize = 2;

/// Marks that are drawn above or below one another without end: those any letter can take (Script Inherited), and
/// those of Cyrillic, Hebrew, Arabic, Syriac, Thai and Lao. Marks of the scripts of India and South-East Asia are
/// parts of syllables, of which a word may need more; several in one place are drawn side by side.
const STACKING: &[(char, char)] = &[
    ('\u{300}', '\u{36F}'),
    ('\u{483}', '\u{489}'),
    ('\u{591}', '\u{5BB}'),
    // Not the dots within letters (U+05BC, U+05C1, U+05C2): they have one place.
    ('\u{5BD}', '\u{5BD}'),
    ('\u{5BF}', '\u{5BF}'),
    ('\u{5C4}', '\u{5C5}'),
    ('\u{5C7}', '\u{5C7}'),
    ('\u{610}', '\u{61A}'),
    ('\u{64B}', '\u{65F}'),
    ('\u{670}', '\u{670}'),
    ('\u{6D6}', '\u{6DC}'),
    ('\u{6DF}', '\u{6E4}'),
    ('\u{6E7}', '\u{6E8}'),
    ('\u{6EA}', '\u{6ED}'),
    ('\u{730}', '\u{74A}'),
    ('\u{951}', '\u{954}'),
    ('\u{E31}', '\u{E31}'),
    ('\u{E34}', '\u{E3A}'),
    ('\u{E47}', '\u{E4E}'),
    ('\u{EB1}', '\u{EB1}'),
    ('\u{EB4}', '\u{EBC}'),
    ('\u{EC8}', '\u{ECE}'),
    ('\u{1AB0}', '\u{1AFF}'),
    ('\u{1CD0}', '\u{1CD2}'),
    ('\u{1CD4}', '\u{1CE0}'),
    ('\u{1CE2}', '\u{1CE8}'),
    ('\u{1CED}', '\u{1CED}'),
    ('\u{1CF4}', '\u{1CF4}'),
    ('\u{1CF8}', '\u{1CF9}'),
    ('\u{1DC0}', '\u{1DFF}'),
    ('\u{20D0}', '\u{20F0}'),
    ('\u{302A}', '\u{302D}'),
    ('\u{3099}', '\u{309A}'),
    ('\u{FE20}', '\u{FE2F}'),
    ('\u{101FD}', '\u{101FD}'),
    ('\u{102E0}', '\u{102E0}'),
    ('\u{1133B}', '\u{1133B}'),
    ('\u{1CF00}', '\u{1CF2D}'),
    ('\u{1CF30}', '\u{1CF46}'),
    ('\u{1D127}', '\u{1D128}'),
    ('\u{1D167}', '\u{1D169}'),
    ('\u{1D17B}', '\u{1D182}'),
    ('\u{1D185}', '\u{1D18B}'),
    ('\u{1D1AA}', '\u{1D1AD}'),
    ('\u{1D25B}', '\u{1D25C}'),
];

/// Whether a character is such a mark.
pub fn is_stacking(c: char) -> bool {
    c >= STACKING[0].0
        && STACKING
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&c))
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointMapData;
    use icu_properties::props::{GeneralCategory, Script};

    use super::*;
    use crate::visible::has_visible;

    #[test]
    fn marks_that_any_letter_can_take_stack_and_letters_do_not() {
        let categories = CodePointMapData::<GeneralCategory>::new();
        let scripts = CodePointMapData::<Script>::new();
        let mut wrong = Vec::new();
        for c in '\0'..=char::MAX {
            let category = categories.get(c);
            let drawn = has_visible(c.encode_utf8(&mut [0; 4]));
            let is_mark = matches!(
                category,
                GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
            );
            let unassigned = category == GeneralCategory::Unassigned;
            let missing =
                is_mark && drawn && scripts.get(c) == Script::Inherited && !is_stacking(c);
            let no_mark = is_stacking(c) && !is_mark && !unassigned;
            if missing || no_mark {
                wrong.push(c);
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
