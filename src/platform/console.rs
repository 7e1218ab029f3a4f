//! The console of the browser's developer tools.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Writes a line.
    #[wasm_bindgen(js_namespace = console)]
    pub fn info(line: &str);
}
