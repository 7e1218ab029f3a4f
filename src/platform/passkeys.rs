//! The browser's passkeys (WebAuthn Level 3), options and credentials in JSON.

use leptos::web_sys::js_sys::{JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::http::Abort;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseRequestOptionsFromJSON)]
    fn request_options(json: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseCreationOptionsFromJSON)]
    fn creation_options(json: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"])]
    fn get(options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"])]
    fn create(options: &JsValue) -> Result<Promise, JsValue>;
}

/// An assertion by an existing passkey, for these options; `None` where the person chose none, or the browser
/// has no passkeys.
pub async fn prove(options: &str, abort: &Abort) -> Option<String> {
    let options = read(options, abort, request_options).ok()?;
    credential(get(&options)).await
}

/// A new passkey, for these options; `None` likewise.
pub async fn make(options: &str, abort: &Abort) -> Option<String> {
    let options = read(options, abort, creation_options).ok()?;
    credential(create(&options)).await
}

fn read(
    json: &str,
    abort: &Abort,
    options: fn(&JsValue) -> Result<JsValue, JsValue>,
) -> Result<JsValue, JsValue> {
    let all = Object::new();
    Reflect::set(&all, &"publicKey".into(), &options(&JSON::parse(json)?)?)?;
    Reflect::set(&all, &"signal".into(), &abort.signal().into())?;
    Ok(all.into())
}

async fn credential(asked: Result<Promise, JsValue>) -> Option<String> {
    let credential = JsFuture::from(asked.ok()?).await.ok()?;
    JSON::stringify(&credential).ok()?.as_string()
}
