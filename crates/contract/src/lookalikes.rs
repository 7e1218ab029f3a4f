//! Names that could be taken for another: letters of scripts that look alike.

use crate::marks::is_stacking;
use crate::visible::is_ignorable;

/// Scripts with letters that look like those of another one here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
    Coptic,
    Lisu,
    /// Latin and Greek letters of formulas and in circles: no script of its own, and no name is written so.
    Styled,
}

/// The script of a letter: Unicode, Scripts.txt; `None` for all others, and for what is no letter.
fn script(c: char) -> Option<Script> {
    Some(match c {
        'A'..='Z' | 'a'..='z' | '\u{AA}' | '\u{BA}' => Script::Latin,
        '\0'..='\u{BF}' | '\u{D7}' | '\u{F7}' => return None,
        '\u{C0}'..='\u{2B8}' | '\u{2E0}'..='\u{2E4}' => Script::Latin,
        '\u{3E2}'..='\u{3EF}' | '\u{2C80}'..='\u{2CFF}' => Script::Coptic,
        '\u{370}'..='\u{373}' | '\u{376}'..='\u{377}' | '\u{37A}'..='\u{37D}' => Script::Greek,
        '\u{37F}' | '\u{386}' | '\u{388}'..='\u{3FF}' => Script::Greek,
        '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' => Script::Cyrillic,
        '\u{531}'..='\u{58F}' | '\u{FB13}'..='\u{FB17}' => Script::Armenian,
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => Script::Cherokee,
        '\u{1D26}'..='\u{1D2A}' | '\u{1D5D}'..='\u{1D61}' | '\u{1D66}'..='\u{1D6A}' => {
            Script::Greek
        }
        '\u{1D2B}' | '\u{1D78}' => Script::Cyrillic,
        '\u{1DFF3}'..='\u{1DFF4}' => Script::Greek,
        '\u{1DBF}' | '\u{1F00}'..='\u{1FFF}' | '\u{2126}' | '\u{AB65}' => Script::Greek,
        '\u{1D00}'..='\u{1DBE}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{2071}' | '\u{207F}' | '\u{2090}'..='\u{209F}' => Script::Latin,
        '\u{212A}' | '\u{212B}' | '\u{2132}' | '\u{214E}' | '\u{2183}'..='\u{2184}' => {
            Script::Latin
        }
        '\u{210A}'..='\u{2113}' | '\u{2115}' | '\u{2119}'..='\u{211D}' => Script::Styled,
        '\u{212C}'..='\u{2131}' | '\u{2133}'..='\u{2134}' | '\u{2145}'..='\u{2149}' => {
            Script::Styled
        }
        '\u{24B6}'..='\u{24E9}' | '\u{1D400}'..='\u{1D7FF}' => Script::Styled,
        '\u{1F130}'..='\u{1F189}' => Script::Styled,
        '\u{2C60}'..='\u{2C7F}' | '\u{A722}'..='\u{A787}' => Script::Latin,
        '\u{A78B}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB6F}' => Script::Latin,
        '\u{FB00}'..='\u{FB06}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            Script::Latin
        }
        '\u{10780}'..='\u{107BF}' | '\u{1DF00}'..='\u{1DFFF}' => Script::Latin,
        '\u{2DE0}'..='\u{2DFF}' | '\u{A640}'..='\u{A69F}' => Script::Cyrillic,
        '\u{1E030}'..='\u{1E08F}' => Script::Cyrillic,
        '\u{A4D0}'..='\u{A4FF}' | '\u{11FB0}' => Script::Lisu,
        _ => return None,
    })
}

/// Whether a name or a part of an address has letters of several scripts that look alike (`Аnn` with a Cyrillic
/// А), or letters of formulas. It may be honest, but who reads it cannot tell it from another one.
pub fn mixes_scripts(text: &str) -> bool {
    let mut scripts = text.chars().filter_map(script);
    let first = scripts.next();
    first == Some(Script::Styled) || scripts.any(|script| Some(script) != first)
}

/// Whether all letters of a text are of another script than Latin, and each looks like a Latin one.
pub fn passes_for_latin(text: &str) -> bool {
    let foreign = |c: char| script(c).is_some_and(|script| script != Script::Latin);
    let mut letters = text.chars().filter(|c| script(*c).is_some()).peekable();
    letters.peek().is_some() && letters.all(|c| foreign(c) && latin(c).is_some())
}

/// Whether two names look the same to somebody who does not look closely: without regard to case, blanks,
/// punctuation and accents, and to letters and digits that look alike.
pub fn looks_like(a: &str, b: &str) -> bool {
    let skeleton = skeleton(a);
    !skeleton.is_empty() && skeleton == self::skeleton(b)
}

fn skeleton(text: &str) -> String {
    #[cfg(feature = "server")]
    let text = &icu_normalizer::DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let drawn = text
        .chars()
        .filter(|c| !is_stacking(*c) && !is_ignorable(*c));
    let bare = drawn.filter(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || *c == '|');
    bare.filter(|c| !c.is_whitespace())
        .map(|c| latin(c).unwrap_or(c))
        .collect()
}

