//! The draft of one conversation, and how what different tabs typed for it comes together: a text that was
//! made from the one shown here replaces it; one that was not is offered beside it, so that nothing is lost.

use serde::{Deserialize, Serialize};

/// One change of a draft. The greater of two was made later.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Edit {
    /// By the clock of the device all tabs are on, milliseconds, and later than each edit known before.
    at: i64,
    /// The tab it was made in.
    tab: u64,
}

impl Edit {
    /// An edit made now in this tab, after that one.
    pub fn after(before: Self, now: i64, tab: u64) -> Self {
        Self {
            at: now.max(before.at.saturating_add(1)),
            tab,
        }
    }

    /// Whether this is that edit, or an earlier one of the same tab.
    fn is_up_to(self, other: Self) -> bool {
        self.tab == other.tab && self.at <= other.at
    }
}

/// What a tab typed, as tabs send it to each other and as it is stored. An empty text: it was emptied, or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftText {
    /// The text.
    pub text: String,
    /// Its last edit.
    #[serde(default)]
    pub edit: Edit,
    /// The last edit of another tab that it was made from.
    #[serde(default)]
    pub seen: Edit,
    /// Stored only: texts of other tabs that were typed without knowledge of this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<DraftText>,
}

/// A draft as this tab has it.
#[derive(Debug, Default)]
pub struct Draft {
    text: String,
    edit: Edit,
    seen: Edit,
    /// Texts that were typed without knowledge of this one, one per tab at most.
    others: Vec<DraftText>,
    /// It was typed in this tab.
    own: bool,
    /// The text that was sent from here last.
    sent: Option<String>,
}

impl From<DraftText> for Draft {
    fn from(draft: DraftText) -> Self {
        Self {
            text: draft.text,
            edit: draft.edit,
            seen: draft.seen,
            others: draft.others,
            ..Self::default()
        }
    }
}

impl Draft {
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The last edit.
    pub fn edit(&self) -> Edit {
        self.edit
    }

    pub fn is_own(&self) -> bool {
        self.own
    }

