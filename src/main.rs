//! Starts the app: reads config.json, then shows the app or what is wrong with the file.

use cruddur::app::AppRoot;
use cruddur::pages::config_fault::ConfigFaultPage;
use cruddur::runtime;
use leptos::mount::mount_to_body;
use leptos::prelude::*;

fn main() {
    // In the release a panic is a plain trap.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    // Not leptos::task: its executor is there only once something is mounted.
    wasm_bindgen_futures::spawn_local(async {
        let config = runtime::load_config().await;
        if let Some(boot) = document().get_element_by_id("boot") {
            boot.remove();
        }
        match config {
            Ok(config) => mount_to_body(move || {
                provide_context(runtime::start(config.clone()));
                view! { <AppRoot /> }
            }),
            Err(fault) => mount_to_body(move || view! { <ConfigFaultPage fault=fault.clone() /> }),
        }
    });
}
