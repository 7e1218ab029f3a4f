//! How people are found: what a query and a name have in common although they are spelled differently.

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

use crate::Person;
use crate::person::fold_handle;

/// The longest key, and the longest query that can find anything. Folding may make 18 letters of one, and a key
/// of DynamoDB holds 1024 bytes.
pub const MAX_CHARS: usize = 100;

/// The letters of a query from which on it finds by a beginning.
const MIN_LETTERS: usize = 3;

/// The most search keys of a name: 50 characters have no more words.
const MAX_KEYS: usize = 26;

/// Folds a query, a handle or a name for comparing: NFKD, full case folding, without marks, punctuation and
/// spaces. `Jean-Luc`, `jean luc` and `JEANLUC` are the same; so are the apostrophes, and composed and decomposed
/// letters. A handle of punctuation alone, which earlier versions accepted, stays as it is.
pub fn fold(text: &str) -> String {
    let folded: String = words(text).collect();
    if folded.is_empty() {
        fold_handle(text)
    } else {
        folded
    }
}

/// Whether a folded query may find people by its beginning alone: three letters, or two of a script that writes a
/// syllable or a word with one (of Korean, folding has made several).
pub fn is_enough(folded_query: &str) -> bool {
    let weight = |c: char| match CodePointMapData::<Script>::new().get(c) {
        Script::Han | Script::Hiragana | Script::Katakana => 2,
        _ => 1,
    };
    folded_query.chars().map(weight).sum::<usize>() >= MIN_LETTERS
}

/// What finds a person: a query whose folded form begins one of these keys. They are the handle, and the
/// display name from each of its words on; a hyphen, an apostrophe and other punctuation begin a word as well.
pub fn keys(person: &Person) -> Vec<String> {
    let words: Vec<String> = words(&person.display_name).collect();
    let mut keys = vec![fold(&person.handle)];
    let from = |at: usize| words[at..].concat().chars().take(MAX_CHARS).collect();
    keys.extend((0..words.len()).map(from));
    keys.retain(|key| !key.is_empty());
    keys.truncate(MAX_KEYS);
    keys.sort();
    keys.dedup();
    keys
}

/// Whether a folded query finds this person.
pub fn finds(folded_query: &str, person: &Person) -> bool {
    let begins = |key: &String| key.starts_with(folded_query);
    !folded_query.is_empty() && keys(person).iter().any(begins)
}

/// The folded words of a text.
fn words(text: &str) -> impl Iterator<Item = String> {
    // Case folding may compose and decomposing may bring capitals (`℡`), so both sides of it are NFKD
    // (Unicode 17.0, 3.13.5, D146).
    let nfkd = DecomposingNormalizerBorrowed::new_nfkd();
    let folded = CaseMapper::new()
        .fold_string(&nfkd.normalize(text))
        .into_owned();
    let folded = CaseMapper::new()
        .fold_string(&nfkd.normalize(&folded))
        .into_owned();
    let bare: String = nfkd
        .normalize(&folded)
        .chars()
        .filter(|c| !is_mark(*c))
        .collect();
    let words = bare.split(separates).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(category(c))
}

