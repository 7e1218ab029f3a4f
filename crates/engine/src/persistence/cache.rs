//! What was shown last, so that the next start has something to show at once.

use std::collections::HashMap;

use cruddur_contract::GroupId;
use cruddur_contract::lenient::{self, LenientList};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::names::NamesPeople;

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
#[serde(bound = "T: DeserializeOwned")]
struct StoredRows<T> {
    rows: LenientList<T>,
}

impl Cache {
    /// A page that was loaded. It is read when its conversation is opened.
    pub fn insert(&mut self, group: GroupId, page: String) {
        self.pages.insert(group, page);
    }

    /// The page of a conversation that is no more.
    pub fn forget(&mut self, group: &GroupId) {
        self.pages.remove(group);
    }

    /// The rows of a conversation's page, once.
    pub fn take<T: DeserializeOwned + NamesPeople>(&mut self, group: &GroupId) -> Option<Vec<T>> {
        self.pages.remove(group).and_then(|page| read(&page))
    }
}

/// The stored form of rows.
pub fn record<T: Serialize>(rows: &[T]) -> String {
    encode(&RowsToStore { rows })
}

/// Reads stored rows, each on its own: a damaged one costs itself alone. `None`: a later version wrote
/// them, or they cannot be read. Version 1 stored the bare list.
pub fn read<T: DeserializeOwned + NamesPeople>(stored: &str) -> Option<Vec<T>> {
    let mut rows: Vec<T> = match decode::<StoredRows<T>>(stored) {
        Decoded::Current(record) => record.rows.items,
        Decoded::Later => return None,
        Decoded::Unversioned => lenient::list(stored).ok()?.items,
    };
    // An earlier version of the app may have stored names as they came.
    rows.iter_mut().for_each(T::clean_names);
    Some(rows)
}
