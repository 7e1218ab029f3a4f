//! Streams of the browser and of Rust (crates/wasm-streams).

use futures_util::stream::{self, StreamExt};
use leptos::web_sys::wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use wasm_streams::ReadableStream;

type Read = Result<JsValue, JsValue>;

fn told(words: &[Result<&str, &str>]) -> Vec<Read> {
    let words = words.iter();
    words
        .map(|word| word.map(JsValue::from).map_err(JsValue::from))
        .collect()
}

/// Through the browser and back.
async fn read(words: &[Result<&str, &str>]) -> Vec<Read> {
    let raw = ReadableStream::from_stream(stream::iter(told(words))).into_raw();
    ReadableStream::from_raw(raw).into_stream().collect().await
}

#[wasm_bindgen_test]
async fn what_a_stream_tells_comes_through_the_browser_in_order() {
    for words in [&[][..], &[Ok("one"), Ok("two"), Ok("three")]] {
        assert_eq!(read(words).await, told(words));
    }
}

#[wasm_bindgen_test]
async fn an_error_ends_a_stream() {
    let words = [Ok("one"), Err("no more"), Ok("three")];
    let found = read(&words).await;
    // The browser forgets what was not yet read when a stream fails.
    let (last, before) = found.split_last().expect("an end");
    assert_eq!(*last, Err(JsValue::from("no more")));
    assert!(
        before.is_empty() || before == told(&words[..1]),
        "{before:?}"
    );
}
