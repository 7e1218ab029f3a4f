//! The addresses of the app: paths, the base they are below, and where to go after signing in.

mod base;
mod encoding;
mod next_path;
mod place;

pub use base::{base, href, path_in_app};
pub use encoding::encode;
pub use next_path::{
    ACCOUNT_PATHS, is_account_page, query_value, safe_next, sign_in_path, with_next,
};
pub use place::{Place, group_path, new_path};
