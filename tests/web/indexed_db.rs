//! Entries by key in a real IndexedDB.

use cruddur::platform::indexed_db;
use wasm_bindgen_test::wasm_bindgen_test;

fn put(key: &str, value: &str) -> (String, Option<String>) {
    (key.to_owned(), Some(value.to_owned()))
}

fn entry(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

// One test: all of it is about one database.
#[wasm_bindgen_test]
async fn entries_are_read_by_prefix_and_the_rest_is_removed() {
    indexed_db::clear().await;
    assert_eq!(indexed_db::load("1/a/").await, Some(vec![]));

    let first = [
        put("1/a/x", "one"),
        put("1/a/y", "two"),
        put("1/b/x", "other"),
    ];
    assert!(indexed_db::write(first.into_iter()).await);
    let change = [put("1/a/x", "ünö \u{1f600}"), ("1/a/y".to_owned(), None)];
    assert!(indexed_db::write(change.into_iter()).await);
    assert_eq!(
        indexed_db::load("1/a/").await,
        Some(vec![entry("1/a/x", "ünö \u{1f600}")])
    );
    assert_eq!(
        indexed_db::load("1/b/").await,
        Some(vec![]),
        "of another person nothing stays"
    );

    let many = (0..500).map(|n| put(&format!("1/b/{n:03}"), &"x".repeat(1_000)));
    assert!(indexed_db::write(many).await);
    let read = indexed_db::load("1/b/")
        .await
        .expect("a storage that works");
    assert_eq!(read.len(), 500);
    assert!(read.is_sorted());

    let gone = [("1/b/1".to_owned(), None), ("1/b/0/".to_owned(), None)];
    assert!(indexed_db::write(gone.into_iter()).await);
    let read = indexed_db::load("1/b/")
        .await
        .expect("a storage that works");
    assert_eq!(read.len(), 500, "neither is a key, nor the prefix of one");
    let all = [("1/b/".to_owned(), None), put("1/c/x", "of another")];
    assert!(indexed_db::write(all.into_iter()).await);
    assert_eq!(
        indexed_db::load("1/c/").await,
        Some(vec![entry("1/c/x", "of another")])
    );

    indexed_db::clear().await;
    assert_eq!(indexed_db::load("1/c/").await, Some(vec![]));
}
