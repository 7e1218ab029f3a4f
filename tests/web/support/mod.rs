//! What the browser tests share: a stage for components, made-up conversations, the keyboard.

pub mod keys;
pub mod people;
pub mod stage;
pub mod wait;

pub use keys::press;
pub use people::{conversation, group, history, me, message, news};
pub use stage::{Stage, log, to_bottom};
pub use wait::{eventually, frame};
