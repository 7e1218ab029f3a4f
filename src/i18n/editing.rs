//! The words of a message's menu, of editing and of deleting.

/// Button beside a message, and the name of its menu.
pub const MESSAGE_ACTIONS: &str = "Message actions";
/// Menu item, and button where a text cannot be saved any more.
pub const COPY_TEXT: &str = "Copy text";
/// Menu item.
pub const EDIT: &str = "Edit";
/// Menu item, and button in place of a deleted message.
pub const UNDO: &str = "Undo";
/// The field in place of a message's text.
pub const EDIT_MESSAGE: &str = "Edit message";
/// After copying.
pub const COPIED: &str = "Copied";
/// After copying in a browser that refuses to.
pub const NOT_COPIED: &str =
    "The browser does not let the app copy. Select the text and copy it yourself.";
/// What a screen reader hears of a deletion.
pub const DELETED_FOR_NOW: &str = "Message deleted. You can undo this for 5 seconds.";
/// What a screen reader hears when it was undone.
pub const NOT_DELETED: &str = "Message restored";
/// Refusal of an edit that leaves nothing.
pub const NOTHING_LEFT: &str = "Nothing is left of this message. Delete it instead?";
/// Refusal of an edit between the sending of a message and the answer.
pub const STILL_SENDING: &str = "This message is just being sent. Save again in a moment.";
/// In the editor of a message that was deleted meanwhile.
pub const DELETED_WHILE_EDITED: &str =
    "This message was deleted elsewhere. Your text cannot be saved, but you can copy it.";
/// State of a message of which a change is on its way.
pub const SAVING: &str = "Saving";
/// An edit was refused.
pub const NOT_SAVED: &str = "Not saved";
/// A message was changed elsewhere while it was edited here; the own text follows.
pub const CHANGED_ELSEWHERE: &str = "This message was changed elsewhere. You wrote:";
/// The same where it was deleted.
pub const DELETED_ELSEWHERE: &str = "This message was deleted elsewhere. You wrote:";
/// Button: of two texts of a message, the one of the server.
pub const USE_THEIRS: &str = "Use theirs";
/// Button: puts a notice away.
pub const DISMISS: &str = "Dismiss";

/// In the editor of a message that was changed meanwhile.
pub fn changed_while_edited(text: &str) -> String {
    format!("This message was changed elsewhere to “{text}”. Once you save, you can choose.")
}
