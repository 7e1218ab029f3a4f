//! A conversation and its messages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use cruddur_contract::{GroupId, Member, MessageId, MessageRow, Person, PersonId, Predecessor};

use crate::{Generated, Mark};

/// A conversation.
pub struct Group {
    pub id: GroupId,
    /// In the order in which they joined.
    pub members: Vec<Person>,
    /// Who started it; none for the conversation of two.
    pub created_by: Option<PersonId>,
    pub title: Option<String>,
    /// The number of the first message of those who joined later, by their handles.
    pub joined: BTreeMap<String, usize>,
    /// The ids of its messages are this and their number.
    pub id_prefix: String,
    /// A history that is made when it is read; it comes before `messages`.
    pub generated: Option<Generated>,
    pub messages: Vec<MessageRow>,
    /// So many messages were there before the first request; a seed server writes their times otherwise.
    pub imported: usize,
    /// How far its members have read, by handle.
    pub marks: BTreeMap<String, Mark>,
}

impl Group {
    pub(crate) fn new(id: GroupId, members: Vec<Person>) -> Self {
        Self {
            id_prefix: format!("{id}-"),
            id,
            members,
            created_by: None,
            title: None,
            joined: BTreeMap::new(),
            generated: None,
            messages: Vec::new(),
            imported: 0,
            marks: BTreeMap::new(),
        }
    }

    pub fn has(&self, handle: &str) -> bool {
        self.members.iter().any(|member| member.handle == handle)
    }

    /// The first member who is not this person.
    pub fn other(&self, handle: &str) -> Option<&Person> {
        self.members.iter().find(|member| member.handle != handle)
    }

    /// What this member's list calls it: its title, or the others.
    pub(crate) fn name_for(&self, reader: &str) -> String {
        if let Some(title) = &self.title {
            return title.clone();
        }
        let others = self.members.iter().filter(|one| one.handle != reader);
        let mut names = others.map(|other| other.display_name.as_str());
        match self.created_by {
            Some(_) => names.collect::<Vec<_>>().join(", "),
            None => names.next().unwrap_or_default().to_owned(),
        }
    }

    pub fn len(&self) -> usize {
        self.history() + self.messages.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn history(&self) -> usize {
        self.generated.as_ref().map_or(0, |history| history.count)
    }

    pub fn message_id(&self, n: usize) -> MessageId {
        MessageId(format!("{}{n}", self.id_prefix))
    }

    /// The number of the message with this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        let n: usize = id.strip_prefix(&self.id_prefix)?.parse().ok()?;
        (n < self.len() && self.message_id(n).as_str() == id).then_some(n)
    }

    /// Message `n`, which there is.
    pub fn row(&self, n: usize) -> Cow<'_, MessageRow> {
        match (&self.generated, n.checked_sub(self.history())) {
            (Some(history), None) => Cow::Owned(history.row(self, n)),
            (_, stored) => Cow::Borrowed(&self.messages[stored.unwrap_or(n)]),
        }
    }

    /// The number of the first message that this member sees.
    pub fn first_of(&self, handle: &str) -> usize {
        self.joined.get(handle).copied().unwrap_or(0)
    }

    /// Message `n` as a member sees it whose first message is that one: their first has no predecessor.
    pub(crate) fn row_from(&self, n: usize, first: usize) -> MessageRow {
        let mut row = self.row(n).into_owned();
        if n == first && first > 0 {
            row.previous_message_uuid = Predecessor::First;
        }
        row
    }

    pub fn rows(&self, range: Range<usize>) -> Vec<MessageRow> {
        range.map(|n| self.row(n).into_owned()).collect()
    }

    pub(crate) fn is_stored(&self, n: usize) -> bool {
        n >= self.history() && n < self.len()
    }

    /// Message `n`, unless it is of the generated history.
    pub(crate) fn stored_mut(&mut self, n: usize) -> Option<&mut MessageRow> {
        let history = self.history();
        self.messages.get_mut(n.checked_sub(history)?)
    }

    pub(crate) fn member_list(&self) -> Vec<Member> {
        let members = self.members.iter().map(|person| Member {
            user_uuid: person.uuid.clone(),
            handle: person.handle.clone(),
            display_name: person.display_name.clone(),
            last_read_message_uuid: None,
            read_at: None,
        });
        members.collect()
    }
}
