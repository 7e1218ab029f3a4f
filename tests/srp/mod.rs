//! The proof of the password, held against a pool's own computation, and that against numbers of Amazon's
//! JavaScript library. Runs natively and in browsers.

mod app;
mod device;
#[cfg(not(target_arch = "wasm32"))]
mod many;
mod named;
mod pool;
#[cfg(target_arch = "wasm32")]
mod time;
mod vector;
