//! The words of the app in English. Sentence case, plain, no exclamation marks.

use cruddur_engine::view::ConnectionStatus;

use super::counted;
pub use super::settings::*;

// Words of the frame.
/// Label of the link past the list of conversations.
pub const SKIP_TO_MESSAGES: &str = "Skip to messages";
/// Heading and title of the list of conversations.
pub const MESSAGES: &str = "Messages";
/// Name of the navigation landmark.
pub const MESSAGE_GROUPS: &str = "Message groups";
/// Link to the people search, and its heading.
pub const NEW_MESSAGE: &str = "New message";
/// Button that opens the account menu.
pub const ACCOUNT: &str = "Account";
/// Menu item, and heading of the settings page.
pub const SETTINGS: &str = "Settings";
/// Button that closes a form of the settings.
pub const CLOSE: &str = "Close";
/// Menu item.
pub const SIGN_OUT: &str = "Sign out";
/// Link back to the list on a narrow screen.
pub const BACK_TO_MESSAGES: &str = "Back to messages";
/// Any button that does a failed thing once more.
pub const TRY_AGAIN: &str = "Try again";
/// Said by assistive technology while something loads.
pub const LOADING: &str = "Loading";

// Sign in.
/// Link to the recovery page.
pub const FORGOT_PASSWORD: &str = "Forgot password?";
/// To somebody who signs in without a password and is asked for one.
pub const NO_PASSWORD: &str =
    "If you have no password, sign out and choose “Forgot password?” to set one first.";
/// Heading and button of the sign-in page.
pub const SIGN_IN: &str = "Sign in";
/// Heading and button of the sign-up page, and the link to it.
pub const SIGN_UP: &str = "Sign up";
/// Heading of the confirmation page, and the link to it.
pub const CONFIRM_EMAIL: &str = "Confirm your email";
/// The choice to stay signed in over the end of the browser.
pub const KEEP_SIGNED_IN: &str = "Keep me signed in";
/// Field.
pub const EMAIL: &str = "Email";
/// Field.
pub const PASSWORD: &str = "Password";
/// Button beside the password.
pub const SHOW_PASSWORD: &str = "Show password";
/// The same button while the password is shown.
pub const HIDE_PASSWORD: &str = "Hide password";
/// Read out behind a rule for passwords that is met.
pub const MET: &str = ", met";
/// Button: begins a sign-in of several steps anew.
pub const START_OVER: &str = "Start over";
/// Before the secret of an authenticator app.
pub const KEY: &str = "Key:";
/// The picture of that secret.
pub const QR_CODE: &str = "QR code";
/// Above the form after a session ended by itself.
pub const SESSION_EXPIRED: &str = "Your session has ended. Sign in again to go on.";

/// The same after a change of the password.
pub const SIGNING_IN_AGAIN: &str = "Your password is changed, and you are signed out everywhere else. Here you go on with the new password.";

/// The same after signing out everywhere on another device.
pub const SIGNED_OUT_ELSEWHERE: &str =
    "You were signed out on another device. Sign in again to go on.";

// Signing out, and what is said in passing.
/// On the sign-in page: the user pool could not be told of the sign-out.
pub const NOT_REVOKED_YET: &str = "You are signed out in this browser. The sign-in service could not be reached, so your \
    session has not ended there yet. The app tries again while this page is open, and the next time it is opened.";
/// Heading of the question.
pub const SIGN_OUT_QUESTION: &str = "Sign out?";
/// Button: back to the messages.
pub const STAY: &str = "Stay";
/// What is shown was kept from the last time.
pub const SAVED_COPY: &str = "From your last visit. It may not be up to date.";
/// Storage is blocked or full.
pub const KEEPS_NOTHING: &str =
    "This browser is not keeping unsent messages. Leave this page open until they are sent.";
/// Button that puts a notice away.
pub const GOT_IT: &str = "OK";

// Groups.
/// The list is empty.
pub const NO_CONVERSATIONS: &str = "No conversations yet.";
/// The next step of an empty list.
pub const FIND_PEOPLE_TO_WRITE_TO: &str = "Find people to write to";
/// Button below the list, and below a long message.
pub const SHOW_MORE: &str = "Show more";
/// The wide screen without an open conversation.
pub const PICK_A_CONVERSATION: &str = "Pick a conversation, or start a new one.";

