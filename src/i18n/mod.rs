//! Every visible word, by language. Views take words from here and from nowhere else; faults become
//! sentences in [`faults`] and nowhere else.

pub mod account;
pub mod clock_text;
mod count;
pub mod editing;
pub mod en;
pub mod faults;
pub mod group_events;
pub mod groups;
pub mod locale;
pub mod presence;
pub mod reads;
mod settings;

pub use count::counted;
