//! Texts by key in IndexedDB: one database with one object store.
//!
//! The database is opened for each use and closed after it, so that no tab ever blocks another and a
//! connection that the browser has closed on its own does not matter.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::js_sys::{Array, Function, Promise};
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const DATABASE: &str = "cruddur";
const STORE: &str = "kept";
/// Milliseconds until a request counts as failed: a message must not wait for a storage that hangs.
const TIME_LIMIT: i32 = 4_000;
/// Sorts after every character that a key goes on with.
const LAST: char = '\u{ffff}';

/// Removes the entries whose keys do not begin with `prefix`, but for those to keep, then reads those that do. `None`
/// where the browser stores nothing.
pub async fn load(prefix: &str, keep: fn(&str) -> bool) -> Option<Vec<(String, String)>> {
    let others = |key: &str| !key.starts_with(prefix) && !keep(key);
    let useless: Vec<String> = keys()
        .await?
        .into_iter()
        .filter(|key| others(key))
        .collect();
    if !useless.is_empty() && !write(useless.into_iter().map(|key| (key, None))).await {
        return None;
    }
    let (database, store) = open().await.ok()?;
    let requests = read(&store, prefix);
    let read = match requests {
        Ok((keys, values)) => committed(&store.transaction())
            .await
            .ok()
            .map(|_| (keys, values)),
        Err(_) => None,
    };
    database.close();
    let (keys, values) = read?;
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    let keys = Array::from(&keys.result().ok()?);
    let values = Array::from(&values.result().ok()?);
    Some(keys.iter().map(text).zip(values.iter().map(text)).collect())
}

/// Makes changes in one transaction: a key and its new value, or `None` to remove it. A key that ends with
/// `/` removes all keys that begin with it. False: none of the changes was made.
pub async fn write(changes: impl Iterator<Item = (String, Option<String>)>) -> bool {
    let Ok((database, store)) = open().await else {
        return false;
    };
    let mut requested = Ok(());
    for (key, value) in changes {
        let request = match value {
            Some(value) => store.put_with_key(&value.into(), &key.into()),
            None => removed(&store, &key),
        };
        requested = requested.and(request.map(|_| ()));
    }
    let transaction = store.transaction();
    let stored = match requested {
        Ok(()) => committed(&transaction).await.is_ok(),
        Err(_) => {
            // Fails only where it has been aborted already.
            let _ = transaction.abort();
            false
        }
    };
    database.close();
    stored
}

/// Removes everything but what is to be kept.
pub async fn clear(keep: impl Fn(&str) -> bool) {
    if let Some(keys) = keys().await {
        let useless = keys.into_iter().filter(|key| !keep(key));
        write(useless.map(|key| (key, None))).await;
    }
}

/// All keys.
async fn keys() -> Option<Vec<String>> {
    let (database, store) = open().await.ok()?;
    let request = store.get_all_keys();
    let read = committed(&store.transaction()).await;
    database.close();
    read.ok()?;
    let keys = Array::from(&request.ok()?.result().ok()?);
    Some(keys.iter().filter_map(|key| key.as_string()).collect())
}

/// Removes a key, or all that begin with one that ends with `/`.
fn removed(store: &IdbObjectStore, key: &str) -> Result<IdbRequest, JsValue> {
    let first = JsValue::from(key);
    if key.ends_with('/') {
        let last = JsValue::from(format!("{key}{LAST}"));
        store.delete(&IdbKeyRange::bound(&first, &last)?.into())
    } else {
        store.delete(&first)
    }
}

fn read(store: &IdbObjectStore, prefix: &str) -> Result<(IdbRequest, IdbRequest), JsValue> {
    let first = JsValue::from(prefix);
    let last = JsValue::from(format!("{prefix}{LAST}"));
    let own = IdbKeyRange::bound(&first, &last)?.into();
    Ok((
        store.get_all_keys_with_key(&own)?,
        store.get_all_with_key(&own)?,
    ))
}

/// The database and its store in a new transaction.
async fn open() -> Result<(IdbDatabase, IdbObjectStore), JsValue> {
    let factory = web_sys::window()
        .ok_or(JsValue::NULL)?
        .indexed_db()?
        .ok_or(JsValue::NULL)?;
    let request = factory.open(DATABASE)?;
    let opening = request.clone();
    let make = Closure::once(move || {
        // A refusal ends the opening with an error.
        if let Ok(database) = opening.result() {
            let _ = database
                .unchecked_into::<IdbDatabase>()
                .create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    opened(&request).await?;
    let database: IdbDatabase = request.result()?.unchecked_into();
    let store = database
        .transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite)
        .and_then(|transaction| transaction.object_store(STORE));
    match store {
        Ok(store) => Ok((database, store)),
        Err(fault) => {
            database.close();
            Err(fault)
        }
    }
}

async fn opened(request: &IdbOpenDbRequest) -> Result<(), JsValue> {
    until_called(&mut |resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
        request.set_onblocked(Some(reject));
    })
    .await
}

async fn committed(transaction: &IdbTransaction) -> Result<(), JsValue> {
    until_called(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onerror(Some(reject));
        transaction.set_onabort(Some(reject));
    })
    .await
}

/// Waits for one of two functions to be called, or the time limit.
async fn until_called(wire: &mut dyn FnMut(&Function, &Function)) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        wire(&resolve, &reject);
        if let Some(window) = web_sys::window() {
            let _ =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, TIME_LIMIT);
        }
    });
    JsFuture::from(promise).await.map(|_| ())
}