// Conversation.
/// The name of a conversation until the other person's is known.
pub const CONVERSATION: &str = "Conversation";
/// While older messages load.
pub const LOADING_OLDER: &str = "Loading older messages";
/// Where messages are missing and on their way.
pub const LOADING_MESSAGES: &str = "Loading messages…";
/// Day separator.
pub const TODAY: &str = "Today";
/// Day separator, and the time of a conversation's last message.
pub const YESTERDAY: &str = "Yesterday";
/// The author of one's own messages, in their names.
pub const YOU: &str = "You";
/// State of a message on its way.
pub const SENDING: &str = "Sending";
/// State of a message that failed.
pub const NOT_SENT: &str = "Not sent";
/// State of a message that the server failed on.
pub const NOT_SENT_YET: &str = "Not sent yet";
/// State of a changed message.
pub const EDITED: &str = "Edited";
/// In place of a deleted message's text.
pub const MESSAGE_DELETED: &str = "Message deleted";
/// Button on a failed message.
pub const RETRY: &str = "Retry";
/// Button on a failed message.
pub const DELETE: &str = "Delete";
/// The button below a message that was long and is shown whole.
pub const SHOW_LESS: &str = "Show less";
/// A new conversation without messages.
pub const WRITE_THE_FIRST: &str = "No messages yet. Write the first one.";

// Composer.
/// The text field.
pub const MESSAGE: &str = "Message";
/// The button.
pub const SEND: &str = "Send";
/// Refusal of a blank text.
pub const MESSAGE_BLANK: &str = "Write something first.";
/// Said when files were pasted or dropped.
pub const NO_FILES: &str = "Files cannot be sent.";
/// Refusal while the person is still being looked up.
pub const NOT_READY: &str =
    "The conversation is still loading. Your message goes as soon as it is there.";
/// Beside a text so long that it is only on screen.
pub const DRAFT_TOO_LONG: &str = "This text is too long to be sent or saved as a draft.";
/// Button: the other of two drafts.
pub const USE_IT: &str = "Use it";
/// Button: the draft in the field.
pub const KEEP_MINE: &str = "Keep mine";
/// Button: neither, for there is no draft in the field.
pub const DELETE_IT: &str = "Delete it";

// People.
/// The search field.
pub const FIND_PEOPLE: &str = "Find people";
/// Name of the list of people found.
pub const PEOPLE: &str = "People";
/// Below the field before anything is typed.
pub const FIND_PEOPLE_HINT: &str = "Type the beginning of a name or a username.";
/// Nobody found by one or two letters.
pub const SEARCH_NEEDS_MORE: &str = "Type three letters of a name or more, or a whole username.";
/// While an answer is on its way.
pub const SEARCHING: &str = "Searching";
/// A server without search.
pub const NO_SEARCH_HERE: &str =
    "There is no people search here. Type the whole username and press Enter.";
/// Way out of a look-up that found nobody.
pub const FIND_SOMEBODY_ELSE: &str = "Find somebody else";
/// Writing to oneself.
pub const NOT_TO_YOURSELF: &str = "You can't write to yourself.";

// Username dialog.
/// Heading.
pub const CHOOSE_USERNAME: &str = "Choose a username";
/// Field.
pub const USERNAME: &str = "Username";
/// Button.
pub const SAVE: &str = "Save";
/// The button while it works.
pub const SAVING: &str = "Saving…";
/// Below the field.
pub const USERNAME_RULE: &str = "1 to 30 letters, digits, dots, dashes or underscores. \
    It begins and ends with a letter or digit and has no two dots in a row.";
/// No username came with the account.
pub const USERNAME_NEEDED: &str = "Others find you by your username. Choose one to go on.";

// Other pages.
/// Heading.
pub const PAGE_NOT_FOUND: &str = "Page not found";
/// Sentence.
pub const PAGE_NOT_FOUND_WHY: &str = "There is nothing at this address.";
/// Way out.
pub const GO_TO_MESSAGES: &str = "Go to messages";
/// Heading.
pub const NOT_SET_UP: &str = "This app is not set up yet";
/// How to mend it.
pub const NOT_SET_UP_FIX: &str =
    "Correct config.json, which lies beside index.html on the server, and try again.";

