//! What tests need to act as people.

pub mod account;
pub mod api;
pub mod aws;
pub mod faults;
pub mod gateway;
pub mod isolated;
pub mod person;
pub mod raw;
pub mod signed;
pub mod socket;
pub mod stack;
pub mod wait;

pub use api::Reply;
pub use person::Someone;
pub use wait::until;