    /// There is neither a text nor another one.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.others.is_empty()
    }

    /// A text typed without knowledge of this one.
    pub fn other(&self) -> Option<&str> {
        self.others.first().map(|other| other.text.as_str())
    }

    /// What the other tabs are to know.
    pub fn shared(&self) -> DraftText {
        DraftText {
            text: self.text.clone(),
            edit: self.edit,
            seen: self.seen,
            others: Vec::new(),
        }
    }

    /// What is stored.
    pub fn record(&self) -> DraftText {
        DraftText {
            others: self.others.clone(),
            ..self.shared()
        }
    }

    /// The person changed the text here.
    pub fn typed(&mut self, text: String, edit: Edit) {
        if !std::mem::replace(&mut self.own, true) {
            self.seen = self.edit;
        }
        self.edit = edit;
        self.others.retain(|other| other.text != text);
        self.text = text;
    }

    /// It was sent as this message.
    pub fn sent_as(&mut self, message: &str, edit: Edit) {
        self.typed(String::new(), edit);
        self.sent = Some(message.to_owned());
    }

    /// The person chose between the text here and the other one.
    pub fn chose(&mut self, edit: Edit, takes_other: bool) {
        if self.others.is_empty() {
            return;
        }
        let other = self.others.remove(0);
        self.own = true;
        self.edit = edit;
        // The tab that typed it takes this choice over.
        self.seen = other.edit;
        if takes_other {
            self.text = other.text;
        }
    }

    /// Takes in what another tab typed, or the store holds. Returns whether it contradicts what is here, so that both
    /// are to be stored.
    pub fn heard(&mut self, theirs: DraftText) -> bool {
        let known = |other: &DraftText| theirs.edit.is_up_to(other.edit);
        let is_past = theirs.edit.is_up_to(self.edit) || theirs.edit.is_up_to(self.seen);
        if is_past || self.others.iter().any(known) {
            return false;
        }
        self.others
            .retain(|other| !other.edit.is_up_to(theirs.edit) && !other.edit.is_up_to(theirs.seen));
        let builds_on_this = self.edit.tab == theirs.edit.tab || self.edit.is_up_to(theirs.seen);
        let is_newer = theirs.edit > self.edit;
        let is_same = theirs.text == self.text;
        if builds_on_this || self.text.is_empty() || is_same && is_newer {
            self.take(theirs);
            return false;
        }
        // Emptied or sent there without knowledge of what is here, which went from the store with it.
        if theirs.text.is_empty() || is_same {
            return !is_same;
        }
        if self.own || !is_newer {
            self.others.push(theirs);
        } else {
            let before = self.shared();
            self.take(theirs);
            self.others.push(before);
        }
        true
    }

    /// The same of all that a stored draft holds, which was loaded after this one was begun. Where that was emptied
    /// it stays so, and what was sent does not come back.
    pub fn loaded(&mut self, stored: Self) -> bool {
        let text = stored.shared();
        let was_sent = self.sent.as_deref() == Some(text.text.trim());
        let mut contradicts = false;
        if self.own && self.text.is_empty() {
            if !was_sent && !text.text.is_empty() {
                self.others.push(text);
                contradicts = true;
            }
        } else {
            contradicts = self.heard(text);
        }
        for other in stored.others {
            contradicts |= self.heard(other);
        }
        contradicts
    }

    /// Whether nobody knows when it was typed: an earlier version stored it.
    pub fn is_undated(&self) -> bool {
        self.edit == Edit::default()
    }

    /// Puts another draft's texts below this one's.
    pub fn join(&mut self, other: Self, edit: Edit) {
        self.others.extend(other.others);
        let text = match self.text.as_str() {
            "" => other.text,
            known if other.text.is_empty() || known == other.text => return,
            known => [known, &other.text].join("\n"),
        };
        self.typed(text, edit);
    }

    fn take(&mut self, theirs: DraftText) {
        self.text = theirs.text;
        self.edit = theirs.edit;
        self.seen = theirs.seen;
        self.own = false;
        let text = &self.text;
        self.others.retain(|other| other.text != *text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(at: i64, tab: u64) -> Edit {
        Edit { at, tab }
    }

    /// Typed in this tab at that time.
    fn typed(text: &str, at: i64) -> Draft {
        let mut draft = Draft::default();
        draft.typed(text.into(), edit(at, 1));
        draft
    }

    fn theirs(text: &str, at: i64, seen: Edit) -> DraftText {
        DraftText {
            text: text.into(),
            edit: edit(at, 2),
            seen,
            others: Vec::new(),
        }
    }

    #[test]
    fn a_text_made_from_the_one_here_replaces_it_and_one_that_was_not_is_offered() {
        let mut draft = typed("long", 5);
        assert!(!draft.heard(theirs("long x", 6, edit(5, 1))));
        assert_eq!((draft.text(), draft.other()), ("long x", None));
        let mut draft = typed("long", 5);
        assert!(draft.heard(theirs("x", 6, edit(4, 1))));
        assert_eq!((draft.text(), draft.other()), ("long", Some("x")));
        assert!(!draft.heard(theirs("x", 6, edit(4, 1))), "heard before");
        draft.heard(theirs("xy", 7, edit(4, 1)));
        assert_eq!((draft.text(), draft.other()), ("long", Some("xy")));
        draft.heard(theirs("", 8, edit(4, 1)));
        assert_eq!((draft.text(), draft.other()), ("long", None), "it was sent");
    }

    #[test]
    fn what_comes_late_changes_nothing() {
        let mut draft = Draft::default();
        draft.heard(theirs("later", 9, Edit::default()));
        draft.heard(theirs("earlier", 8, Edit::default()));
        assert_eq!(draft.text(), "later");
        draft.typed(String::new(), edit(10, 1));
        draft.heard(theirs("later", 9, Edit::default()));
        assert!(draft.is_empty(), "it was emptied here after that");
    }

    #[test]
    fn a_stored_text_knows_what_it_was_made_from() {
        let mut draft = Draft::from(theirs("long x", 6, edit(5, 1)));
        let late = DraftText {
            edit: edit(5, 1),
            ..theirs("long", 0, Edit::default())
        };
        assert!(!draft.heard(late));
        assert_eq!((draft.text(), draft.other()), ("long x", None));
    }

    #[test]
    fn a_text_made_from_another_tabs_takes_its_place_in_the_offer() {
        let mut draft = typed("mine", 5);
        draft.heard(theirs("two", 6, Edit::default()));
        let third = DraftText {
            edit: edit(7, 3),
            ..theirs("two and three", 0, edit(6, 2))
        };
        assert!(draft.heard(third.clone()));
        assert_eq!(draft.text(), "mine");
        assert_eq!(draft.record().others, [third]);
    }

    #[test]
    fn a_tab_that_typed_nothing_follows_the_last_and_keeps_what_that_did_not_know() {
        let mut draft = Draft::default();
        draft.heard(theirs("one", 5, Edit::default()));
        let third = DraftText {
            edit: edit(6, 3),
            ..theirs("two", 0, Edit::default())
        };
        assert!(draft.heard(third));
        assert_eq!((draft.text(), draft.other()), ("two", Some("one")));
        assert!(!draft.is_own());
    }

    #[test]
    fn a_choice_is_taken_over_by_the_tab_of_the_other_text() {
        for (takes_other, chosen) in [(true, "x"), (false, "long")] {
            let (mut here, mut there) = (typed("long", 5), Draft::default());
            there.typed("x".into(), edit(6, 2));
            here.heard(there.shared());
            there.heard(here.shared());
            here.chose(edit(7, 1), takes_other);
            there.heard(here.shared());
            for draft in [&here, &there] {
                assert_eq!((draft.text(), draft.other()), (chosen, None));
            }
            here.chose(edit(8, 1), true);
            assert_eq!(here.text(), chosen, "there is nothing to choose");
        }
    }

    #[test]
    fn a_text_is_not_offered_beside_itself() {
        let mut draft = typed("mine", 5);
        draft.heard(theirs("two", 6, Edit::default()));
        draft.heard(DraftText {
            edit: edit(7, 3),
            ..theirs("two", 0, edit(5, 1))
        });
        assert_eq!((draft.text(), draft.other()), ("two", None));
    }

    #[test]
    fn an_emptied_text_makes_room_for_another_tabs() {
        for mut draft in [Draft::default(), typed("", 5)] {
            assert!(!draft.heard(theirs("x", 6, Edit::default())));
            assert_eq!((draft.text(), draft.other()), ("x", None));
        }
    }

    #[test]
    fn a_stored_text_is_offered_where_this_one_was_emptied_but_not_the_one_that_was_sent() {
        let stored = |text: &str| Draft::from(theirs(text, 4, Edit::default()));
        let mut emptied = typed("", 5);
        assert!(emptied.loaded(stored("hello")));
        assert_eq!((emptied.text(), emptied.other()), ("", Some("hello")));
        let mut nothing = typed("", 5);
        assert!(!nothing.loaded(stored("")));
        assert!(nothing.is_empty());
        let mut sent = Draft::default();
        sent.sent_as("hello", edit(5, 1));
        assert!(!sent.loaded(stored(" hello ")));
        assert!(sent.is_empty());
    }

    #[test]
    fn what_was_stored_beside_a_text_is_loaded_and_stored_again() {
        let stored = DraftText {
            others: vec![theirs("x", 4, Edit::default())],
            ..typed("mine", 5).shared()
        };
        let mut draft = typed("mine and more", 6);
        assert!(draft.loaded(stored.into()));
        assert_eq!((draft.text(), draft.other()), ("mine and more", Some("x")));
    }

    #[test]
    fn an_edit_is_later_than_the_one_before_whatever_the_clock_says() {
        let first = Edit::after(Edit::default(), 100, 1);
        let second = Edit::after(first, 50, 2);
        assert!(first < second);
        assert_eq!(Edit::after(second, 500, 1), edit(500, 1));
    }
}
