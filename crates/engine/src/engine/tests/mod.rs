//! The engine as a whole, against a scripted world.

mod account_flow;
mod accounts;
mod announcements;
mod cache;
mod catching_up;
mod changed_rows;
mod connection;
mod conversations;
mod devices;
mod drafts;
mod faults;
mod inputs;
mod journal;
mod other_versions;
mod overlay;
mod passkeys;
mod persistence;
mod seed_server;
mod sending;
mod sessions;
mod tabs;
mod trace;
mod views;
mod world;
