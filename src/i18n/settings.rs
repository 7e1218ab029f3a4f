//! The words of the settings.

/// Value of a setting that is turned on.
pub const ON: &str = "On";
/// Value of a setting that is turned off.
pub const OFF: &str = "Off";
/// Button that opens the form of a setting.
pub const CHANGE: &str = "Change";
/// Button that opens a list.
pub const SHOW: &str = "Show";
/// Heading of the settings that others see.
pub const PROFILE: &str = "Profile";
/// Heading of the settings about signing in.
pub const SECURITY: &str = "Security";
/// Heading of the settings about what is stored.
pub const PRIVACY: &str = "Privacy";
/// Heading of the settings about new messages.
pub const NOTIFICATIONS: &str = "Notifications";
/// Label of a checkbox.
pub const SOUND: &str = "Play a sound for new messages in this browser";
/// Heading.
pub const HELP: &str = "Help";
/// Heading, and name of the text that could not be copied.
pub const DIAGNOSTICS: &str = "Diagnostics";
pub const LICENCES: &str = "Licences";
/// What they are for, and what is not in them.
pub const DIAGNOSTICS_WHAT: &str = "What this app did in the last minutes, for whoever helps you with a problem. \
    No messages, names, email addresses, passwords or codes are in it.";
/// Button.
pub const COPY_DIAGNOSTICS: &str = "Copy diagnostics";
/// Said once they are on the clipboard.
pub const DIAGNOSTICS_COPIED: &str = "Diagnostics copied";
/// Said where the browser refuses.
pub const COPY_BY_HAND: &str =
    "The browser did not copy them. They are selected below: copy them from there.";
