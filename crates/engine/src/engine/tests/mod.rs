//! The engine as a whole, against a scripted world.

mod catching_up;
mod connection;
mod conversations;
mod keeping;
mod seed_server;
mod sending;
mod sessions;
mod world;