/// The title while config.json cannot be fetched.
pub const UNREACHABLE: &str = "Could not reach the server";
/// What that means, and what happens.
pub const UNREACHABLE_FIX: &str = "Check your connection. This page tries again by itself, and starts as soon as the server answers.";

/// "Messages with Bayko": the transcript's name.
pub fn messages_with(name: &str) -> String {
    format!("Messages with {name}")
}

/// "12 people", under the name of a group.
pub fn people_in_group(n: usize) -> String {
    counted(n, "person", "people")
}

/// "Bayko, 14:05": a message's name.
pub fn message_name(name: &str, time: &str) -> String {
    format!("{name}, {time}")
}

/// A message in the text of several that are copied.
pub fn copied_message(name: &str, time: &str, text: &str) -> String {
    format!("{name}, {time}: {text}")
}

/// The first thing in a transcript that has been read to its beginning.
pub fn beginning_with(name: &str) -> String {
    format!("This is the beginning of your conversation with {name}.")
}

/// What signing out would delete.
pub fn unsent_messages(n: usize) -> String {
    let verb = if n == 1 { "has" } else { "have" };
    format!(
        "{} {verb} not been sent.",
        counted(n, "message", "messages")
    )
}

/// The button that signs out all the same.
pub fn sign_out_anyway(n: usize) -> String {
    let unsent = counted(n, "unsent message", "unsent messages");
    format!("Sign out and delete {unsent}")
}

/// Button: back to where the person was.
pub const CANCEL: &str = "Cancel";

/// Heading of the question to a person who signs in over another one's page.
pub fn replace_question(newcomer: &str) -> String {
    format!("Go on as {newcomer}?")
}

/// What becomes of the other person's messages.
pub fn messages_left_behind(n: usize, owner: &str) -> String {
    let verb = if n == 1 { "has" } else { "have" };
    format!(
        "{} from {owner} {verb} not been sent. Unsent messages stay in this browser for {owner}: the app shows them to \
         nobody else, and sends them once {owner} signs in here again.",
        counted(n, "message", "messages")
    )
}

/// Button: the answer to it.
pub fn sign_in_as(newcomer: &str) -> String {
    format!("Sign in as {newcomer}")
}

/// A document title: what is shown, then the brand.
pub fn title(what: &str, brand: &str) -> String {
    format!("{what} · {brand}")
}

/// The composer's counter, when little room is left.
pub fn characters_left(left: i64) -> String {
    match left {
        i64::MIN..0 => too_long(left.unsigned_abs() as usize),
        left => format!("{} left", counted(left as usize, "character", "characters")),
    }
}

/// Two drafts for one conversation, typed in different tabs: the beginning of the one that is not in the field.
pub fn other_draft(excerpt: &str) -> String {
    format!("Another tab has a different draft: “{excerpt}”")
}

/// Too many characters.
pub fn too_long(over: usize) -> String {
    format!("{} too long", counted(over, "character", "characters"))
}

/// The refusal of a text that is too long.
pub fn too_long_sentence(over: usize) -> String {
    let surplus = counted(over, "character", "characters");
    format!("This message is {surplus} too long. Shorten it to send it.")
}

/// Nobody was found.
pub fn nobody_found(query: &str) -> String {
    format!("Nobody found for “{query}”.")
}

/// How many were found, for assistive technology.
pub fn people_found(n: usize) -> String {
    format!("{} found", counted(n, "person", "people"))
}

/// An unknown handle in the address.
pub fn nobody_has(handle: &str) -> String {
    format!("Nobody has the username @{handle}.")
}

/// Why another username is wanted.
pub fn username_taken(handle: &str) -> String {
    if handle.is_empty() {
        return USERNAME_NEEDED.to_owned();
    }
    format!(
        "The username {handle} cannot be used: somebody else has it, or it is not allowed. Choose another one."
    )
}

