//! What happened to a group, in words.

use cruddur_contract::message::SystemKind;
use cruddur_engine::view::SystemView;

use super::counted;

/// "Ann added Bob and 2 more": the text of a row about the group. `by` did it.
pub fn sentence(by: &str, event: &SystemView) -> String {
    let whom = people(event);
    match event.kind {
        SystemKind::Created => format!("{by} started the group"),
        SystemKind::Joined if whom.is_empty() => format!("{by} joined"),
        SystemKind::Joined => format!("{by} added {whom}"),
        SystemKind::Left => format!("{by} left"),
        SystemKind::Removed => format!("{by} removed {whom}"),
        SystemKind::Titled => match &event.title {
            Some(title) => format!("{by} named the group “{title}”"),
            None => format!("{by} removed the group’s name"),
        },
        SystemKind::Unknown => format!("{by} changed the group"),
    }
}

/// The same in the list, which does not say who it was.
pub fn in_list(kind: SystemKind) -> &'static str {
    match kind {
        SystemKind::Created => "New group",
        SystemKind::Joined => "Somebody joined",
        SystemKind::Left => "Somebody left",
        SystemKind::Removed => "Somebody was removed",
        SystemKind::Titled | SystemKind::Unknown => "The group was changed",
    }
}

fn people(event: &SystemView) -> String {
    let unnamed = match (event.unnamed, event.names.is_empty()) {
        (0, _) => None,
        (n, true) => Some(counted(n, "person", "people")),
        (n, false) => Some(format!("{n} more")),
    };
    let mut all: Vec<String> = event.names.iter().cloned().chain(unnamed).collect();
    match all.pop() {
        Some(last) if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        only => only.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: SystemKind, names: &[&str], unnamed: usize) -> SystemView {
        SystemView {
            kind,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            unnamed,
            title: None,
        }
    }

    #[test]
    fn each_event_has_a_sentence() {
        use SystemKind::{Created, Joined, Left, Removed, Titled, Unknown};
        for (kind, names, unnamed, expected) in [
            (Created, &["Bob", "Eve"][..], 0, "Ann started the group"),
            (Joined, &[], 0, "Ann joined"),
            (Joined, &["Bob"], 0, "Ann added Bob"),
            (Joined, &["Bob", "Eve"], 0, "Ann added Bob and Eve"),
            (Joined, &["Bob", "Eve"], 2, "Ann added Bob, Eve and 2 more"),
            (Joined, &[], 1, "Ann added 1 person"),
            (Removed, &[], 2, "Ann removed 2 people"),
            (Left, &[], 0, "Ann left"),
            (Titled, &[], 0, "Ann removed the group’s name"),
            (Unknown, &[], 0, "Ann changed the group"),
        ] {
            assert_eq!(sentence("Ann", &event(kind, names, unnamed)), expected);
        }
        let titled = SystemView {
            title: Some("The room".into()),
            ..event(Titled, &[], 0)
        };
        assert_eq!(sentence("Ann", &titled), "Ann named the group “The room”");
    }
}
