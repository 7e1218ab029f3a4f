//! What was shown last, so that the next start has something to show at once.

use std::collections::HashMap;

use cruddur_contract::{GroupId, lenient};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::record::{Decoded, decode, encode};

/// Cached pages that were loaded and not shown yet.
#[derive(Debug, Default)]
pub struct Cache {
    pages: HashMap<GroupId, String>,
}

#[derive(Debug, Serialize)]
struct RowsToStore<'a, T> {
    rows: &'a [T],
}

#[derive(Debug, Deserialize)]
struct StoredRows {
    rows: Vec<Value>,
}

impl Cache {
    /// A page that was loaded. It is read when its conversation is opened.
    pub fn insert(&mut self, group: GroupId, page: String) {
        self.pages.insert(group, page);
    }

    /// The rows of a conversation's page, once.
    pub fn take<T: Readable>(&mut self, group: &GroupId) -> Option<Vec<T>> {
        self.pages.remove(group).and_then(|page| read(&page))
    }
}

/// A row of the contract that can be read from the cache.
pub trait Readable: DeserializeOwned + cruddur_contract::json::FromJson {}

impl<T: DeserializeOwned + cruddur_contract::json::FromJson> Readable for T {}

/// The stored form of rows.
pub fn record<T: Serialize>(rows: &[T]) -> String {
    encode(&RowsToStore { rows })
}

/// Reads stored rows, each on its own: a damaged one costs itself alone. `None`: a later version wrote
/// them, or they cannot be read. Version 1 stored the bare list.
pub fn read<T: Readable>(stored: &str) -> Option<Vec<T>> {
    match decode::<StoredRows>(stored) {
        Decoded::Current(record) => {
            let rows = record.rows.into_iter();
            Some(
                rows.filter_map(|row| serde_json::from_value(row).ok())
                    .collect(),
            )
        }
        Decoded::Later => None,
        Decoded::Unversioned => Some(lenient::list(stored).ok()?.items),
    }
}