/// What is wrong with the configuration.
pub fn config_fault(key: &str, expected: &str) -> String {
    match key {
        "config.json" => format!("config.json should be {expected}."),
        key => format!("In config.json, {key} should be {expected}."),
    }
}

/// The connection, as the status line words it.
pub fn connection(status: ConnectionStatus, waiting: usize, poll_seconds: u32) -> String {
    match status {
        ConnectionStatus::Connecting => "Connecting…".to_owned(),
        ConnectionStatus::Connected => "Connected".to_owned(),
        ConnectionStatus::Reconnecting => "Reconnecting…".to_owned(),
        ConnectionStatus::Blocked => format!(
            "Live updates are blocked. New messages come every {}.",
            counted(poll_seconds as usize, "second", "seconds")
        ),
        ConnectionStatus::Offline if waiting == 0 => "Offline".to_owned(),
        ConnectionStatus::Offline => {
            let verb = if waiting == 1 { "waits" } else { "wait" };
            format!(
                "Offline. {} {verb}.",
                counted(waiting, "message", "messages")
            )
        }
    }
}

/// The button to the newest message, with the number of those that came in meanwhile.
pub fn jump_to_newest(unseen: usize) -> String {
    match unseen {
        0 => "Jump to newest".to_owned(),
        n => format!("Jump to newest, {}", new_messages(n)),
    }
}

/// Messages of others that came in.
pub fn new_messages(n: usize) -> String {
    counted(n, "new message", "new messages")
}

/// What a screen reader hears of new messages: the one text, or their number.
pub fn announcement(sender: &str, texts: &[String]) -> String {
    match texts {
        [one] => format!("{sender}: {one}"),
        many => format!("{} from {sender}", new_messages(many.len())),
    }
}

/// What a screen reader hears of messages in conversations that are not open.
pub fn messages_elsewhere(sender: &str, n: usize) -> String {
    match n {
        1 => format!("New message from {sender}"),
        n => format!("{} from {sender}", new_messages(n)),
    }
}

/// What a screen reader hears at once of messages that were not sent: to whom the one was, or their number.
pub fn not_sent(to: &[String]) -> String {
    match to {
        [one] if one.is_empty() => "Your message could not be sent".to_owned(),
        [one] => format!("Your message to {one} could not be sent"),
        many => format!(
            "{} could not be sent",
            counted(many.len(), "message", "messages")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counter_is_worded_below_zero() {
        assert_eq!(characters_left(1), "1 character left");
        assert_eq!(characters_left(0), "0 characters left");
        assert_eq!(characters_left(-12), "12 characters too long");
    }

    #[test]
    fn offline_says_how_many_messages_wait() {
        let offline = |n| connection(ConnectionStatus::Offline, n, 15);
        assert_eq!(offline(0), "Offline");
        assert_eq!(offline(1), "Offline. 1 message waits.");
        assert_eq!(offline(3), "Offline. 3 messages wait.");
        assert_eq!(connection(ConnectionStatus::Connected, 3, 15), "Connected");
    }

    #[test]
    fn blocked_says_how_often_messages_come() {
        assert_eq!(
            connection(ConnectionStatus::Blocked, 0, 15),
            "Live updates are blocked. New messages come every 15 seconds."
        );
    }

    #[test]
    fn what_happens_elsewhere_is_named_and_counted() {
        assert_eq!(messages_elsewhere("Bayko", 1), "New message from Bayko");
        assert_eq!(messages_elsewhere("Bayko", 3), "3 new messages from Bayko");
        let to = |n: usize| vec!["Bayko".to_owned(); n];
        assert_eq!(not_sent(&to(1)), "Your message to Bayko could not be sent");
        assert_eq!(not_sent(&to(2)), "2 messages could not be sent");
        assert_eq!(not_sent(&[String::new()]), "Your message could not be sent");
    }

    #[test]
    fn one_message_is_read_out_and_several_are_counted() {
        let texts = |n: usize| vec!["hi".to_owned(); n];
        assert_eq!(announcement("Bayko", &texts(1)), "Bayko: hi");
        assert_eq!(
            announcement("Bayko", &texts(2)),
            "2 new messages from Bayko"
        );
    }
}
