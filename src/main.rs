//! Starts the app: reads config.json, then shows the app or what is wrong with the file.

use std::panic::PanicHookInfo;

use cruddur::app::AppRoot;
use cruddur::pages::config_fault::ConfigFaultPage;
use cruddur::pages::config_unreachable::ConfigUnreachablePage;
use cruddur::runtime;
use leptos::mount::{mount_to, mount_to_body};
use leptos::prelude::*;
use leptos::web_sys::{CustomEvent, CustomEventInit};

fn main() {
    std::panic::set_hook(Box::new(report_panic));
    // Not leptos::task: its executor is there only once something is mounted.
    wasm_bindgen_futures::spawn_local(start());
}

async fn start() {
    let config = runtime::load_config(|retry| {
        remove_boot_screen();
        let body = document().body().expect("the page has a body");
        mount_to(
            body,
            move || view! { <ConfigUnreachablePage retry=retry /> },
        )
    });
    let config = config.await;
    remove_boot_screen();
    match config {
        Ok(config) => mount_to_body(move || {
            provide_context(runtime::start(config.clone()));
            view! { <AppRoot /> }
        }),
        Err(fault) => mount_to_body(move || view! { <ConfigFaultPage fault=fault.clone() /> }),
    }
}

fn remove_boot_screen() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// Gives message and place to the console and, for the recover screen, to `boot.js`, and then the diagnostics:
/// the trap that follows a panic has none of them.
fn report_panic(panic: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(panic);
    tell_boot("cruddur-panic", &panic.to_string());
    let place = panic.location().map(ToString::to_string);
    let message = panic.payload().downcast_ref::<&'static str>().copied();
    let text = runtime::diagnostics_of_panic(&place.unwrap_or_default(), message);
    tell_boot("cruddur-diagnostics", &text);
}

fn tell_boot(name: &str, text: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&text.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        let _ = window().dispatch_event(&event);
    }
}
