//! Entries by key in a real IndexedDB.

use cruddur::platform::idb;
use wasm_bindgen_test::wasm_bindgen_test;

fn put(key: &str, value: &str) -> (String, Option<String>) {
    (key.to_owned(), Some(value.to_owned()))
}

fn entry(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn is_kept(key: &str) -> bool {
    key.ends_with("/kept")
}

// One test: all of it is about one database.
#[wasm_bindgen_test]
async fn entries_are_read_by_prefix_and_the_rest_is_removed() {
    idb::clear(is_kept).await;
    assert_eq!(idb::load("1/a/", is_kept).await, Some(vec![]));

    let first = [
        put("1/a/x", "one"),
        put("1/a/y", "two"),
        put("1/b/x", "other"),
        put("1/b/kept", "unsent"),
    ];
    assert!(idb::write(first.into_iter()).await);
    let change = [put("1/a/x", "ünö \u{1f600}"), ("1/a/y".to_owned(), None)];
    assert!(idb::write(change.into_iter()).await);
    assert_eq!(
        idb::load("1/a/", is_kept).await,
        Some(vec![entry("1/a/x", "ünö \u{1f600}")])
    );
    assert_eq!(
        idb::load("1/b/", is_kept).await,
        Some(vec![entry("1/b/kept", "unsent")]),
        "of another person only what is kept stays"
    );
    idb::clear(is_kept).await;
    assert_eq!(idb::load("1/a/", is_kept).await, Some(vec![]));
    let kept = Some(vec![entry("1/b/kept", "unsent")]);
    assert_eq!(idb::load("1/b/", is_kept).await, kept);
    assert!(idb::write([("1/b/kept".to_owned(), None)].into_iter()).await);

    let many = (0..500).map(|n| put(&format!("1/b/{n:03}"), &"x".repeat(1_000)));
    assert!(idb::write(many).await);
    let read = idb::load("1/b/", is_kept)
        .await
        .expect("a storage that works");
    assert_eq!(read.len(), 500);
    assert!(read.is_sorted());

    let gone = [("1/b/1".to_owned(), None), ("1/b/0/".to_owned(), None)];
    assert!(idb::write(gone.into_iter()).await);
    let read = idb::load("1/b/", is_kept)
        .await
        .expect("a storage that works");
    assert_eq!(read.len(), 500, "neither is a key, nor the prefix of one");
    let all = [("1/b/".to_owned(), None), put("1/c/x", "of another")];
    assert!(idb::write(all.into_iter()).await);
    assert_eq!(
        idb::load("1/c/", is_kept).await,
        Some(vec![entry("1/c/x", "of another")])
    );

    idb::clear(is_kept).await;
    assert_eq!(idb::load("1/c/", is_kept).await, Some(vec![]));
}
