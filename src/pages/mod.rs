//! One file per page.

pub mod account;
pub mod config_fault;
pub mod config_unreachable;
pub mod messages;
pub mod not_found;
pub mod settings;
