//! One file a page, and how addresses are read.

pub mod account;
pub mod config_fault;
pub mod messages;
pub mod next_path;
pub mod not_found;
pub mod place;
pub mod settings;
