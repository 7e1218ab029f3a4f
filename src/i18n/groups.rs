//! Words for starting groups and looking after them.

use super::counted;

/// Below the field that finds people.
pub const SELECT_SEVERAL: &str = "For a group, select several people by their boxes or with Space.";
pub const CHOSEN_PEOPLE: &str = "Chosen people";
pub const GROUP_NAME: &str = "Group name";
pub const START_CONVERSATION: &str = "Start conversation";
/// Heading of the dialog, and the button that opens it.
pub const CONVERSATION_DETAILS: &str = "Conversation details";
pub const MEMBERS: &str = "Members";
pub const CREATOR: &str = "creator";
pub const YOU: &str = "you";
pub const ADD_PEOPLE: &str = "Add people";
pub const ADD: &str = "Add";
pub const SAVE: &str = "Save";
pub const CLOSE: &str = "Close";
pub const CANCEL: &str = "Cancel";
pub const LEAVE: &str = "Leave";
pub const LEAVE_QUESTION: &str = "Leave this conversation?";
pub const LEAVING_MEANS: &str =
    "You will not see its messages any more, unless somebody adds you again.";
pub const REMOVE: &str = "Remove";
pub const REMOVING_MEANS: &str = "They will not see its messages any more.";
pub const YOU_LEFT: &str = "You have left this conversation.";
pub const YOU_WERE_REMOVED: &str = "You are no longer in this conversation.";
pub const NOT_SENT_HERE: &str = "This was not sent. Copy it if you still need it:";
/// Of a group without a name, of which nobody else is left.
pub const ONLY_YOU: &str = "Only you";
pub const GROUP_IS_FULL: &str = "A conversation has at most 32 people.";

/// Name of the button that removes a member.
pub fn remove(name: &str) -> String {
    format!("Remove {name}")
}

pub fn remove_question(name: &str) -> String {
    format!("Remove {name} from this conversation?")
}

/// "3 chosen", for a screen reader.
pub fn chosen(n: usize) -> String {
    format!("{} chosen", counted(n, "person", "people"))
}
