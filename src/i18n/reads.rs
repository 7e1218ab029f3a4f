//! What is read and unread, in words.

pub const NEW_MESSAGES: &str = "New messages";
/// Menu item.
pub const MARK_UNREAD: &str = "Mark conversation as unread";

/// The number in a pill.
pub fn in_pill(count: u64) -> String {
    match count {
        0..=999 => count.to_string(),
        _ => "999+".to_owned(),
    }
}

/// The end of the name of what has so many.
pub fn after_name(count: u64) -> String {
    format!(", {count} unread")
}

/// The document's title, with how much is unread.
pub fn title(title: &str, unread: u64) -> String {
    match unread {
        0 => title.to_owned(),
        _ => format!("({}) {title}", in_pill(unread)),
    }
}

/// Under an own message; `by`: how many others in a group have read it.
pub fn seen(by: Option<usize>) -> String {
    match by {
        None => "Seen".to_owned(),
        Some(by) => format!("Seen by {by}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_counts_what_is_unread() {
        assert_eq!(title("Messages · Cruddur", 0), "Messages · Cruddur");
        assert_eq!(title("Messages · Cruddur", 3), "(3) Messages · Cruddur");
        assert_eq!(title("M", 1_000), "(999+) M");
    }

    #[test]
    fn two_people_need_no_number() {
        assert_eq!(seen(None), "Seen");
        assert_eq!(seen(Some(1)), "Seen by 1");
    }
}