/// The small Latin letter that a character looks like (Unicode's confusables.txt, the common ones).
fn latin(c: char) -> Option<char> {
    Some(match c {
        'i' | 'I' | 'L' | '1' | '|' | 'ı' | 'І' | 'і' | 'Ӏ' | 'ӏ' | 'Ι' | 'ι' | 'ꓲ' => 'l',
        '0' | 'О' | 'о' | 'Ο' | 'ο' | 'Օ' | 'օ' | 'ꓳ' | 'Ⲟ' | 'ⲟ' => 'o',
        'А' | 'а' | 'Α' | 'α' | 'ɑ' | 'ꓮ' => 'a',
        'В' | 'в' | 'Β' | 'ꓐ' => 'b',
        'С' | 'с' | 'Ϲ' | 'ϲ' | 'ꓚ' | 'Ⲥ' | 'ⲥ' => 'c',
        'ԁ' | 'Ԁ' | 'ꓓ' | 'ժ' => 'd',
        'Е' | 'е' | 'Ε' | 'ε' | 'Ё' | 'ё' | 'ꓰ' => 'e',
        'Ϝ' | 'ꓝ' => 'f',
        'ɡ' | 'Ԍ' | 'ց' | 'ꓖ' => 'g',
        'Н' | 'Η' | 'һ' | 'Һ' | 'հ' | 'ꓧ' => 'h',
        'Ј' | 'ј' | 'ꓙ' => 'j',
        'К' | 'к' | 'Κ' | 'κ' | 'ꓗ' => 'k',
        'ꓡ' | 'Լ' => 'l',
        'М' | 'м' | 'Μ' | 'ꓟ' | 'Ⲙ' => 'm',
        'Ν' | 'п' | 'ո' | 'ꓠ' | 'Ⲛ' => 'n',
        'Р' | 'р' | 'Ρ' | 'ρ' | 'ꓑ' | 'Ⲣ' | 'ⲣ' => 'p',
        'ԛ' | 'Ԛ' | 'զ' => 'q',
        'г' | 'ꓣ' => 'r',
        'Ѕ' | 'ѕ' | 'Տ' | 'ꓢ' => 's',
        'Т' | 'т' | 'Τ' | 'τ' | 'ꓔ' | 'Ⲧ' => 't',
        'υ' | 'ս' | 'Ս' | 'ꓴ' => 'u',
        'ν' | 'ѵ' | 'Ѵ' | 'ꓦ' => 'v',
        'ԝ' | 'Ԝ' | 'ѡ' | 'ω' | 'ꓪ' => 'w',
        'Х' | 'х' | 'Χ' | 'χ' | 'ꓫ' => 'x',
        'У' | 'у' | 'Υ' | 'γ' | 'Ү' | 'ү' | 'ꓬ' => 'y',
        'Ζ' | 'ꓜ' => 'z',
        'A'..='Z' => c.to_ascii_lowercase(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointMapData;
    use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script as Property};

    use super::*;

    #[test]
    fn the_scripts_of_all_letters_are_unicodes() {
        let scripts = CodePointMapData::<Property>::new();
        let categories = CodePointMapData::<GeneralCategory>::new();
        let mut wrong = Vec::new();
        for c in '\0'..=char::MAX {
            if !GeneralCategoryGroup::Letter.contains(categories.get(c)) {
                continue;
            }
            let expected = match scripts.get(c) {
                Property::Latin => Some(Script::Latin),
                Property::Greek => Some(Script::Greek),
                Property::Cyrillic => Some(Script::Cyrillic),
                Property::Armenian => Some(Script::Armenian),
                Property::Cherokee => Some(Script::Cherokee),
                Property::Coptic => Some(Script::Coptic),
                Property::Lisu => Some(Script::Lisu),
                _ => None,
            };
            let found = script(c).filter(|script| *script != Script::Styled);
            if found != expected {
                wrong.push(format!("{:x}: {found:?}, not {expected:?}", u32::from(c)));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn names_of_several_scripts_that_look_alike_are_recognised() {
        for mixed in [
            "Аnn",
            "Bоb",
            "Ivan Петров",
            "Αnna",
            "𝐀nn",
            "𝐀𝐧𝐧",
            "Ⓐⓝⓝ",
            "ℋans",
            "ℬob",
            "ⅅan",
            "🄰nn",
            "Ꮪam",
            "Аnna 1",
        ] {
            assert!(mixes_scripts(mixed), "{mixed}");
        }
        for plain in [
            "",
            "Ann",
            "José",
            "Анна",
            "Анна × Пётр ÷ 2",
            "Άννα",
            "山田 Taro",
            "Taro たろう",
            "김 Lee",
            "محمد Ali",
            "Ann 👩\u{200D}🚀",
            "7",
        ] {
            assert!(!mixes_scripts(plain), "{plain}");
        }
    }

    #[test]
    fn a_word_that_passes_for_latin_is_recognised() {
        for word in ["аррӏе", "рауоо", "ѕсоре", "οχο"] {
            assert!(passes_for_latin(word), "{word}");
        }
        for word in ["", "apple", "правда", "ελλάδα", "日本", "аpple", "7"] {
            assert!(!passes_for_latin(word), "{word}");
        }
    }

    #[test]
    fn names_that_look_the_same_are_the_same() {
        for name in [
            "cruddur",
            " C r u d d u r ",
            "Сruddur",
            "CRUDDUR!",
            "Cru\u{200B}ddur",
            "Crüddur",
            "𝐂ruddur",
        ] {
            assert!(looks_like(name, "Cruddur"), "{name}");
        }
        for name in [
            "Deleted account",
            "deleted_account",
            "De1eted Acc0unt",
            "DeIeted account",
            "Dеlеtеd ассоunt",
        ] {
            assert!(looks_like(name, "Deleted account"), "{name}");
        }
        // The letters of Lisu are Latin capitals; it has no Q.
        assert!(looks_like(
            "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ",
            "ABCDEFGHIJKLMNOPRSTUVWXYZ"
        ));
        assert!(looks_like("ԛuееn", "Queen"));
        for name in ["", "Cruddurer", "Ann", "Deleted", "日本"] {
            assert!(
                !looks_like(name, "Cruddur") && !looks_like(name, "Deleted account"),
                "{name}"
            );
        }
        assert!(!looks_like(" ", "!"), "nothing is like nothing");
    }
}
