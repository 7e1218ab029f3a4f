//! Starts the app: reads config.json, then shows the app or what is wrong with the file.

use std::panic::PanicHookInfo;

use cruddur::app::AppRoot;
use cruddur::pages::config_fault::ConfigFaultPage;
use cruddur::pages::config_unreachable::ConfigUnreachablePage;
use cruddur::runtime;
use cruddur_contract::config::{AppConfig, ConfigError, ConfigFault};
use futures_channel::mpsc;
use futures_util::StreamExt;
use leptos::mount::{mount_to, mount_to_body};
use leptos::prelude::*;
use leptos::web_sys::{CustomEvent, CustomEventInit, HtmlElement};
use wasm_bindgen::JsCast;

fn main() {
    std::panic::set_hook(Box::new(report_panic));
    // Not leptos::task: its executor is there only once something is mounted.
    wasm_bindgen_futures::spawn_local(start());
}

async fn start() {
    let config = load_config().await;
    remove_boot_screen();
    match config {
        Ok(config) => mount_to_body(move || {
            provide_context(runtime::start(config.clone()));
            view! { <AppRoot /> }
        }),
        Err(fault) => mount_to_body(move || view! { <ConfigFaultPage fault=fault.clone() /> }),
    }
}

/// Reads config.json; asks again while it cannot be fetched.
async fn load_config() -> Result<AppConfig, ConfigFault> {
    let mut shown = None;
    let busy = ArcRwSignal::new(true);
    let (wanted, mut retries) = mpsc::unbounded::<()>();
    loop {
        match runtime::load_config().await {
            Ok(config) => return Ok(config),
            Err(ConfigError::Invalid(fault)) => return Err(fault),
            Err(ConfigError::Unreachable) => {}
        }
        busy.set(false);
        if shown.is_none() {
            remove_boot_screen();
            shown = Some(mount_to(body(), {
                let (busy, wanted) = (busy.clone(), wanted.clone());
                move || {
                    let on_retry = Callback::new(move |()| {
                        // This loop holds the other end.
                        let _ = wanted.unbounded_send(());
                    });
                    view! { <ConfigUnreachablePage busy=busy on_retry=on_retry /> }
                }
            }));
        }
        retries.next().await;
        busy.set(true);
    }
}

fn body() -> HtmlElement {
    document()
        .body()
        .expect("the page has a body")
        .unchecked_into()
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