/// Whether a character stands between words: white space, controls, joiners, punctuation, and the letters and
/// accents that are typed for an apostrophe (U+02B9 to U+02BF, U+0060).
fn separates(c: char) -> bool {
    let category = category(c);
    matches!(c, '\u{2B9}'..='\u{2BF}')
        || category == GeneralCategory::ModifierSymbol
        || [
            GeneralCategoryGroup::Separator,
            GeneralCategoryGroup::Other,
            GeneralCategoryGroup::Punctuation,
        ]
        .iter()
        .any(|group| group.contains(category))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(handle: &str, name: &str) -> Person {
        Person {
            uuid: "p".into(),
            handle: handle.into(),
            display_name: name.into(),
        }
    }

    #[test]
    fn names_are_found_however_they_are_typed() {
        for (name, queries) in [
            (
                "José Núñez",
                &[
                    "jose",
                    "JOSÉ",
                    "jose\u{301}",
                    "nunez",
                    "Núñez",
                    "jose nu",
                    "José N",
                ][..],
            ),
            ("Jose\u{301}", &["josé", "jose"]),
            (
                "Sean O'Neil",
                &[
                    "neil", "oneil", "o'neil", "O’Neil", "oʼneil", "o neil", "O´Neil", "o`n",
                    "sean o",
                ],
            ),
            ("Sean O’Neil", &["neil", "oneil", "o'neil"]),
            (
                "Jean-Luc Picard",
                &[
                    "luc",
                    "jean-luc",
                    "jean luc",
                    "jeanluc",
                    "jean‑luc",
                    "JEAN–LUC",
                    "pic",
                    "luc pi",
                ],
            ),
            ("Groß", &["gross", "GROSS", "groß", "GROẞ"]),
            ("ΟΔΥΣΣΕΥΣ", &["οδυσσευς", "οδυσσευσ", "Ὀδυσσεύς"]),
            ("İpek Işık", &["ipek", "IPEK", "isık"]),
            ("Ｔａｒｏ ﬁsh", &["taro", "fish", "ﬁ"]),
            ("Ёлка", &["елка", "ЁЛКА"]),
            ("שָׁלוֹם כהן", &["שלום", "כהן"]),
            ("مُحَمَّد", &["محمد"]),
            ("王小明", &["王", "王小明"]),
            ("한국어", &["한국", "한"]),
            (
                "Anna (Annie) \"Nan\" Lee",
                &["annie", "nan", "lee", "anna annie"],
            ),
            ("👋 Bob", &["bob", "👋"]),
        ] {
            let person = person("zzz", name);
            for query in queries {
                assert!(finds(&fold(query), &person), "{query:?} in {name:?}");
            }
            for query in ["", " ", "@", "x", "eil"] {
                assert!(!finds(&fold(query), &person), "{query:?} in {name:?}");
            }
        }
    }

    #[test]
    fn three_letters_are_enough_and_two_of_scripts_that_need_fewer() {
        for query in ["ann", "a b c", "Groß", "李明", "なお", "김철"] {
            assert!(is_enough(&fold(query)), "{query}");
        }
        for query in ["", "an", "a-n", "é\u{301}u", "王", "ß", "👋b", "이"] {
            assert!(!is_enough(&fold(query)), "{query}");
        }
    }

    #[test]
    fn handles_are_found_by_their_beginning() {
        let andrew = person("Andrew.Brown-2", "A");
        for query in ["andrew", "ANDREW.B", "andrewbrown2", "andrew brown"] {
            assert!(finds(&fold(query), &andrew), "{query}");
        }
        assert!(!finds(&fold("brown"), &andrew));
    }

    #[test]
    fn handles_of_punctuation_alone_stay_within_reach() {
        for handle in [".", "..", "_", "-", "._-"] {
            assert!(finds(&fold(handle), &person(handle, "Dot")), "{handle}");
        }
        assert!(finds(&fold("..a"), &person("..a", "Dot")));
        assert!(!finds(&fold("#"), &person("..", "Dot")));
    }

    #[test]
    fn the_keys_of_a_person_are_bounded_and_distinct() {
        let keys_of = |name: &str| keys(&person("ann", name));
        assert_eq!(keys_of("Ann  Lee"), ["ann", "annlee", "lee"]);
        assert_eq!(keys_of("ann"), ["ann"]);
        assert_eq!(keys_of("\u{301}..."), ["ann"]);
        assert_eq!(keys_of(&"a ".repeat(80)).len(), MAX_KEYS);
        for key in keys_of(&"\u{FDFA}".repeat(50)) {
            assert!(key.chars().count() <= MAX_CHARS);
        }
    }
}
