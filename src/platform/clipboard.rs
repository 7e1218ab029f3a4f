//! The clipboard.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::js_sys::Promise;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<Promise, JsValue>;
}

/// Puts a text there, at once: browsers allow it while a press of a button is handled. `false`: they refused,
/// or have no clipboard for this page (without TLS).
pub fn write(text: &str) -> impl Future<Output = bool> + use<> {
    let written = write_text(text);
    async move {
        match written {
            Ok(promise) => JsFuture::from(promise).await.is_ok(),
            Err(_) => false,
        }
    }
}
