//! Who is online and who is typing, in words.

use super::{clock_text, counted, en};

/// Behind a name in the list of conversations, for assistive technology.
pub const ONLINE_BESIDE_NAME: &str = " online";
/// Name of the list of people.
pub const ONLINE_NOW: &str = "Online now";
/// What several people do, behind their names.
const ARE_TYPING: &str = " are typing…";

/// "Online now (3)": the list's heading.
pub fn online_now(n: usize) -> String {
    format!("{ONLINE_NOW} ({n})")
}

/// Who is typing and what they do, in two parts: where room is short, names are cut and the rest is not.
pub fn typing(names: &[String]) -> (String, &'static str) {
    match names {
        [] => (String::new(), ""),
        [one] => (one.clone(), " is typing…"),
        [one, other] => (format!("{one} and {other}"), ARE_TYPING),
        more => (counted(more.len(), "person", "people"), ARE_TYPING),
    }
}

/// "Last seen yesterday": a coarse time, milliseconds.
pub fn last_seen(millis: i64, now: i64) -> String {
    match clock_text::brief(millis, now) {
        time if time == en::YESTERDAY => "Last seen yesterday".to_owned(),
        time => format!("Last seen {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_type_are_named_as_long_as_they_are_few() {
        let sentence = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let (who, what) = typing(&names);
            format!("{who}{what}")
        };
        for (names, expected) in [
            (&[][..], ""),
            (&["Ann"], "Ann is typing…"),
            (&["Ann", "Bob"], "Ann and Bob are typing…"),
            (&["Ann", "Bob", "Cy"], "3 people are typing…"),
        ] {
            assert_eq!(sentence(names), expected);
        }
    }
}
