//! What the browser tests share: a mounted for components, made-up conversations, the keyboard.

pub mod intl;
pub mod keys;
pub mod mounted;
pub mod people;
pub mod wait;

pub use intl::OtherIntl;
pub use keys::press;
pub use mounted::{
    Mounted, focus_on, focused_text, log, menu_items, row, scroll_from_top, to_bottom, to_top,
};
pub use people::{announcement, conversation, group, history, me, message};
pub use wait::{eventually, frame};
