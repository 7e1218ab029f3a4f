//! What is kept on the device: texts by name in IndexedDB, one object store, as small as can be.
//!
//! The database is opened for each use and closed after it, so that no tab ever blocks another and a
//! connection the browser has closed behind our back does not matter.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::js_sys::{Array, Function, Promise};
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const DATABASE: &str = "cruddur";
const STORE: &str = "kept";
/// A device that has not answered after this many milliseconds is taken for one that keeps nothing:
/// a message must not wait for a broken disk.
const TIME_LIMIT: i32 = 4_000;
/// No name begins beyond this.
const LAST: char = '\u{ffff}';

/// Removes what is kept under names that do not begin with `prefix`, then reads the rest. `None`: this
/// browser keeps nothing.
pub async fn load(prefix: &str) -> Option<Vec<(String, String)>> {
    let (database, kept) = open().await.ok()?;
    let read = read(&kept, prefix);
    let read = match read {
        Ok((keys, values)) => done(&kept.transaction()).await.ok().map(|_| (keys, values)),
        Err(_) => None,
    };
    database.close();
    let (keys, values) = read?;
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    let keys = Array::from(&keys.result().ok()?);
    let values = Array::from(&values.result().ok()?);
    Some(keys.iter().map(text).zip(values.iter().map(text)).collect())
}

/// Makes changes in one transaction: a name and what is kept under it from now on. A name that ends with
/// `/`, without a value, stands for all names that begin so. False: none of them was made.
pub async fn write(changes: impl Iterator<Item = (String, Option<String>)>) -> bool {
    let Ok((database, kept)) = open().await else {
        return false;
    };
    let mut asked = Ok(());
    for (key, value) in changes {
        let request = match value {
            Some(value) => kept.put_with_key(&value.into(), &key.into()),
            None => removed(&kept, &key),
        };
        asked = asked.and(request.map(|_| ()));
    }
    let transaction = kept.transaction();
    let stored = match asked {
        Ok(()) => done(&transaction).await.is_ok(),
        Err(_) => {
            // Fails only where it has been aborted already.
            let _ = transaction.abort();
            false
        }
    };
    database.close();
    stored
}

/// Removes everything.
pub async fn clear() {
    if let Ok((database, kept)) = open().await {
        if kept.clear().is_ok() {
            let _ = done(&kept.transaction()).await;
        }
        database.close();
    }
}

/// Removes a name, or all that begin so.
fn removed(kept: &IdbObjectStore, key: &str) -> Result<IdbRequest, JsValue> {
    let first = JsValue::from(key);
    if key.ends_with('/') {
        let last = JsValue::from(format!("{key}{LAST}"));
        kept.delete(&IdbKeyRange::bound(&first, &last)?.into())
    } else {
        kept.delete(&first)
    }
}

fn read(kept: &IdbObjectStore, prefix: &str) -> Result<(IdbRequest, IdbRequest), JsValue> {
    let first = JsValue::from(prefix);
    let last = JsValue::from(format!("{prefix}{LAST}"));
    kept.delete(&IdbKeyRange::upper_bound_with_open(&first, true)?.into())?;
    kept.delete(&IdbKeyRange::lower_bound(&last)?.into())?;
    Ok((kept.get_all_keys()?, kept.get_all()?))
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
    let kept = database
        .transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite)
        .and_then(|transaction| transaction.object_store(STORE));
    match kept {
        Ok(kept) => Ok((database, kept)),
        Err(fault) => {
            database.close();
            Err(fault)
        }
    }
}

async fn opened(request: &IdbOpenDbRequest) -> Result<(), JsValue> {
    settled(&mut |resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
        request.set_onblocked(Some(reject));
    })
    .await
}

async fn done(transaction: &IdbTransaction) -> Result<(), JsValue> {
    settled(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onerror(Some(reject));
        transaction.set_onabort(Some(reject));
    })
    .await
}

/// Waits for one of two functions to be called, or the time limit.
async fn settled(wire: &mut dyn FnMut(&Function, &Function)) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        wire(&resolve, &reject);
        if let Some(window) = web_sys::window() {
            let _ =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, TIME_LIMIT);
        }
    });
    JsFuture::from(promise).await.map(|_| ())
}
